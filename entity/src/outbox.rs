//! A message to deliver; written in the transaction that causes it.

use sea_orm::entity::prelude::*;

/// A message to deliver; written in the transaction that causes it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// E-mail address.
    pub recipient: String,
    pub subject: String,
    /// Plain text.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// ms.
    pub created_at: i64,
    /// Next try not before, ms.
    pub next_at: i64,
    pub attempts: i32,
    /// Why the last try failed.
    #[sea_orm(column_type = "Text")]
    pub last_error: Option<String>,
    /// Address at which one `POST` stops letters of this kind.
    #[sea_orm(column_type = "Text")]
    pub unsubscribe: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
