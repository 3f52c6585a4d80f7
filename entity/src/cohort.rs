//! A course run for named organisations between two dates.

use sea_orm::entity::prelude::*;

/// A course run for named organisations between two dates.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub course_id: Uuid,
    /// The organisation that runs it.
    pub organisation_id: Option<Uuid>,
    pub title: String,
    /// Folded; with which people join by themselves.
    pub code: Option<String>,
    /// ms.
    pub opens_at: i64,
    /// ms; from then on nothing is accepted.
    pub closes_at: i64,
    /// ms; window of the final examination.
    pub exam_opens_at: Option<i64>,
    /// ms.
    pub exam_closes_at: Option<i64>,
    /// ms.
    pub created_at: i64,
    pub created_by: Option<Uuid>,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
