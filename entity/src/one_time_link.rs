//! A link that works once, such as the one with which the first administrator sets a password.

use sea_orm::entity::prelude::*;

/// A link that works once, such as the one with which the first administrator sets a password.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_link")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// What it is for.
    pub purpose: String,
    /// Whom it is for.
    pub account_id: Uuid,
    /// ms.
    pub created_at: i64,
    /// ms.
    pub expires_at: i64,
    /// ms; none while unused.
    pub used_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
