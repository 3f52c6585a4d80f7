//! The counted attempt of one person in one round.

use sea_orm::entity::prelude::*;

/// The counted attempt of one person in one round.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: Uuid,
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// The attempt that counts.
    pub attempt_id: Uuid,
    pub division: Option<String>,
    /// The person's organisation at entry.
    pub organisation_id: Option<Uuid>,
    /// Which attempt counts: the smallest key.
    pub count_key: Vec<u8>,
    /// Byte order is rank order.
    pub rank_key: Vec<u8>,
    /// Hundredths.
    pub points: i32,
    pub correct: i16,
    pub duration_ms: i64,
    /// ms.
    pub finished_at: i64,
    /// ms; the reconciler reads by it.
    pub changed_at: i64,
    /// From 1; set when the round becomes final.
    pub final_rank: Option<i32>,
    /// Name of the prize.
    pub prize: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
