//! What a person answered in a survey.

use sea_orm::entity::prelude::*;

/// What a person answered in a survey.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson: String,
    pub course_id: Uuid,
    /// JSON: answer by question.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// ms.
    pub submitted_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
