//! A version of a contest's rules; never changes.

use sea_orm::entity::prelude::*;

/// A version of a contest's rules; never changes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contest_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub contest_id: Uuid,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// Why it was made.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// ms.
    pub created_at: i64,
    /// Account; none for an import.
    pub created_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
