//! Drafts of courses: their state, and their files as version 0.

use entity::{course_draft, course_file};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::FileRow;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// A draft as stored.
pub type DraftRow = course_draft::Model;

/// The version under which a draft's files are kept.
pub const DRAFT: i32 = 0;

/// The draft of a course.
///
/// # Errors
/// When the database fails.
pub async fn draft(db: &impl ConnectionTrait, course: Uuid) -> Outcome<Option<DraftRow>> {
    course_draft::Entity::find_by_id(course)
        .one(db)
        .await
        .map_err(failed)
}

/// Every draft.
///
/// # Errors
/// When the database fails.
pub async fn drafts(db: &impl ConnectionTrait) -> Outcome<Vec<DraftRow>> {
    course_draft::Entity::find().all(db).await.map_err(failed)
}

/// Opens a draft; false when there is one already.
///
/// # Errors
/// When the database fails.
pub async fn add_draft(tx: &Tx, course: Uuid, by: Uuid, now: Moment) -> Outcome<bool> {
    let row = course_draft::ActiveModel {
        course_id: Set(course),
        state: Set("editing".into()),
        note: Set(String::new()),
        review_note: Set(String::new()),
        edited_by: Set(by),
        edited_at: Set(now.0),
        submitted_by: Set(None),
        revision: Set(1),
    };
    let added = course_draft::Entity::insert(row)
        .on_conflict(
            OnConflict::column(course_draft::Column::CourseId)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(added > 0)
}

/// Puts a draft in the place of the one with the revision before; false when somebody else changed it in between.
///
/// # Errors
/// When the database fails.
pub async fn replace_draft(tx: &Tx, row: DraftRow) -> Outcome<bool> {
    use course_draft::Column as C;
    let done = course_draft::Entity::update_many()
        .col_expr(C::State, Expr::value(row.state))
        .col_expr(C::Note, Expr::value(row.note))
        .col_expr(C::ReviewNote, Expr::value(row.review_note))
        .col_expr(C::EditedBy, Expr::value(row.edited_by))
        .col_expr(C::EditedAt, Expr::value(row.edited_at))
        .col_expr(C::SubmittedBy, Expr::value(row.submitted_by))
        .col_expr(C::Revision, Expr::value(row.revision + 1))
        .filter(C::CourseId.eq(row.course_id))
        .filter(C::Revision.eq(row.revision))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(done.rows_affected > 0)
}

/// Lets a draft go, with the list of its files; false when it has another revision by now.
///
/// # Errors
/// When the database fails.
pub async fn drop_draft(tx: &Tx, course: Uuid, revision: i32) -> Outcome<bool> {
    let done = course_draft::Entity::delete_many()
        .filter(course_draft::Column::CourseId.eq(course))
        .filter(course_draft::Column::Revision.eq(revision))
        .exec(tx)
        .await
        .map_err(failed)?;
    if done.rows_affected == 0 {
        return Ok(false);
    }
    course_file::Entity::delete_many()
        .filter(course_file::Column::CourseId.eq(course))
        .filter(course_file::Column::Version.eq(DRAFT))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(true)
}

/// Puts a file of the draft in its place.
///
/// # Errors
/// When the database fails.
pub async fn put_file(tx: &Tx, row: FileRow) -> Outcome<()> {
    remove_file(tx, row.course_id, &row.path).await?;
    super::add_files(tx, vec![row]).await
}

/// Takes a file out of the draft.
///
/// # Errors
/// When the database fails.
pub async fn remove_file(tx: &Tx, course: Uuid, path: &str) -> Outcome<()> {
    course_file::Entity::delete_many()
        .filter(course_file::Column::CourseId.eq(course))
        .filter(course_file::Column::Version.eq(DRAFT))
        .filter(course_file::Column::Path.eq(path))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The media type of a draft's file at this path with these bytes.
///
/// # Errors
/// When the database fails.
pub async fn draft_type(
    db: &impl ConnectionTrait,
    course: Uuid,
    path: &str,
    digest: &str,
) -> Outcome<Option<String>> {
    course_file::Entity::find()
        .select_only()
        .column(course_file::Column::MediaType)
        .filter(course_file::Column::CourseId.eq(course))
        .filter(course_file::Column::Version.eq(DRAFT))
        .filter(course_file::Column::Path.eq(path))
        .filter(course_file::Column::Digest.eq(digest))
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)
}
