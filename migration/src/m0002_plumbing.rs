//! Creates jobs, the outbox and settings.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates jobs, the outbox and settings.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(pk_uuid("id"))
                    .col(string("kind"))
                    .col(text("payload"))
                    .col(string_null("unique_key"))
                    .col(big_integer("run_at"))
                    .col(big_integer_null("leased_until"))
                    .col(integer("attempts"))
                    .col(text_null("last_error"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(pk_uuid("id"))
                    .col(string("recipient"))
                    .col(string("subject"))
                    .col(text("body"))
                    .col(big_integer("created_at"))
                    .col(big_integer("next_at"))
                    .col(integer("attempts"))
                    .col(text_null("last_error"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("setting")
                    .col(string("key"))
                    .col(text("value"))
                    .primary_key(Index::create().col("key"))
                    .to_owned(),
            )
            .await?;
        index(manager, "ux_job_unique_key", "job", &["unique_key"], true).await?;
        index(manager, "ix_job_run_at", "job", &["run_at"], false).await?;
        index(manager, "ix_outbox_next_at", "outbox", &["next_at"], false).await?;
        Ok(())
    }
}
