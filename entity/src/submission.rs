//! What a person handed in for an assignment, and its marks.

use sea_orm::entity::prelude::*;

/// What a person handed in for an assignment, and its marks.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub course_id: Uuid,
    pub enrolment_id: Uuid,
    pub account_id: Uuid,
    pub lesson: String,
    /// From 1.
    pub ordinal: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub file_name: Option<String>,
    pub file_type: Option<String>,
    /// Of its bytes in course_blob.
    pub file_digest: Option<String>,
    /// ms.
    pub submitted_at: i64,
    /// JSON: points for each criterion.
    #[sea_orm(column_type = "Text", nullable)]
    pub scores: Option<String>,
    pub points: Option<i32>,
    pub points_of: Option<i32>,
    pub passed: Option<bool>,
    #[sea_orm(column_type = "Text", nullable)]
    pub comment: Option<String>,
    pub marked_by: Option<Uuid>,
    /// ms.
    pub marked_at: Option<i64>,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
