//! The questions an assessment draws from, frozen under a version.

use sea_orm::entity::prelude::*;

/// The questions an assessment draws from, frozen under a version.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_pool")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub assessment_id: Uuid,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// JSON array of revision ids in a fixed order.
    #[sea_orm(column_type = "Text")]
    pub revisions: String,
    /// ms.
    pub published_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
