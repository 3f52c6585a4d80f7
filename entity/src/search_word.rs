//! A word by which something in a list is found.

use sea_orm::entity::prelude::*;

/// A word by which something in a list is found.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub struct Model {
    /// Which list: the nil id for accounts, a contest's id for the people who entered it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: Uuid,
    /// Folded.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// Where it stands in the list: byte order is the list's order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sort_key: Vec<u8>,
    /// What is found.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
