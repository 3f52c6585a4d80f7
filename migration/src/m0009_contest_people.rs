//! Contests belong to organisations; entries and results know the person's organisation, entries the consents given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::{add_column, index};

/// Contests belong to organisations; entries and results know the person's organisation, entries the consents given.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_column(manager, "contest", uuid_null("organisation_id")).await?;
        add_column(manager, "entry", uuid_null("organisation_id")).await?;
        add_column(
            manager,
            "entry",
            binary("name_key").default(Vec::<u8>::new()).take(),
        )
        .await?;
        add_column(manager, "entry", text("consents").default("{}").take()).await?;
        add_column(manager, "result", uuid_null("organisation_id")).await?;
        index(
            manager,
            "ix_contest_organisation",
            "contest",
            &["organisation_id"],
            false,
        )
        .await?;
        // The people page of a contest, and "my contests" of a person.
        index(
            manager,
            "ix_entry_name",
            "entry",
            &["contest_id", "name_key"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_entry_organisation",
            "entry",
            &["contest_id", "organisation_id", "name_key"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_entry_person",
            "entry",
            &["account_id", "created_at"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_result_organisation",
            "result",
            &["round_id", "organisation_id", "rank_key"],
            false,
        )
        .await
    }
}
