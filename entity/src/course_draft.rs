//! A course being edited: its files are those of version 0.

use sea_orm::entity::prelude::*;

/// A course being edited: its files are those of version 0.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: Uuid,
    /// `editing`, `in_review` or `returned`.
    pub state: String,
    /// What the editor says of the change.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// What the reviewer said.
    #[sea_orm(column_type = "Text")]
    pub review_note: String,
    pub edited_by: Uuid,
    /// ms.
    pub edited_at: i64,
    /// Who asked for the review.
    pub submitted_by: Option<Uuid>,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
