//! A certificate as it was issued, and what became of it.

use sea_orm::entity::prelude::*;

/// A certificate as it was issued, and what became of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    /// What it is for; unique with account and edition.
    pub award: String,
    /// From 1; a re-issue is one more.
    pub edition: i32,
    /// As printed; unique.
    pub number: String,
    /// As in addresses; unique.
    pub slug: String,
    pub series: String,
    pub year: i32,
    /// From 1; unique with series and year, without gaps.
    pub seq: i32,
    /// Who issued it.
    pub organisation_id: Option<Uuid>,
    pub course_id: Option<Uuid>,
    pub cohort_id: Option<Uuid>,
    pub full_name: String,
    /// Collation key of the name.
    pub name_key: Vec<u8>,
    /// JSON: everything that is printed.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// 0 valid, 1 revoked, 2 replaced.
    pub state: i16,
    /// ms.
    pub ended_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub replaced_by: Option<Uuid>,
    /// Place in the status lists; unique.
    pub status_index: i64,
    /// ms.
    pub issued_at: i64,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
