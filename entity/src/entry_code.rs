//! An entry code: how a person who made no password comes back from another device.

use sea_orm::entity::prelude::*;

/// An entry code: how a person who made no password comes back from another device.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry_code")]
pub struct Model {
    /// Keyed hash of the code; the code itself is never stored.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: Vec<u8>,
    pub account_id: Uuid,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
