//! A published version of a course; never changes.

use sea_orm::entity::prelude::*;

/// A published version of a course; never changes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// JSON: what it says (`course::model::Content`).
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// SHA-256 of its files together.
    pub digest: String,
    /// JSON: what it changed (`course::model::VersionNote`).
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// ms.
    pub published_at: i64,
    pub published_by: Option<Uuid>,
    /// Who looked it over before.
    pub reviewed_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
