//! Letters that can be stopped with one click say where.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::add_column;

/// Adds the address at which letters of a kind are stopped.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_column(manager, "outbox", text_null("unsubscribe")).await
    }
}
