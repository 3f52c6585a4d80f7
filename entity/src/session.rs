//! A signed-in browser or API client. The token itself is never stored.

use sea_orm::entity::prelude::*;

/// A signed-in browser or API client. The token itself is never stored.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub account_id: Uuid,
    /// ms.
    pub created_at: i64,
    /// ms.
    pub expires_at: i64,
    /// When it was last used, ms; noted at most once an hour.
    pub seen_at: i64,
    /// What the person recognises the device by, from the browser's own description.
    pub device: String,
}

impl ActiveModelBehavior for ActiveModel {}
