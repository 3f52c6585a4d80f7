//! Who did what, when; written in the same transaction as what was done.

use sea_orm::entity::prelude::*;

/// Who did what, when; written in the same transaction as what was done.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// ms.
    pub at: i64,
    /// Account; none when the program itself acted.
    pub actor: Option<Uuid>,
    /// What was done, such as `round.finalise`.
    pub action: String,
    /// On what, such as `contest/SLUG`.
    pub subject: String,
    /// JSON with what a reader needs to understand it.
    #[sea_orm(column_type = "Text")]
    pub detail: String,
}

impl ActiveModelBehavior for ActiveModel {}
