//! A person's own note on a lesson.

use sea_orm::entity::prelude::*;

/// A person's own note on a lesson.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_note")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// ms.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
