//! Creates question banks, questions and their revisions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates question banks, questions and their revisions.
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
                    .table("bank")
                    .col(pk_uuid("id"))
                    .col(string("slug"))
                    .col(string("title"))
                    .col(text("summary"))
                    .col(big_integer("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("question")
                    .col(pk_uuid("id"))
                    .col(uuid("bank_id"))
                    .col(string("key"))
                    .col(integer("position"))
                    .col(string("digest"))
                    .col(uuid("current_revision"))
                    .col(boolean("retired"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("question_revision")
                    .col(pk_uuid("id"))
                    .col(uuid("question_id"))
                    .col(integer("number"))
                    .col(string("digest"))
                    .col(text("body"))
                    .col(big_integer("published_at"))
                    .to_owned(),
            )
            .await?;
        index(manager, "ux_bank_slug", "bank", &["slug"], true).await?;
        index(
            manager,
            "ix_question_bank",
            "question",
            &["bank_id", "position"],
            false,
        )
        .await?;
        index(
            manager,
            "ux_question_revision_number",
            "question_revision",
            &["question_id", "number"],
            true,
        )
        .await?;
        Ok(())
    }
}
