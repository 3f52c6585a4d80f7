//! What trainees write, in the database: notes, questions about lessons with their answers, what they hand in, surveys.

use std::collections::HashMap;

use entity::{lesson_answer, lesson_note, lesson_question, submission, survey_answer};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use entity::lesson_answer::Model as AnswerRow;
pub use entity::lesson_question::Model as QuestionRow;
pub use entity::submission::Model as SubmissionRow;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// State of a question or answer that nobody has looked at yet.
pub const WAITING: i16 = 0;
/// State of a question or answer that everybody in the course sees.
pub const SHOWN: i16 = 1;

// ---------------------------------------------------------------------------------------------------------------------
// Notes

/// A person's note on a lesson, and when it was changed last.
///
/// # Errors
/// When the database fails.
pub async fn note(
    db: &impl ConnectionTrait,
    enrolment: Uuid,
    lesson: &str,
) -> Outcome<Option<(String, Moment)>> {
    let row = lesson_note::Entity::find_by_id((enrolment, lesson.to_owned()))
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(|row| (row.text, Moment(row.updated_at))))
}

/// Writes a note in place of what was noted; an empty one is taken away.
///
/// # Errors
/// When the database fails.
pub async fn put_note(
    tx: &Tx,
    enrolment: Uuid,
    lesson: &str,
    text: &str,
    now: Moment,
) -> Outcome<()> {
    if text.is_empty() {
        return lesson_note::Entity::delete_by_id((enrolment, lesson.to_owned()))
            .exec(tx)
            .await
            .map(drop)
            .map_err(failed);
    }
    let row = lesson_note::ActiveModel {
        enrolment_id: Set(enrolment),
        lesson: Set(lesson.to_owned()),
        text: Set(text.to_owned()),
        updated_at: Set(now.0),
    };
    lesson_note::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                lesson_note::Column::EnrolmentId,
                lesson_note::Column::Lesson,
            ])
            .update_columns([lesson_note::Column::Text, lesson_note::Column::UpdatedAt])
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

// ---------------------------------------------------------------------------------------------------------------------
// Questions about lessons

/// What a person sees of the questions about a lesson, the newest first: those that are shown, and their own that wait.
///
/// # Errors
/// When the database fails.
pub async fn questions_seen(
    db: &impl ConnectionTrait,
    course: Uuid,
    lesson: &str,
    account: Uuid,
    limit: u64,
) -> Outcome<Vec<QuestionRow>> {
    let own_waiting = Condition::all()
        .add(lesson_question::Column::State.eq(WAITING))
        .add(lesson_question::Column::AccountId.eq(account));
    lesson_question::Entity::find()
        .filter(lesson_question::Column::CourseId.eq(course))
        .filter(lesson_question::Column::Lesson.eq(lesson))
        .filter(
            Condition::any()
                .add(lesson_question::Column::State.eq(SHOWN))
                .add(own_waiting),
        )
        .order_by_desc(lesson_question::Column::CreatedAt)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// The shown answers to these questions (at most 500), a teacher's first, then the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn answers_shown(
    db: &impl ConnectionTrait,
    questions: &[Uuid],
) -> Outcome<HashMap<Uuid, Vec<AnswerRow>>> {
    let rows = lesson_answer::Entity::find()
        .filter(lesson_answer::Column::QuestionId.is_in(questions.iter().copied()))
        .filter(lesson_answer::Column::State.eq(SHOWN))
        .order_by_desc(lesson_answer::Column::Teacher)
        .order_by_asc(lesson_answer::Column::CreatedAt)
        .all(db)
        .await
        .map_err(failed)?;
    let mut by_question: HashMap<Uuid, Vec<AnswerRow>> = HashMap::new();
    for row in rows {
        by_question.entry(row.question_id).or_default().push(row);
    }
    Ok(by_question)
}

/// How many questions of a person wait in a course.
///
/// # Errors
/// When the database fails.
pub async fn waiting_questions(
    db: &impl ConnectionTrait,
    course: Uuid,
    account: Uuid,
) -> Outcome<u64> {
    lesson_question::Entity::find()
        .filter(lesson_question::Column::AccountId.eq(account))
        .filter(lesson_question::Column::CourseId.eq(course))
        .filter(lesson_question::Column::State.eq(WAITING))
        .count(db)
        .await
        .map_err(failed)
}

/// Adds a question.
///
/// # Errors
/// When the database fails.
pub async fn add_question(tx: &Tx, row: QuestionRow) -> Outcome<()> {
    let row: lesson_question::ActiveModel = row.into();
    lesson_question::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

// ---------------------------------------------------------------------------------------------------------------------
// What is handed in

/// What a person handed in for a lesson, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn submissions(
    db: &impl ConnectionTrait,
    enrolment: Uuid,
    lesson: &str,
) -> Outcome<Vec<SubmissionRow>> {
    submission::Entity::find()
        .filter(submission::Column::EnrolmentId.eq(enrolment))
        .filter(submission::Column::Lesson.eq(lesson))
        .order_by_desc(submission::Column::Ordinal)
        .all(db)
        .await
        .map_err(failed)
}

/// Adds what was handed in; false when something stands under that ordinal already.
///
/// # Errors
/// When the database fails.
pub async fn add_submission(tx: &Tx, row: SubmissionRow) -> Outcome<bool> {
    let row: submission::ActiveModel = row.into();
    let added = submission::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::columns([
                submission::Column::EnrolmentId,
                submission::Column::Lesson,
                submission::Column::Ordinal,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(added > 0)
}

// ---------------------------------------------------------------------------------------------------------------------
// Surveys

/// When a person answered a lesson's survey; `None` when they have not.
///
/// # Errors
/// When the database fails.
pub async fn survey_answered(
    db: &impl ConnectionTrait,
    enrolment: Uuid,
    lesson: &str,
) -> Outcome<Option<Moment>> {
    let at: Option<i64> = survey_answer::Entity::find_by_id((enrolment, lesson.to_owned()))
        .select_only()
        .column(survey_answer::Column::SubmittedAt)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)?;
    Ok(at.map(Moment))
}

/// Adds a person's answers (JSON) to a lesson's survey; what was answered before stays.
///
/// # Errors
/// When the database fails.
pub async fn add_survey_answer(
    tx: &Tx,
    enrolment: Uuid,
    course: Uuid,
    lesson: &str,
    answers: String,
    now: Moment,
) -> Outcome<()> {
    let row = survey_answer::ActiveModel {
        enrolment_id: Set(enrolment),
        lesson: Set(lesson.to_owned()),
        course_id: Set(course),
        answers: Set(answers),
        submitted_at: Set(now.0),
    };
    survey_answer::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                survey_answer::Column::EnrolmentId,
                survey_answer::Column::Lesson,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}
