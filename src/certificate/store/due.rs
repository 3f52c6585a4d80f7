//! What is asked for and not issued yet.

use std::collections::HashSet;

use entity::certificate_due as due;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Value, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::certificate::model::{Due, Kind};
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed, numbered};

/// A person and an award.
pub type Key = (Uuid, String);

/// Asks for certificates; what is asked for already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, asked: &[Due], now: Moment) -> Outcome<()> {
    for chunk in asked.chunks(500) {
        let rows = chunk.iter().map(|one| due::ActiveModel {
            account_id: Set(one.account),
            award: Set(one.award.clone()),
            kind: Set(one.kind.as_str().to_owned()),
            source_id: Set(one.source),
            asked_at: Set(now.0),
            tries: Set(0),
            last_error: Set(None),
            retry_at: Set(now.0),
        });
        due::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([due::Column::AccountId, due::Column::Award])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// What may be issued now, the longest asked for first.
///
/// # Errors
/// When the database fails.
pub async fn next(db: &impl ConnectionTrait, now: Moment, limit: u64) -> Outcome<Vec<Due>> {
    let rows = due::Entity::find()
        .filter(due::Column::RetryAt.lte(now.0))
        .order_by_asc(due::Column::RetryAt)
        .order_by_asc(due::Column::AskedAt)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    let read = |row: due::Model| {
        Some(Due {
            account: row.account_id,
            award: row.award,
            kind: Kind::parse(&row.kind)?,
            source: row.source_id,
            tries: row.tries,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// `(?, ?), (?, ?) …` with its values.
fn pairs(keys: &[Key]) -> (String, Vec<Value>) {
    let places = vec!["(?, ?)"; keys.len()].join(", ");
    let values = keys
        .iter()
        .flat_map(|(account, award)| [Value::from(*account), Value::from(award.as_str())])
        .collect();
    (places, values)
}

/// Takes requests off the list; returns those that were on it. Whoever takes one issues it in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &Tx, keys: &[Key]) -> Outcome<HashSet<Key>> {
    let mut taken = HashSet::new();
    for chunk in keys.chunks(500) {
        let (places, values) = pairs(chunk);
        let sql = format!(
            "DELETE FROM certificate_due WHERE (account_id, award) IN (VALUES {places}) RETURNING account_id, award"
        );
        let rows = tx
            .query_all_raw(numbered(tx, &sql, values))
            .await
            .map_err(failed)?;
        for row in rows {
            let account = row.try_get("", "account_id").map_err(failed)?;
            taken.insert((account, row.try_get("", "award").map_err(failed)?));
        }
    }
    Ok(taken)
}

/// Which of these have a certificate already, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn issued(db: &impl ConnectionTrait, keys: &[Key]) -> Outcome<HashSet<Key>> {
    let mut found = HashSet::new();
    for chunk in keys.chunks(500) {
        let (places, values) = pairs(chunk);
        let sql = format!(
            "SELECT account_id, award FROM certificate WHERE (account_id, award) IN (VALUES {places}) AND edition = 1"
        );
        let rows = db
            .query_all_raw(numbered(db, &sql, values))
            .await
            .map_err(failed)?;
        for row in rows {
            let account = row.try_get("", "account_id").map_err(failed)?;
            found.insert((account, row.try_get("", "award").map_err(failed)?));
        }
    }
    Ok(found)
}

/// Notes that issuing failed, and when to try again.
///
/// # Errors
/// When the database fails.
pub async fn fail(tx: &Tx, one: &Due, error: &str, retry_at: Moment) -> Outcome<()> {
    due::Entity::update_many()
        .col_expr(due::Column::Tries, (one.tries + 1).into())
        .col_expr(due::Column::LastError, error.into())
        .col_expr(due::Column::RetryAt, retry_at.0.into())
        .filter(due::Column::AccountId.eq(one.account))
        .filter(due::Column::Award.eq(&one.award))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}
