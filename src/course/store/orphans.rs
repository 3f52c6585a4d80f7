//! Bytes that no package, draft or submission has any longer, and bytes that must not become such while somebody takes them up.

use entity::{course_blob, course_file, submission};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, Query};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// Of a query over bytes, those that nothing names. Each is looked up in an index: there may be a million.
fn unnamed(query: Select<course_blob::Entity>) -> Select<course_blob::Entity> {
    let bytes = || Expr::col((course_blob::Entity, course_blob::Column::Digest));
    let mut in_packages = Query::select();
    in_packages
        .expr(Expr::value(1))
        .from(course_file::Entity)
        .and_where(bytes().eq(Expr::col((
            course_file::Entity,
            course_file::Column::Digest,
        ))));
    let mut handed_in = Query::select();
    handed_in
        .expr(Expr::value(1))
        .from(submission::Entity)
        .and_where(bytes().eq(Expr::col((
            submission::Entity,
            submission::Column::FileDigest,
        ))));
    query
        .filter(Expr::exists(in_packages).not())
        .filter(Expr::exists(handed_in).not())
}

/// Digests of bytes that nothing names, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, limit: u64) -> Outcome<Vec<String>> {
    unnamed(course_blob::Entity::find())
        .select_only()
        .column(course_blob::Column::Digest)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// Removes bytes if still nothing names them; whether they were. One digest in a transaction: who takes several up at once holds them in an
/// order of their own.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &Tx, digest: &str) -> Outcome<bool> {
    // Whoever takes them up holds them until their file is written: only then is it seen whether anything names them.
    lock(tx, digest, LockType::Update).await?;
    let named = unnamed(course_blob::Entity::find_by_id(digest))
        .select_only()
        .column(course_blob::Column::Digest)
        .into_tuple::<String>()
        .one(tx)
        .await
        .map_err(failed)?;
    if named.is_none() {
        return Ok(false);
    }
    course_blob::Entity::delete_by_id(digest)
        .exec(tx)
        .await
        .map(|done| done.rows_affected > 0)
        .map_err(failed)
}

/// Holds bytes until the transaction ends, so that nobody clears them away in between; false when there are none.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &Tx, digest: &str) -> Outcome<bool> {
    lock(tx, digest, LockType::KeyShare).await
}

async fn lock(tx: &Tx, digest: &str, kind: LockType) -> Outcome<bool> {
    course_blob::Entity::find_by_id(digest)
        .select_only()
        .column(course_blob::Column::Digest)
        .lock(kind)
        .into_tuple::<String>()
        .one(tx)
        .await
        .map(|found| found.is_some())
        .map_err(failed)
}
