//! A contest open to the public or to some.

use sea_orm::entity::prelude::*;

/// A contest open to the public or to some.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub title: String,
    /// One or two sentences.
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// Who runs it.
    pub issued_by: Option<String>,
    /// Organisation it belongs to: who holds a role there may run it; none is the installation itself.
    pub organisation_id: Option<Uuid>,
    /// Question bank its papers are drawn from.
    pub bank_slug: String,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub page: String,
    /// Current version of the rules.
    pub rules_version: i32,
    /// A demonstration that reopens by itself.
    pub demo: bool,
    /// ms.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
