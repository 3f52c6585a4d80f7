//! The assessment of a lesson's quiz or of the final examination.

use sea_orm::entity::prelude::*;

/// The assessment of a lesson's quiz or of the final examination.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub assessment_id: Uuid,
    pub course_id: Uuid,
    /// Key of the lesson.
    pub lesson: String,
}

impl ActiveModelBehavior for ActiveModel {}
