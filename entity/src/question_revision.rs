//! What a question says; never changes.

use sea_orm::entity::prelude::*;

/// What a question says; never changes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub question_id: Uuid,
    /// From 1.
    pub number: i32,
    /// SHA-256 of the body, hex.
    pub digest: String,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// ms.
    pub published_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
