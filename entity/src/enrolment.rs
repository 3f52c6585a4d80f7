//! A person in a course.

use sea_orm::entity::prelude::*;

/// A person in a course.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub course_id: Uuid,
    pub account_id: Uuid,
    pub cohort_id: Option<Uuid>,
    /// The person's organisation when it is known.
    pub organisation_id: Option<Uuid>,
    /// As lists of the cohort show it.
    pub full_name: String,
    /// Collation key of the name.
    pub name_key: Vec<u8>,
    /// Version of the course the person learns by.
    pub version: i32,
    /// 0 active, 1 completed, 2 withdrawn.
    pub state: i16,
    /// Required lessons passed.
    pub done: i32,
    /// Required lessons.
    pub total: i32,
    /// Key of the lesson opened last.
    pub last_lesson: Option<String>,
    /// ms.
    pub enrolled_at: i64,
    /// ms; when the person last did something in it.
    pub seen_at: i64,
    /// ms.
    pub completed_at: Option<i64>,
    /// ms; a later end than the cohort's.
    pub extended_until: Option<i64>,
    pub extended_reason: Option<String>,
    /// Whether reminders are wanted.
    pub reminders: bool,
    /// ms; when to look whether a reminder is due.
    pub remind_at: Option<i64>,
    /// ms; the last reminder.
    pub reminded_at: Option<i64>,
    /// Counts changes.
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
