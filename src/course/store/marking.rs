//! What was handed in and its marks, answers to surveys, questions and answers of lessons: as those see them who mark and teach.

use entity::{course_blob, lesson_answer, lesson_question, submission, survey_answer};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use uuid::Uuid;

pub use entity::lesson_answer::Model as AnswerRow;
pub use entity::lesson_question::Model as QuestionRow;
pub use entity::submission::Model as SubmissionRow;

use super::cohorts::marks;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Tx, failed, numbered};

/// What is not marked yet and belongs to a course or a cohort at one of these places or below (`None`: all), of one course if wanted; the
/// oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    db: &impl ConnectionTrait,
    reach: Option<&[Uuid]>,
    course: Option<Uuid>,
    limit: u64,
) -> Outcome<Vec<SubmissionRow>> {
    let mut conditions = vec!["s.marked_at IS NULL".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    match reach {
        None => {}
        Some([]) => return Ok(Vec::new()),
        Some(places) => {
            let below = format!(
                "(SELECT o.organisation_id FROM organisation_above o WHERE o.above_id IN ({}))",
                marks(places.len())
            );
            conditions.push(format!(
                "(s.course_id IN (SELECT c.id FROM course c WHERE c.organisation_id IN {below}) \
                 OR s.enrolment_id IN (SELECT e.id FROM enrolment e JOIN cohort h ON h.id = e.cohort_id WHERE h.organisation_id IN {below}))"
            ));
            for _ in 0..2 {
                values.extend(places.iter().map(|id| Value::from(*id)));
            }
        }
    }
    if let Some(course) = course {
        conditions.push("s.course_id = ?".to_owned());
        values.push(course.into());
    }
    let sql = format!(
        "SELECT s.* FROM submission s WHERE {} ORDER BY s.submitted_at, s.id LIMIT {limit}",
        conditions.join(" AND ")
    );
    submission::Entity::find()
        .from_raw_sql(numbered(db, &sql, values))
        .all(db)
        .await
        .map_err(failed)
}

/// Something handed in, by id.
///
/// # Errors
/// When the database fails.
pub async fn submission(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<SubmissionRow>> {
    submission::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// Everything a person handed in for a lesson, in order.
///
/// # Errors
/// When the database fails.
pub async fn submissions_of(
    db: &impl ConnectionTrait,
    enrolment: Uuid,
) -> Outcome<Vec<SubmissionRow>> {
    submission::Entity::find()
        .filter(submission::Column::EnrolmentId.eq(enrolment))
        .order_by_asc(submission::Column::Lesson)
        .order_by_asc(submission::Column::Ordinal)
        .all(db)
        .await
        .map_err(failed)
}

/// Writes marks, unless somebody else did since revision `row.revision - 1`.
///
/// # Errors
/// When somebody else did, or the database fails.
pub async fn put_marks(tx: &Tx, row: SubmissionRow) -> Outcome<()> {
    let (id, revision) = (row.id, row.revision);
    let row: submission::ActiveModel = row.into();
    let mut row = row.reset_all();
    row.id = sea_orm::ActiveValue::NotSet;
    let changed = submission::Entity::update_many()
        .set(row)
        .filter(submission::Column::Id.eq(id))
        .filter(submission::Column::Revision.eq(revision - 1))
        .exec(tx)
        .await
        .map_err(failed)?;
    if changed.rows_affected == 1 {
        Ok(())
    } else {
        Err(Problem::new(Code::ChangedMeanwhile))
    }
}

/// The bytes of a file that was handed in.
///
/// # Errors
/// When the database fails.
pub async fn file(db: &impl ConnectionTrait, digest: &str) -> Outcome<Option<Vec<u8>>> {
    course_blob::Entity::find_by_id(digest)
        .select_only()
        .column(course_blob::Column::Bytes)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

/// Answers to the survey of a lesson (JSON), of one cohort if wanted, after an enrolment, in the order of enrolments: the enrolment and what it
/// answered.
///
/// # Errors
/// When the database fails.
pub async fn survey_answers(
    db: &impl ConnectionTrait,
    course: Uuid,
    lesson: &str,
    cohort: Option<Uuid>,
    after: Option<Uuid>,
    limit: u64,
) -> Outcome<Vec<(Uuid, String)>> {
    let mut conditions = vec!["s.course_id = ? AND s.lesson = ?".to_owned()];
    let mut values: Vec<Value> = vec![course.into(), lesson.into()];
    if let Some(cohort) = cohort {
        let within = "s.enrolment_id IN (SELECT e.id FROM enrolment e WHERE e.cohort_id = ?)";
        conditions.push(within.to_owned());
        values.push(cohort.into());
    }
    if let Some(after) = after {
        conditions.push("s.enrolment_id > ?".to_owned());
        values.push(after.into());
    }
    let sql = format!(
        "SELECT s.* FROM survey_answer s WHERE {} ORDER BY s.enrolment_id LIMIT {limit}",
        conditions.join(" AND ")
    );
    let rows = survey_answer::Entity::find()
        .from_raw_sql(numbered(db, &sql, values))
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|r| (r.enrolment_id, r.answers))
        .collect())
}

// ---------------------------------------------------------------------------------------------------------------------
// Questions and answers

/// A question waits to be looked at.
pub const WAITING: i16 = 0;
/// Everybody in the course sees it.
pub const SHOWN: i16 = 1;
/// Only who asked sees it.
pub const HIDDEN: i16 = 2;

/// Questions in this state, of these courses (`None`: all), the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn questions(
    db: &impl ConnectionTrait,
    courses: Option<&[Uuid]>,
    state: i16,
    limit: u64,
) -> Outcome<Vec<QuestionRow>> {
    let mut query =
        lesson_question::Entity::find().filter(lesson_question::Column::State.eq(state));
    if let Some(courses) = courses {
        query = query.filter(lesson_question::Column::CourseId.is_in(courses.iter().copied()));
    }
    let query = if state == WAITING {
        query.order_by_asc(lesson_question::Column::CreatedAt)
    } else {
        query.order_by_desc(lesson_question::Column::CreatedAt)
    };
    query.limit(limit).all(db).await.map_err(failed)
}

/// A question by id.
///
/// # Errors
/// When the database fails.
pub async fn question(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<QuestionRow>> {
    lesson_question::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// Answers to these questions, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn answers(db: &impl ConnectionTrait, questions: &[Uuid]) -> Outcome<Vec<AnswerRow>> {
    lesson_answer::Entity::find()
        .filter(lesson_answer::Column::QuestionId.is_in(questions.iter().copied()))
        .order_by_asc(lesson_answer::Column::CreatedAt)
        .all(db)
        .await
        .map_err(failed)
}

/// Shows or hides a question.
///
/// # Errors
/// When the database fails.
pub async fn decide_question(tx: &Tx, id: Uuid, state: i16, by: Uuid, now: Moment) -> Outcome<()> {
    lesson_question::Entity::update_many()
        .col_expr(lesson_question::Column::State, Expr::value(state))
        .col_expr(lesson_question::Column::DecidedBy, Expr::value(Some(by)))
        .col_expr(lesson_question::Column::DecidedAt, Expr::value(Some(now.0)))
        .filter(lesson_question::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Shows or hides an answer to a question; false when there is none.
///
/// # Errors
/// When the database fails.
pub async fn decide_answer(tx: &Tx, question: Uuid, id: Uuid, state: i16) -> Outcome<bool> {
    let changed = lesson_answer::Entity::update_many()
        .col_expr(lesson_answer::Column::State, Expr::value(state))
        .filter(lesson_answer::Column::Id.eq(id))
        .filter(lesson_answer::Column::QuestionId.eq(question))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Adds an answer.
///
/// # Errors
/// When the database fails.
pub async fn add_answer(tx: &Tx, row: AnswerRow) -> Outcome<()> {
    let row: lesson_answer::ActiveModel = row.into();
    lesson_answer::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}
