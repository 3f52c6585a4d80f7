//! A question of a trainee about a lesson.

use sea_orm::entity::prelude::*;

/// A question of a trainee about a lesson.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub course_id: Uuid,
    pub lesson: String,
    pub account_id: Uuid,
    /// As others see it.
    pub author_name: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// 0 waiting, 1 shown, 2 hidden.
    pub state: i16,
    /// ms.
    pub created_at: i64,
    pub decided_by: Option<Uuid>,
    /// ms.
    pub decided_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
