//! Roles at organisations, what a profile holds, sessions people can recognise, entry codes, identities, and words to find people by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::{add_column, index};

/// Roles at organisations, what a profile holds, sessions people can recognise, entry codes, identities, and words to find people by.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        roles(manager).await?;
        for column in [
            string_null("phone"),
            binary("name_key").default(Vec::<u8>::new()).take(),
            string_null("birth_date"),
            uuid_null("organisation_id"),
            integer_null("entry_code"),
            string_null("verified_by"),
            string_null("lang"),
            big_integer_null("closed_at"),
        ] {
            add_column(manager, "account", column).await?;
        }
        add_column(manager, "session", big_integer("seen_at").default(0).take()).await?;
        add_column(manager, "session", string("device").default("").take()).await?;
        let db = manager.get_connection();
        // People sign in with their address as they happen to write it.
        db.execute_unprepared("UPDATE account SET email = lower(email)")
            .await?;
        db.execute_unprepared("UPDATE session SET seen_at = created_at")
            .await?;
        for (name, columns) in [
            ("ix_account_email", vec!["email"]),
            ("ix_account_phone", vec!["phone"]),
            ("ix_account_name", vec!["name_key", "id"]),
            (
                "ix_account_organisation",
                vec!["organisation_id", "name_key"],
            ),
        ] {
            index(manager, name, "account", &columns, false).await?;
        }
        codes_and_identities(manager).await?;
        // "Who did it" and "what was done" are filters of the audit page.
        index(manager, "ix_audit_actor", "audit", &["actor", "at"], false).await?;
        index(
            manager,
            "ix_audit_action",
            "audit",
            &["action", "at"],
            false,
        )
        .await
    }
}

/// The key of a role gains the organisation; roles held so far reach the whole installation.
async fn roles(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("role_at")
                .col(uuid("account_id"))
                .col(string("kind"))
                .col(uuid("organisation_id"))
                .col(big_integer("granted_at"))
                .col(uuid_null("granted_by"))
                .primary_key(
                    Index::create()
                        .col("account_id")
                        .col("kind")
                        .col("organisation_id"),
                )
                .to_owned(),
        )
        .await?;
    let nil = match manager.get_database_backend() {
        sea_orm::DbBackend::Postgres => "'00000000-0000-0000-0000-000000000000'::uuid",
        _ => "zeroblob(16)",
    };
    manager
        .get_connection()
        .execute_unprepared(&format!(
            "INSERT INTO role_at (account_id, kind, organisation_id, granted_at, granted_by) \
             SELECT account_id, kind, {nil}, granted_at, granted_by FROM role"
        ))
        .await?;
    manager
        .drop_table(Table::drop().table("role").to_owned())
        .await?;
    manager
        .rename_table(Table::rename().table("role_at", "role").to_owned())
        .await?;
    index(
        manager,
        "ix_role_organisation",
        "role",
        &["organisation_id", "kind"],
        false,
    )
    .await
}

async fn codes_and_identities(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("entry_code")
                .col(binary_len("code_hash", 32))
                .col(uuid("account_id"))
                .col(big_integer("created_at"))
                .primary_key(Index::create().col("code_hash"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ix_entry_code_account",
        "entry_code",
        &["account_id"],
        false,
    )
    .await?;
    manager
        .create_table(
            Table::create()
                .table("identity")
                .col(string("issuer"))
                .col(string("subject"))
                .col(uuid("account_id"))
                .col(big_integer("created_at"))
                .primary_key(Index::create().col("issuer").col("subject"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ix_identity_account",
        "identity",
        &["account_id"],
        false,
    )
    .await?;
    manager
        .create_table(
            Table::create()
                .table("search_word")
                .col(uuid("scope"))
                .col(string("word"))
                .col(binary("sort_key"))
                .col(uuid("subject_id"))
                .primary_key(
                    Index::create()
                        .col("scope")
                        .col("word")
                        .col("sort_key")
                        .col("subject_id"),
                )
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ix_search_word_subject",
        "search_word",
        &["subject_id", "scope"],
        false,
    )
    .await
}
