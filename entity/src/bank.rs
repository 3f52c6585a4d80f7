//! A question bank.

use sea_orm::entity::prelude::*;

/// A question bank.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// Last import that changed something, ms.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
