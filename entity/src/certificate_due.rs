//! A certificate that is asked for and not issued yet.

use sea_orm::entity::prelude::*;

/// A certificate that is asked for and not issued yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_due")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub award: String,
    /// `course`, `prize` or `participation`.
    pub kind: String,
    /// The enrolment or the round.
    pub source_id: Uuid,
    /// ms.
    pub asked_at: i64,
    pub tries: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// ms; not before.
    pub retry_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
