//! A round of a contest; shares its id with its assessment.

use sea_orm::entity::prelude::*;

/// A round of a contest; shares its id with its assessment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round")]
pub struct Model {
    /// Also the id of its assessment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub contest_id: Uuid,
    /// Name in addresses, unique in the contest.
    pub code: String,
    pub title: String,
    pub position: i32,
    /// ms.
    pub opens_at: i64,
    /// ms; half open.
    pub closes_at: i64,
    /// When the ranking became final, ms.
    pub final_at: Option<i64>,
    /// JSON: true numbers, draw seed, counts at finalisation.
    #[sea_orm(column_type = "Text")]
    pub final_data: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
