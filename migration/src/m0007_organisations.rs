//! Creates organisations: trees, the present state of each unit, its history, who stands above whom, and files on their way in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::index;

/// Creates organisations: trees, the present state of each unit, its history, who stands above whom, and files on their way in.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // A step that fails half-way must leave nothing behind, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        units(manager).await?;
        history(manager).await?;
        imports(manager).await
    }
}

async fn units(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("organisation_tree")
                .col(string("slug"))
                .col(string("title"))
                .col(big_integer("stamp"))
                .primary_key(Index::create().col("slug"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("organisation")
                .col(pk_uuid("id"))
                .col(string("code"))
                .col(string("tree"))
                .col(string("name"))
                .col(string("kind"))
                .col(uuid_null("parent_id"))
                .col(text("full_name"))
                .col(text("search_text"))
                .col(binary("name_key"))
                .col(string_null("closed_on"))
                .col(text_null("closed_reason"))
                .col(uuid_null("successor_id"))
                .col(uuid_null("origin_id"))
                .col(integer("revision"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ux_organisation_code",
        "organisation",
        &["code"],
        true,
    )
    .await?;
    index(
        manager,
        "ix_organisation_tree",
        "organisation",
        &["tree"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_organisation_parent",
        "organisation",
        &["parent_id"],
        false,
    )
    .await
}

async fn history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("organisation_version")
                .col(uuid("organisation_id"))
                .col(string("valid_from"))
                .col(string_null("valid_to"))
                .col(string("name"))
                .col(string("kind"))
                .col(uuid_null("parent_id"))
                .col(text("reason"))
                .col(big_integer("recorded_at"))
                .col(uuid_null("recorded_by"))
                .primary_key(Index::create().col("organisation_id").col("valid_from"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("organisation_above")
                .col(uuid("organisation_id"))
                .col(uuid("above_id"))
                .col(integer("depth"))
                .primary_key(Index::create().col("organisation_id").col("above_id"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ix_organisation_version_parent",
        "organisation_version",
        &["parent_id"],
        false,
    )
    .await?;
    index(
        manager,
        "ix_organisation_above",
        "organisation_above",
        &["above_id", "organisation_id"],
        false,
    )
    .await
}

async fn imports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("organisation_import")
                .col(pk_uuid("id"))
                .col(string("tree"))
                .col(string("file_name"))
                .col(string("valid_from"))
                .col(text("reason"))
                .col(text("rows"))
                .col(text("report"))
                .col(big_integer("created_at"))
                .col(uuid("created_by"))
                .col(big_integer_null("applied_at"))
                .to_owned(),
        )
        .await?;
    index(
        manager,
        "ix_organisation_import_created",
        "organisation_import",
        &["created_at"],
        false,
    )
    .await
}
