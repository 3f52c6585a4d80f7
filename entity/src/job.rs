//! Work to do after the transaction that asked for it.

use sea_orm::entity::prelude::*;

/// Work to do after the transaction that asked for it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Which work.
    pub kind: String,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// At most one waiting job has this key.
    #[sea_orm(unique)]
    pub unique_key: Option<String>,
    /// Not before, ms.
    pub run_at: i64,
    /// A node works on it until then, ms.
    pub leased_until: Option<i64>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    #[sea_orm(column_type = "Text")]
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
