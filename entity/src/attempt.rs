//! One sitting of one person. Written by the batcher only.

use sea_orm::entity::prelude::*;

/// One sitting of one person. Written by the batcher only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub assessment_id: Uuid,
    /// The account.
    pub person_id: Uuid,
    /// Which of the person's attempts, from 1; unique per person and assessment.
    pub ordinal: i32,
    /// 0 open, 1 submitted, 2 expired, 3 voided.
    pub state: i16,
    /// From which the paper was drawn.
    pub seed: i64,
    pub pool_version: i32,
    pub rules_version: i32,
    /// ms.
    pub started_at: i64,
    /// ms; half open.
    pub deadline: i64,
    /// ms.
    pub finished_at: Option<i64>,
    /// The drawn paper, packed.
    pub paper: Vec<u8>,
    /// One fixed-width slot per question: sequence and response in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// Hundredths.
    pub points: Option<i32>,
    pub correct: Option<i16>,
    pub answered: Option<i16>,
    /// Times 100 000.
    pub prediction: Option<i64>,
    /// Whether it counts.
    pub valid: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
