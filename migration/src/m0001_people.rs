//! Creates accounts, roles, sessions, one-time links and the audit trail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates accounts, roles, sessions, one-time links and the audit trail.
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
                    .table("account")
                    .col(pk_uuid("id"))
                    .col(string("login"))
                    .col(string_null("email"))
                    .col(string("full_name"))
                    .col(string("search_text"))
                    .col(string_null("password_hash"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("role")
                    .col(uuid("account_id"))
                    .col(string("kind"))
                    .col(big_integer("granted_at"))
                    .col(uuid_null("granted_by"))
                    .primary_key(Index::create().col("account_id").col("kind"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(binary_len("token_hash", 32))
                    .col(uuid("account_id"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .primary_key(Index::create().col("token_hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("one_time_link")
                    .col(binary_len("token_hash", 32))
                    .col(string("purpose"))
                    .col(uuid("account_id"))
                    .col(big_integer("created_at"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(Index::create().col("token_hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(pk_uuid("id"))
                    .col(big_integer("at"))
                    .col(uuid_null("actor"))
                    .col(string("action"))
                    .col(string("subject"))
                    .col(text("detail"))
                    .to_owned(),
            )
            .await?;
        index(manager, "ux_account_login", "account", &["login"], true).await?;
        index(
            manager,
            "ix_account_search",
            "account",
            &["search_text"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_session_account",
            "session",
            &["account_id"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_session_expires",
            "session",
            &["expires_at"],
            false,
        )
        .await?;
        index(
            manager,
            "ix_audit_subject",
            "audit",
            &["subject", "at"],
            false,
        )
        .await?;
        index(manager, "ix_audit_at", "audit", &["at"], false).await?;
        Ok(())
    }
}
