//! Who names the bytes of a file is looked up by their digest, when those that nobody names are cleared away.

use sea_orm_migration::prelude::*;

use crate::index;

/// Adds the indexes of files and submissions by what they hold.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(
            manager,
            "ix_course_file_bytes",
            "course_file",
            &["digest"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_submission_bytes",
            "submission",
            &["file_digest"],
            false,
        )
        .await
    }
}
