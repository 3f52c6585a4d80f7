//! A letter of an organiser to people of a cohort, and how far it has gone out.

use sea_orm::entity::prelude::*;

/// A letter of an organiser to people of a cohort, and how far it has gone out.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cohort_id: Uuid,
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// To whom, JSON.
    #[sea_orm(column_type = "Text")]
    pub wanted: String,
    /// How many went out so far.
    pub sent: i64,
    /// How many have no address, so far.
    pub without_address: i64,
    /// Where in the list of names it goes on.
    pub after_key: Option<Vec<u8>>,
    pub after_id: Option<Uuid>,
    /// Whether everybody was written to.
    pub done: bool,
    /// Counts chunks: each goes out once.
    pub step: i32,
    /// ms.
    pub created_at: i64,
    pub created_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
