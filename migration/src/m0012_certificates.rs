//! Creates certificates, their series of numbers, what is asked for and not issued yet, and signed files.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates certificates, their series of numbers, what is asked for and not issued yet, and signed files.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        certificates(manager).await?;
        beside(manager).await?;
        indexes(manager).await
    }
}

async fn certificates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("certificate")
                .col(pk_uuid("id"))
                .col(uuid("account_id"))
                .col(string("award"))
                .col(integer("edition"))
                .col(string("number"))
                .col(string("slug"))
                .col(string("series"))
                .col(integer("year"))
                .col(integer("seq"))
                .col(uuid_null("organisation_id"))
                .col(uuid_null("course_id"))
                .col(uuid_null("cohort_id"))
                .col(string("full_name"))
                .col(binary("name_key"))
                .col(text("data"))
                .col(small_integer("state"))
                .col(big_integer_null("ended_at"))
                .col(text_null("reason"))
                .col(uuid_null("replaced_by"))
                .col(big_integer("status_index"))
                .col(big_integer("issued_at"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await
}

/// What stands beside certificates.
async fn beside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("certificate_series")
                .col(string("series"))
                // 0 tells whose the series is.
                .col(integer("year"))
                .col(uuid_null("issuer"))
                .col(big_integer("last"))
                .primary_key(Index::create().col("series").col("year"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("certificate_due")
                .col(uuid("account_id"))
                .col(string("award"))
                .col(string("kind"))
                .col(uuid("source_id"))
                .col(big_integer("asked_at"))
                .col(integer("tries"))
                .col(text_null("last_error"))
                .col(big_integer("retry_at"))
                .primary_key(Index::create().col("account_id").col("award"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("certificate_file")
                .col(pk_uuid("certificate_id"))
                .col(string("file_name"))
                .col(binary("bytes"))
                .col(string("sha256"))
                .col(uuid_null("uploaded_by"))
                .col(big_integer("uploaded_at"))
                .to_owned(),
        )
        .await
}

async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let on = "certificate";
    for (name, columns) in [
        ("certificate_once", &["account_id", "award", "edition"][..]),
        ("certificate_number", &["number"]),
        ("certificate_slug", &["slug"]),
        ("certificate_place", &["series", "year", "seq"]),
        ("certificate_status", &["status_index"]),
    ] {
        index(manager, name, on, columns, true).await?;
    }
    for (name, columns) in [
        ("certificate_holder", &["account_id", "issued_at"][..]),
        ("certificate_names", &["name_key", "id"]),
        (
            "certificate_of_organisation",
            &["organisation_id", "name_key", "id"],
        ),
        ("certificate_of_course", &["course_id", "name_key", "id"]),
        ("certificate_of_cohort", &["cohort_id", "name_key", "id"]),
        // Prizes of a round that were taken back, and which places of a status list have ended.
        ("certificate_award", &["award", "account_id"]),
        ("certificate_ended", &["state", "status_index"]),
    ] {
        index(manager, name, on, columns, false).await?;
    }
    index(
        manager,
        "certificate_due_next",
        "certificate_due",
        &["retry_at", "asked_at"],
        false,
    )
    .await
}
