//! Finding the few accounts that are closed.

use sea_orm_migration::prelude::*;

/// An index of closed accounts alone, in the order of names: the administration lists them, and nobody else looks for them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Both engines know indexes of some rows; the query builder does not.
        let sql =
            "CREATE INDEX ix_account_closed ON account (name_key, id) WHERE closed_at IS NOT NULL";
        manager
            .get_connection()
            .execute_unprepared(sql)
            .await
            .map(drop)
    }
}
