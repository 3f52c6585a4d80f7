//! What a unit was called, and where it belonged, over a span of days.

use sea_orm::entity::prelude::*;

/// What a unit was called, and where it belonged, over a span of days. The spans of a unit follow one another without a gap.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    /// First day, `yyyy-mm-dd`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: String,
    /// First day after it; none while it lasts.
    pub valid_to: Option<String>,
    pub name: String,
    pub kind: String,
    pub parent_id: Option<Uuid>,
    /// Decision or other reason, in words.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// ms.
    pub recorded_at: i64,
    /// Account; none for the program itself.
    pub recorded_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
