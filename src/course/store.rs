//! Courses, their versions and files in the database. People in courses are in [`learning`].

pub mod cohorts;
pub mod drafts;
pub mod invitations;
pub mod learning;
pub mod marking;
pub mod members;
pub mod orphans;
pub mod writing;

use entity::{course, course_assessment, course_blob, course_file, course_version};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use entity::course::Model as CourseRow;
pub use entity::course_file::Model as FileRow;

use super::model::{Content, VersionNote};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Tx, failed, is_duplicate, statement};

/// Rows written in one statement.
const CHUNK: usize = 500;

/// A unique key in the way means that somebody else was quicker.
fn meanwhile(error: DbErr) -> Problem {
    if is_duplicate(&error) {
        Problem::new(Code::ChangedMeanwhile)
    } else {
        failed(error)
    }
}

/// Finds a course by slug.
///
/// # Errors
/// When the database fails.
pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Outcome<Option<CourseRow>> {
    course::Entity::find()
        .filter(course::Column::Slug.eq(slug))
        .one(db)
        .await
        .map_err(failed)
}

/// Finds a course by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<CourseRow>> {
    course::Entity::find_by_id(id).one(db).await.map_err(failed)
}

/// The newest stamp and the number of courses: whether they are as before, in one small question.
///
/// # Errors
/// When the database fails.
pub async fn stamp(db: &impl ConnectionTrait) -> Outcome<(i64, u64)> {
    let newest: Option<i64> = course::Entity::find()
        .select_only()
        .column(course::Column::Stamp)
        .order_by_desc(course::Column::Stamp)
        .limit(1)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)?;
    let count = course::Entity::find().count(db).await.map_err(failed)?;
    Ok((newest.unwrap_or(0), count))
}

/// Every course, published or not.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &impl ConnectionTrait) -> Outcome<Vec<CourseRow>> {
    course::Entity::find().all(db).await.map_err(failed)
}

/// Writes a course, new or changed.
///
/// # Errors
/// When somebody else made a course of this name in between, or the database fails.
pub async fn put(tx: &Tx, row: CourseRow) -> Outcome<()> {
    let row: course::ActiveModel = row.into();
    let columns = [
        course::Column::Title,
        course::Column::Summary,
        course::Column::Topic,
        course::Column::Audience,
        course::Column::IssuedBy,
        course::Column::OrganisationId,
        course::Column::Cover,
        course::Column::Minutes,
        course::Column::Hours,
        course::Column::Lessons,
        course::Column::Enrolment,
        course::Column::Version,
        course::Column::RetiredAt,
        course::Column::SearchText,
        course::Column::PublishedAt,
        course::Column::Stamp,
        course::Column::Revision,
    ];
    course::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::column(course::Column::Id)
                .update_columns(columns)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(meanwhile)
}

/// Counts up the stamp of a course, so that every node reads it again.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &Tx, id: Uuid, now: Moment) -> Outcome<()> {
    course::Entity::update_many()
        .col_expr(course::Column::Stamp, next_stamp(tx, now).await?.into())
        .filter(course::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// A stamp that is newer than every other: the present, or one more than the newest.
///
/// # Errors
/// When the database fails.
pub async fn next_stamp(tx: &Tx, now: Moment) -> Outcome<i64> {
    let (newest, _) = stamp(tx).await?;
    Ok(now.0.max(newest + 1))
}

/// Adds a published version.
///
/// # Errors
/// When somebody else published one in between, or the database fails.
pub async fn add_version(
    tx: &Tx,
    course: Uuid,
    content: &Content,
    digest: &str,
    note: &VersionNote,
    by: Option<Uuid>,
    reviewed_by: Option<Uuid>,
) -> Outcome<()> {
    let row = course_version::ActiveModel {
        course_id: Set(course),
        version: Set(note.version),
        content: Set(serde_json::to_string(content).map_err(Problem::internal)?),
        digest: Set(digest.to_owned()),
        note: Set(serde_json::to_string(note).map_err(Problem::internal)?),
        published_at: Set(note.published_at.0),
        published_by: Set(by),
        reviewed_by: Set(reviewed_by),
    };
    course_version::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(meanwhile)
}

/// What a version says.
///
/// # Errors
/// When it is missing, or the database fails.
pub async fn content(db: &impl ConnectionTrait, course: Uuid, version: i32) -> Outcome<Content> {
    let row = course_version::Entity::find_by_id((course, version))
        .one(db)
        .await
        .map_err(failed)?
        .ok_or_else(|| {
            Problem::internal(format!("version {version} of course {course} is missing"))
        })?;
    serde_json::from_str(&row.content).map_err(Problem::internal)
}

/// The digest of a version's files; `None` when there is no such version.
///
/// # Errors
/// When the database fails.
pub async fn digest(
    db: &impl ConnectionTrait,
    course: Uuid,
    version: i32,
) -> Outcome<Option<String>> {
    course_version::Entity::find_by_id((course, version))
        .select_only()
        .column(course_version::Column::Digest)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

/// Whether some version, the newest or an older one, has just these files.
///
/// # Errors
/// When the database fails.
pub async fn was_published(db: &impl ConnectionTrait, course: Uuid, digest: &str) -> Outcome<bool> {
    course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(course))
        .filter(course_version::Column::Digest.eq(digest))
        .count(db)
        .await
        .map(|n| n > 0)
        .map_err(failed)
}

/// What each version changed, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn notes(db: &impl ConnectionTrait, course: Uuid) -> Outcome<Vec<VersionNote>> {
    let notes: Vec<String> = course_version::Entity::find()
        .select_only()
        .column(course_version::Column::Note)
        .filter(course_version::Column::CourseId.eq(course))
        .order_by_desc(course_version::Column::Version)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    let read = |note: &String| serde_json::from_str(note).map_err(Problem::internal);
    notes.iter().map(read).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// Files

/// The files of a version (0: of the draft), in the order of their paths.
///
/// # Errors
/// When the database fails.
pub async fn files(db: &impl ConnectionTrait, course: Uuid, version: i32) -> Outcome<Vec<FileRow>> {
    course_file::Entity::find()
        .filter(course_file::Column::CourseId.eq(course))
        .filter(course_file::Column::Version.eq(version))
        .order_by_asc(course_file::Column::Path)
        .all(db)
        .await
        .map_err(failed)
}

/// Adds files of a version.
///
/// # Errors
/// When the database fails.
pub async fn add_files(tx: &Tx, rows: Vec<FileRow>) -> Outcome<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(|row| {
            let row: course_file::ActiveModel = row.into();
            row.reset_all()
        });
        course_file::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// The media type under which a published version of a course serves these bytes; `None` when none has them.
///
/// # Errors
/// When the database fails.
pub async fn published_type(
    db: &impl ConnectionTrait,
    course: Uuid,
    digest: &str,
) -> Outcome<Option<String>> {
    course_file::Entity::find()
        .select_only()
        .column(course_file::Column::MediaType)
        .filter(course_file::Column::CourseId.eq(course))
        .filter(course_file::Column::Digest.eq(digest))
        .filter(course_file::Column::Version.gt(0))
        // What a package holds besides, its questions with their answers, is nobody's to take.
        .filter(course_file::Column::Path.starts_with("assets/"))
        .limit(1)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

/// Keeps bytes under their digest; what is there already stays.
///
/// # Errors
/// When the database fails.
pub async fn put_blob(tx: &Tx, digest: &str, bytes: Vec<u8>, now: Moment) -> Outcome<()> {
    if orphans::hold(tx, digest).await? {
        return Ok(());
    }
    let row = course_blob::ActiveModel {
        digest: Set(digest.to_owned()),
        size: Set(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
        bytes: Set(bytes),
        created_at: Set(now.0),
    };
    course_blob::Entity::insert(row)
        .on_conflict(
            OnConflict::column(course_blob::Column::Digest)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    if orphans::hold(tx, digest).await? {
        Ok(())
    } else {
        Err(Problem::unavailable("bytes were cleared away as they came"))
    }
}

/// Size of bytes by their digest.
///
/// # Errors
/// When the database fails.
pub async fn blob_size(db: &impl ConnectionTrait, digest: &str) -> Outcome<Option<i64>> {
    course_blob::Entity::find_by_id(digest)
        .select_only()
        .column(course_blob::Column::Size)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

/// A part of bytes, from `from` (0 the first) at most `length` long: players ask for a recording piece by piece.
///
/// # Errors
/// When the database fails.
pub async fn blob_part(
    db: &impl ConnectionTrait,
    digest: &str,
    from: i64,
    length: i64,
) -> Outcome<Option<Vec<u8>>> {
    let part = statement(
        db,
        "SELECT substring(bytes FROM $2::int + 1 FOR $3::int) AS part FROM course_blob WHERE digest = $1",
        "SELECT substr(bytes, $2 + 1, $3) AS part FROM course_blob WHERE digest = $1",
        vec![digest.into(), from.into(), length.into()],
    );
    let row = db.query_one_raw(part).await.map_err(failed)?;
    row.map(|row| row.try_get("", "part").map_err(failed))
        .transpose()
}

/// Bytes by their digest.
///
/// # Errors
/// When the database fails.
pub async fn blob(db: &impl ConnectionTrait, digest: &str) -> Outcome<Option<Vec<u8>>> {
    course_blob::Entity::find_by_id(digest)
        .select_only()
        .column(course_blob::Column::Bytes)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}

// ---------------------------------------------------------------------------------------------------------------------
// Assessments of lessons

/// The assessments of a course's lessons: (assessment, key of the lesson).
///
/// # Errors
/// When the database fails.
pub async fn assessments(db: &impl ConnectionTrait, course: Uuid) -> Outcome<Vec<(Uuid, String)>> {
    course_assessment::Entity::find()
        .select_only()
        .column(course_assessment::Column::AssessmentId)
        .column(course_assessment::Column::Lesson)
        .filter(course_assessment::Column::CourseId.eq(course))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// The course and lesson that an assessment belongs to; `None` when it is none of a course's.
///
/// # Errors
/// When the database fails.
pub async fn of_assessment(
    db: &impl ConnectionTrait,
    assessment: Uuid,
) -> Outcome<Option<(Uuid, String)>> {
    let row = course_assessment::Entity::find_by_id(assessment)
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(|row| (row.course_id, row.lesson)))
}

/// Gives a lesson its assessment.
///
/// # Errors
/// When the database fails.
pub async fn add_assessment(tx: &Tx, assessment: Uuid, course: Uuid, lesson: &str) -> Outcome<()> {
    let row = course_assessment::ActiveModel {
        assessment_id: Set(assessment),
        course_id: Set(course),
        lesson: Set(lesson.to_owned()),
    };
    course_assessment::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Takes a course off the catalogue, or puts it back.
///
/// # Errors
/// When the database fails.
pub async fn set_retired(tx: &Tx, id: Uuid, at: Option<Moment>, stamp: i64) -> Outcome<()> {
    course::Entity::update_many()
        .col_expr(course::Column::RetiredAt, Expr::value(at.map(|m| m.0)))
        .col_expr(course::Column::Stamp, stamp.into())
        .filter(course::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}
