//! A role an account holds at an organisation and below.

use sea_orm::entity::prelude::*;

/// A role an account holds at an organisation and below.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Name of the role.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Where; the nil id is the whole installation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    /// ms.
    pub granted_at: i64,
    /// Account that granted it; none for the first administrator.
    pub granted_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
