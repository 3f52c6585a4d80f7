//! Blueprint, timing, attempt policy and review policy of one contest round or one quiz.

use sea_orm::entity::prelude::*;

/// Blueprint, timing, attempt policy and review policy of one contest round or one quiz.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub bank_id: Uuid,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub settings: String,
    /// Pool that new papers are drawn from.
    pub pool_version: i32,
    /// Version of the rules that new attempts run under.
    pub rules_version: i32,
    /// Grows with each change, so that nodes notice.
    pub revision: i32,
    /// From then on nothing starts and nothing is graded, ms.
    pub sealed_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
