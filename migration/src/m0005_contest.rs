//! Creates contests, versions of their rules, rounds and entries.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates contests, versions of their rules, rounds and entries.
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
                    .table("contest")
                    .col(pk_uuid("id"))
                    .col(string("slug"))
                    .col(string("title"))
                    .col(text("summary"))
                    .col(string_null("issued_by"))
                    .col(string("bank_slug"))
                    .col(text("page"))
                    .col(integer("rules_version"))
                    .col(boolean("demo"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("contest_rules")
                    .col(uuid("contest_id"))
                    .col(integer("version"))
                    .col(text("data"))
                    .col(text("reason"))
                    .col(big_integer("created_at"))
                    .col(uuid_null("created_by"))
                    .primary_key(Index::create().col("contest_id").col("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("round")
                    .col(pk_uuid("id"))
                    .col(uuid("contest_id"))
                    .col(string("code"))
                    .col(string("title"))
                    .col(integer("position"))
                    .col(big_integer("opens_at"))
                    .col(big_integer("closes_at"))
                    .col(big_integer_null("final_at"))
                    .col(text_null("final_data"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("entry")
                    .col(pk_uuid("id"))
                    .col(uuid("contest_id"))
                    .col(uuid("account_id"))
                    .col(string("identity_key"))
                    .col(text("form"))
                    .col(string("display_name"))
                    .col(string_null("division"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        index(manager, "ux_contest_slug", "contest", &["slug"], true).await?;
        index(
            manager,
            "ux_round_code",
            "round",
            &["contest_id", "code"],
            true,
        )
        .await?;
        index(
            manager,
            "ix_round_closes_at",
            "round",
            &["closes_at"],
            false,
        )
        .await?;
        index(
            manager,
            "ux_entry_account",
            "entry",
            &["contest_id", "account_id"],
            true,
        )
        .await?;
        index(
            manager,
            "ux_entry_identity",
            "entry",
            &["contest_id", "identity_key"],
            true,
        )
        .await?;
        index(
            manager,
            "ix_entry_created",
            "entry",
            &["contest_id", "created_at"],
            false,
        )
        .await?;
        Ok(())
    }
}
