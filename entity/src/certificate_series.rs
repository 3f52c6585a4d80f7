//! The last number given in a series of certificates and a year; the year 0 says whose the series is.

use sea_orm::entity::prelude::*;

/// The last number given in a series of certificates and a year; the year 0 says whose the series is.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub series: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The organisation that first used it.
    pub issuer: Option<Uuid>,
    /// 0 before the first.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
