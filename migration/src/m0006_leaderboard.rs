//! Creates the counted result of each person in each round.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates the counted result of each person in each round.
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
                    .table("result")
                    .col(uuid("round_id"))
                    .col(uuid("person_id"))
                    .col(uuid("attempt_id"))
                    .col(string_null("division"))
                    .col(binary("count_key"))
                    .col(binary("rank_key"))
                    .col(integer("points"))
                    .col(small_integer("correct"))
                    .col(big_integer("duration_ms"))
                    .col(big_integer("finished_at"))
                    .col(big_integer("changed_at"))
                    .col(integer_null("final_rank"))
                    .col(string_null("prize"))
                    .primary_key(Index::create().col("round_id").col("person_id"))
                    .to_owned(),
            )
            .await?;
        index(
            manager,
            "ix_result_rank",
            "result",
            &["round_id", "rank_key"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_result_division",
            "result",
            &["round_id", "division", "rank_key"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_result_changed",
            "result",
            &["round_id", "changed_at"],
            false,
        )
        .await?;
        Ok(())
    }
}
