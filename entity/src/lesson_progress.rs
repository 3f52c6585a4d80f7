//! What one person has done in one lesson.

use sea_orm::entity::prelude::*;

/// What one person has done in one lesson.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_progress")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: Uuid,
    /// Key of the lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson: String,
    /// ms.
    pub opened_at: Option<i64>,
    /// ms; never taken back.
    pub passed_at: Option<i64>,
    /// Pieces of the time line that were watched, `from-to,…` in ms.
    #[sea_orm(column_type = "Text")]
    pub watched: String,
    /// Their length together, ms.
    pub watched_ms: i64,
    /// ms; the last report of watching.
    pub reported_at: Option<i64>,
    /// Best attempt: right answers.
    pub best_right: Option<i32>,
    /// Best attempt: questions.
    pub best_of: Option<i32>,
    /// One mark a self-check: `-` not answered, `1` right, `0` wrong.
    pub checks: String,
}

impl ActiveModelBehavior for ActiveModel {}
