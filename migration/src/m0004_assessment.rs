//! Creates assessments, pools and attempts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::index;

/// Creates assessments, pools and attempts.
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
                    .table("assessment")
                    .col(pk_uuid("id"))
                    .col(uuid("bank_id"))
                    .col(text("settings"))
                    .col(integer("pool_version"))
                    .col(integer("rules_version"))
                    .col(integer("revision"))
                    .col(big_integer_null("sealed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("assessment_pool")
                    .col(uuid("assessment_id"))
                    .col(integer("version"))
                    .col(text("revisions"))
                    .col(big_integer("published_at"))
                    .primary_key(Index::create().col("assessment_id").col("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("attempt")
                    .col(pk_uuid("id"))
                    .col(uuid("assessment_id"))
                    .col(uuid("person_id"))
                    .col(integer("ordinal"))
                    .col(small_integer("state"))
                    .col(big_integer("seed"))
                    .col(integer("pool_version"))
                    .col(integer("rules_version"))
                    .col(big_integer("started_at"))
                    .col(big_integer("deadline"))
                    .col(big_integer_null("finished_at"))
                    .col(binary("paper"))
                    .col(text("answers"))
                    .col(integer_null("points"))
                    .col(small_integer_null("correct"))
                    .col(small_integer_null("answered"))
                    .col(big_integer_null("prediction"))
                    .col(boolean_null("valid"))
                    .to_owned(),
            )
            .await?;
        index(
            manager,
            "ux_attempt_ordinal",
            "attempt",
            &["assessment_id", "person_id", "ordinal"],
            true,
        )
        .await?;
        index(
            manager,
            "ix_attempt_person",
            "attempt",
            &["person_id", "started_at"],
            false,
        )
        .await?;

        // The sweep looks only at running attempts: a partial index stays small whatever the history.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX ix_attempt_running ON attempt (deadline) WHERE state = 0",
            )
            .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // Half-empty pages keep the saves of a running attempt heap-only: no index is touched by a save.
            manager
                .get_connection()
                .execute_unprepared("ALTER TABLE attempt SET (fillfactor = 50)")
                .await?;
        }
        Ok(())
    }
}
