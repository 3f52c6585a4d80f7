//! Which units stand above which, today.

use sea_orm::entity::prelude::*;

/// A unit and one that answers for it today: itself (depth 0), its parent, and so on. A unit that was merged counts as below its successor.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_above")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub above_id: Uuid,
    /// Steps between the two.
    pub depth: i32,
}

impl ActiveModelBehavior for ActiveModel {}
