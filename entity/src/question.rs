//! A question; what it says is in its revisions.

use sea_orm::entity::prelude::*;

/// A question; what it says is in its revisions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub bank_id: Uuid,
    /// Stable name inside the bank.
    pub key: String,
    /// Order in the files.
    pub position: i32,
    /// Digest of the current revision.
    pub digest: String,
    pub current_revision: Uuid,
    /// No longer in the files; kept for old papers.
    pub retired: bool,
}

impl ActiveModelBehavior for ActiveModel {}
