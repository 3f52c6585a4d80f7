//! A file of organisations that was read: shown first, then carried out.

use sea_orm::entity::prelude::*;

/// A file of organisations that was read: shown first, then carried out.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Slug of the tree it is for.
    pub tree: String,
    pub file_name: String,
    /// Day from which what it says holds, `yyyy-mm-dd`.
    pub valid_from: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// JSON: the rows; emptied once it was carried out.
    #[sea_orm(column_type = "Text")]
    pub rows: String,
    /// JSON: what was done row by row; empty before.
    #[sea_orm(column_type = "Text")]
    pub report: String,
    /// ms.
    pub created_at: i64,
    pub created_by: Uuid,
    /// ms.
    pub applied_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
