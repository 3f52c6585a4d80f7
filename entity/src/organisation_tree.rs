//! A tree of organisations.

use sea_orm::entity::prelude::*;

/// A tree of organisations: the territory, or that of a sector, a union, a school.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_tree")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub title: String,
    /// Grows with every change in the tree, so that nodes know when what they remember is old.
    pub stamp: i64,
}

impl ActiveModelBehavior for ActiveModel {}
