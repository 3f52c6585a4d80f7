//! A file of a course's package: of a published version, or (version 0) of the draft.

use sea_orm::entity::prelude::*;

/// A file of a course's package: of a published version, or (version 0) of the draft.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_id: Uuid,
    /// 0 is the draft.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// `course.toml`, `lessons/01-….md`, …
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    pub media_type: String,
}

impl ActiveModelBehavior for ActiveModel {}
