//! An answer to a question about a lesson.

use sea_orm::entity::prelude::*;

/// An answer to a question about a lesson.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub question_id: Uuid,
    pub account_id: Uuid,
    pub author_name: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Whether a teacher of the course answers.
    pub teacher: bool,
    /// 0 waiting, 1 shown, 2 hidden.
    pub state: i16,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
