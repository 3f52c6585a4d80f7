//! A unit of a tree of organisations, as it is today.

use sea_orm::entity::prelude::*;

/// A unit of a tree of organisations, as it is today; what it was before is in `organisation_version`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses: the official code of a territory, `TREE.CODE` elsewhere.
    #[sea_orm(unique)]
    pub code: String,
    /// Slug of its tree.
    pub tree: String,
    pub name: String,
    pub kind: String,
    pub parent_id: Option<Uuid>,
    /// Its name and those of the units above, nearest first.
    #[sea_orm(column_type = "Text")]
    pub full_name: String,
    /// Folded for search.
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    /// Collation key of the name: byte order is the order of a Vietnamese list.
    pub name_key: Vec<u8>,
    /// First day on which it is no more, `yyyy-mm-dd`.
    pub closed_on: Option<String>,
    /// Decision or other reason for its end, in words.
    #[sea_orm(column_type = "Text", nullable)]
    pub closed_reason: Option<String>,
    /// The unit it was merged into.
    pub successor_id: Option<Uuid>,
    /// The unit it was split from.
    pub origin_id: Option<Uuid>,
    /// Counts changes, for compare-and-set.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
