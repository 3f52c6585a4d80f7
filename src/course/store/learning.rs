//! Enrolments and progress in the database.
//!
//! Whoever changes what a person has done first takes their enrolment ([`lock`]): on PostgreSQL the row lock makes two devices take turns, so
//! that none of them counts without the other's lesson; SQLite has one writer.

use std::collections::HashMap;

use entity::{enrolment, lesson_progress};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use entity::enrolment::Model as EnrolmentRow;
pub use entity::lesson_progress::Model as ProgressRow;

use crate::course::model::watched::Watched;
use crate::course::model::{Enrolment, EnrolmentState, Progress, Score};
use crate::course::rules::Done;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// An enrolment as the rules know it.
#[must_use]
pub fn enrolment_of(row: &EnrolmentRow) -> Enrolment {
    let count = |n: i32| u32::try_from(n).unwrap_or(0);
    Enrolment {
        id: row.id,
        course: row.course_id,
        account: row.account_id,
        cohort: row.cohort_id,
        organisation: row.organisation_id,
        version: row.version,
        state: EnrolmentState::from_code(row.state),
        done: count(row.done),
        total: count(row.total),
        last_lesson: row.last_lesson.clone(),
        enrolled_at: Moment(row.enrolled_at),
        seen_at: Moment(row.seen_at),
        completed_at: row.completed_at.map(Moment),
        extended_until: row.extended_until.map(Moment),
        reminders: row.reminders,
    }
}

/// A person's progress in one lesson as the rules know it.
#[must_use]
pub fn progress_of(row: &ProgressRow) -> Progress {
    let best = row.best_right.zip(row.best_of).map(|(right, of)| Score {
        right: u32::try_from(right).unwrap_or(0),
        of: u32::try_from(of).unwrap_or(0),
    });
    Progress {
        lesson: row.lesson.clone(),
        opened_at: row.opened_at.map(Moment),
        passed_at: row.passed_at.map(Moment),
        watched: Watched::from_text(&row.watched),
        best,
    }
}

/// What a person has done, by lesson.
#[must_use]
pub fn done_of(rows: &[ProgressRow]) -> Done {
    rows.iter()
        .map(|row| (row.lesson.clone(), progress_of(row)))
        .collect()
}

/// Nothing done in a lesson yet.
#[must_use]
pub fn no_progress(enrolment: Uuid, lesson: &str) -> ProgressRow {
    ProgressRow {
        enrolment_id: enrolment,
        lesson: lesson.to_owned(),
        opened_at: None,
        passed_at: None,
        watched: String::new(),
        watched_ms: 0,
        reported_at: None,
        best_right: None,
        best_of: None,
        checks: String::new(),
    }
}

/// Adds an enrolment; false when the person is in the course already.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &Tx, row: EnrolmentRow) -> Outcome<bool> {
    let row: enrolment::ActiveModel = row.into();
    let added = enrolment::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::columns([enrolment::Column::CourseId, enrolment::Column::AccountId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(added > 0)
}

/// A person's enrolment in a course.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    db: &impl ConnectionTrait,
    course: Uuid,
    account: Uuid,
) -> Outcome<Option<EnrolmentRow>> {
    enrolment::Entity::find()
        .filter(enrolment::Column::CourseId.eq(course))
        .filter(enrolment::Column::AccountId.eq(account))
        .one(db)
        .await
        .map_err(failed)
}

/// An enrolment by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<EnrolmentRow>> {
    enrolment::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// A person's enrolments, the one used last first.
///
/// # Errors
/// When the database fails.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: Uuid,
    offset: u64,
    limit: u64,
) -> Outcome<Vec<EnrolmentRow>> {
    enrolment::Entity::find()
        .filter(enrolment::Column::AccountId.eq(account))
        .order_by_desc(enrolment::Column::SeenAt)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// How many courses a person is in.
///
/// # Errors
/// When the database fails.
pub async fn count_of_account(db: &impl ConnectionTrait, account: Uuid) -> Outcome<u64> {
    enrolment::Entity::find()
        .filter(enrolment::Column::AccountId.eq(account))
        .count(db)
        .await
        .map_err(failed)
}

/// Takes an enrolment for a change: notes the visit and returns the row as it is then. `None` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &Tx, id: Uuid, now: Moment) -> Outcome<Option<EnrolmentRow>> {
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::SeenAt, now.0.into())
        .col_expr(
            enrolment::Column::Revision,
            Expr::col(enrolment::Column::Revision).add(1),
        )
        .filter(enrolment::Column::Id.eq(id))
        .exec(tx)
        .await
        .map_err(failed)?;
    by_id(tx, id).await
}

/// The same without noting a visit: for what others do to it.
///
/// # Errors
/// When the database fails.
pub async fn lock_quietly(tx: &Tx, id: Uuid) -> Outcome<Option<EnrolmentRow>> {
    enrolment::Entity::update_many()
        .col_expr(
            enrolment::Column::Revision,
            Expr::col(enrolment::Column::Revision).add(1),
        )
        .filter(enrolment::Column::Id.eq(id))
        .exec(tx)
        .await
        .map_err(failed)?;
    by_id(tx, id).await
}

/// Writes an enrolment that was locked.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, row: EnrolmentRow) -> Outcome<()> {
    let row: enrolment::ActiveModel = row.into();
    row.reset_all().update(tx).await.map(drop).map_err(failed)
}

/// What a person has done in a course.
///
/// # Errors
/// When the database fails.
pub async fn progress(db: &impl ConnectionTrait, enrolment: Uuid) -> Outcome<Vec<ProgressRow>> {
    lesson_progress::Entity::find()
        .filter(lesson_progress::Column::EnrolmentId.eq(enrolment))
        .all(db)
        .await
        .map_err(failed)
}

/// What these people (at most 500) have done in these lessons.
///
/// # Errors
/// When the database fails.
pub async fn progress_of_many(
    db: &impl ConnectionTrait,
    enrolments: &[Uuid],
) -> Outcome<HashMap<Uuid, Vec<ProgressRow>>> {
    let rows = lesson_progress::Entity::find()
        .filter(lesson_progress::Column::EnrolmentId.is_in(enrolments.iter().copied()))
        .all(db)
        .await
        .map_err(failed)?;
    let mut by_enrolment: HashMap<Uuid, Vec<ProgressRow>> = HashMap::new();
    for row in rows {
        by_enrolment.entry(row.enrolment_id).or_default().push(row);
    }
    Ok(by_enrolment)
}

/// Writes what a person has done in a lesson. That a lesson was passed is never taken back.
///
/// # Errors
/// When the database fails.
pub async fn put_progress(tx: &Tx, row: ProgressRow) -> Outcome<()> {
    let row = lesson_progress::ActiveModel {
        enrolment_id: Set(row.enrolment_id),
        lesson: Set(row.lesson),
        opened_at: Set(row.opened_at),
        passed_at: Set(row.passed_at),
        watched: Set(row.watched),
        watched_ms: Set(row.watched_ms),
        reported_at: Set(row.reported_at),
        best_right: Set(row.best_right),
        best_of: Set(row.best_of),
        checks: Set(row.checks),
    };
    lesson_progress::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                lesson_progress::Column::EnrolmentId,
                lesson_progress::Column::Lesson,
            ])
            .update_columns([
                lesson_progress::Column::OpenedAt,
                lesson_progress::Column::PassedAt,
                lesson_progress::Column::Watched,
                lesson_progress::Column::WatchedMs,
                lesson_progress::Column::ReportedAt,
                lesson_progress::Column::BestRight,
                lesson_progress::Column::BestOf,
                lesson_progress::Column::Checks,
            ])
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Enrolments of these people in these courses: for closed attempts, many at once.
///
/// # Errors
/// When the database fails.
pub async fn of_people(
    db: &impl ConnectionTrait,
    course: Uuid,
    accounts: &[Uuid],
) -> Outcome<Vec<EnrolmentRow>> {
    enrolment::Entity::find()
        .filter(enrolment::Column::CourseId.eq(course))
        .filter(enrolment::Column::AccountId.is_in(accounts.iter().copied()))
        .order_by_asc(enrolment::Column::Id)
        .all(db)
        .await
        .map_err(failed)
}

/// Which of these courses a person has completed.
///
/// # Errors
/// When the database fails.
pub async fn completed_of(
    db: &impl ConnectionTrait,
    account: Uuid,
    courses: &[Uuid],
) -> Outcome<Vec<Uuid>> {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CourseId)
        .filter(enrolment::Column::AccountId.eq(account))
        .filter(enrolment::Column::CourseId.is_in(courses.iter().copied()))
        .filter(enrolment::Column::CompletedAt.is_not_null())
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// Enrolments for which it is time to look whether a reminder is due.
///
/// # Errors
/// When the database fails.
pub async fn to_remind(
    db: &impl ConnectionTrait,
    now: Moment,
    limit: u64,
) -> Outcome<Vec<EnrolmentRow>> {
    enrolment::Entity::find()
        .filter(enrolment::Column::RemindAt.lte(now.0))
        .order_by_asc(enrolment::Column::RemindAt)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// Notes a reminder and the next look at an enrolment, unless somebody changed it since it was read; false then.
///
/// # Errors
/// When the database fails.
pub async fn set_reminded(
    tx: &Tx,
    row: &EnrolmentRow,
    reminded_at: Option<i64>,
    remind_at: Option<i64>,
) -> Outcome<bool> {
    let changed = enrolment::Entity::update_many()
        .col_expr(enrolment::Column::RemindedAt, Expr::value(reminded_at))
        .col_expr(enrolment::Column::RemindAt, Expr::value(remind_at))
        .col_expr(
            enrolment::Column::Revision,
            Expr::col(enrolment::Column::Revision).add(1),
        )
        .filter(enrolment::Column::Id.eq(row.id))
        .filter(enrolment::Column::Revision.eq(row.revision))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}
