//! Numbers without gaps: whose a series is, and the last number of each year.

use entity::certificate_series;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::{Tx, failed, numbered};

/// The row that counts places in the status lists. Whoever issues certificates writes it first, so that on PostgreSQL nodes take turns;
/// SQLite has one writer anyway.
const PLACES: &str = "";

/// Sees to it that a row is there.
async fn put(tx: &Tx, series: &str, year: i32, issuer: Option<Uuid>) -> Outcome<()> {
    let row = certificate_series::ActiveModel {
        series: Set(series.to_owned()),
        year: Set(year),
        issuer: Set(issuer),
        last: Set(0),
    };
    let keys = [
        certificate_series::Column::Series,
        certificate_series::Column::Year,
    ];
    certificate_series::Entity::insert(row)
        .on_conflict(OnConflict::columns(keys).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Adds to a counter and returns the value before. The row stays locked until the transaction ends.
async fn add(tx: &Tx, series: &str, year: i32, number: i64) -> Outcome<i64> {
    let sql = "UPDATE certificate_series SET last = last + ? WHERE series = ? AND year = ? RETURNING last";
    let values = vec![number.into(), series.into(), year.into()];
    let row = tx
        .query_one_raw(numbered(tx, sql, values))
        .await
        .map_err(failed)?;
    let row = row.ok_or_else(|| Problem::internal("a series without its row"))?;
    let last: i64 = row.try_get("", "last").map_err(failed)?;
    Ok(last - number)
}

/// Takes the turn to issue certificates: until this transaction ends, no other gives numbers.
///
/// # Errors
/// When the database fails.
pub async fn take_turn(tx: &Tx) -> Outcome<()> {
    put(tx, PLACES, 0, None).await?;
    add(tx, PLACES, 0, 0).await.map(drop)
}

/// So many places in the status lists; returns the first. The caller has the turn.
///
/// # Errors
/// When the database fails.
pub async fn places(tx: &Tx, number: i64) -> Outcome<i64> {
    add(tx, PLACES, 0, number).await
}

/// So many numbers of a series in a year; returns the first, from 1. The caller has the turn.
///
/// # Errors
/// When the database fails.
pub async fn numbers(
    tx: &Tx,
    series: &str,
    year: i32,
    issuer: Option<Uuid>,
    n: i64,
) -> Outcome<i64> {
    put(tx, series, year, issuer).await?;
    Ok(add(tx, series, year, n).await? + 1)
}

/// Makes a series an issuer's own, if it is nobody's yet; says whether it is theirs.
///
/// # Errors
/// When the database fails.
pub async fn claim(tx: &Tx, series: &str, issuer: Option<Uuid>) -> Outcome<bool> {
    put(tx, series, 0, issuer).await?;
    let owner = owner(tx, series).await?;
    Ok(owner == Some(issuer))
}

/// Whose a series is; nothing when nobody has used it.
///
/// # Errors
/// When the database fails.
pub async fn owner(db: &impl ConnectionTrait, series: &str) -> Outcome<Option<Option<Uuid>>> {
    let row = certificate_series::Entity::find_by_id((series.to_owned(), 0))
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(|row| row.issuer))
}

/// Everybody who has a series. There are as many as agencies that issue.
///
/// # Errors
/// When the database fails.
pub async fn issuers(db: &impl ConnectionTrait) -> Outcome<Vec<Uuid>> {
    let found: Vec<Option<Uuid>> = certificate_series::Entity::find()
        .select_only()
        .column(certificate_series::Column::Issuer)
        .filter(certificate_series::Column::Year.eq(0))
        .filter(certificate_series::Column::Issuer.is_not_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(found.into_iter().flatten().collect())
}
