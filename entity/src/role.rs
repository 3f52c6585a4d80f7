//! A role an account holds.

use sea_orm::entity::prelude::*;

/// A role an account holds.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Name of the role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// ms.
    pub granted_at: i64,
    /// Account that granted it; none for the first administrator.
    pub granted_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
