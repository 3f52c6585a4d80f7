//! Results in the database: the truth that every board is made from.

use entity::{organisation_above, result, setting};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, QueryTrait as _, Select, Statement,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};
use serde_json::json;
use uuid::Uuid;

use super::model::{Among, OrganisationSum, ResultRow};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed, numbered, statement};

fn to_row(model: result::Model) -> ResultRow {
    ResultRow {
        round: model.round_id,
        person: model.person_id,
        attempt: model.attempt_id,
        division: model.division,
        count_key: model.count_key,
        rank_key: model.rank_key,
        points: Points(model.points),
        correct: u16::try_from(model.correct).unwrap_or(0),
        duration_ms: model.duration_ms,
        finished_at: Moment(model.finished_at),
        final_rank: model.final_rank.and_then(|r| u32::try_from(r).ok()),
        prize: model.prize,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn column<T>(rows: &[ResultRow], value: impl Fn(&ResultRow) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// Takes results over where they beat what is stored, in one statement; each person at most once. Only people who have entered and rounds
/// that are not final count. Returns (person, division) of those that changed.
///
/// # Errors
/// When the database fails.
pub async fn keep_better(
    tx: &Tx,
    rows: &[ResultRow],
    now: Moment,
) -> Outcome<Vec<(Uuid, Uuid, Option<String>)>> {
    let target = "INSERT INTO result \
        (round_id, person_id, attempt_id, division, organisation_id, count_key, rank_key, points, correct, duration_ms, finished_at, changed_at)";
    let conflict = "ON CONFLICT (round_id, person_id) DO UPDATE SET attempt_id = excluded.attempt_id, count_key = excluded.count_key, \
        rank_key = excluded.rank_key, points = excluded.points, correct = excluded.correct, duration_ms = excluded.duration_ms, \
        finished_at = excluded.finished_at, changed_at = excluded.changed_at \
        WHERE excluded.count_key < result.count_key RETURNING round_id, person_id, division";
    let postgres = format!(
        "{target} SELECT u.round, u.person, u.attempt, e.division, e.organisation_id, u.count_key, u.rank_key, u.points, u.correct, u.duration, u.finished, $9 \
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::int4[], $7::int2[], $8::int8[], $10::int8[]) \
           AS u(round, person, attempt, count_key, rank_key, points, correct, duration, finished) \
         JOIN round r ON r.id = u.round AND r.final_at IS NULL \
         JOIN entry e ON e.contest_id = r.contest_id AND e.account_id = u.person {conflict}"
    );
    let sqlite = format!(
        "{target} SELECT r.id, e.account_id, unhex(u.value->>2), e.division, e.organisation_id, unhex(u.value->>3), unhex(u.value->>4), u.value->>5, \
           u.value->>6, u.value->>7, u.value->>8, u.value->>9 \
         FROM json_each(?) u JOIN round r ON r.id = unhex(u.value->>0) AND r.final_at IS NULL \
         JOIN entry e ON e.contest_id = r.contest_id AND e.account_id = unhex(u.value->>1) WHERE true {conflict}"
    );
    let values = if tx.get_database_backend() == DbBackend::Postgres {
        vec![
            column(rows, |r| r.round).into(),
            column(rows, |r| r.person).into(),
            column(rows, |r| r.attempt).into(),
            column(rows, |r| r.count_key.clone()).into(),
            column(rows, |r| r.rank_key.clone()).into(),
            column(rows, |r| r.points.0).into(),
            column(rows, |r| i16::try_from(r.correct).unwrap_or(i16::MAX)).into(),
            column(rows, |r| r.duration_ms).into(),
            now.0.into(),
            column(rows, |r| r.finished_at.0).into(),
        ]
    } else {
        let rows = column(rows, |r| {
            json!([
                hex(r.round.as_bytes()),
                hex(r.person.as_bytes()),
                hex(r.attempt.as_bytes()),
                hex(&r.count_key),
                hex(&r.rank_key),
                r.points.0,
                r.correct,
                r.duration_ms,
                r.finished_at.0,
                now.0
            ])
        });
        vec![json!(rows).to_string().into()]
    };
    let changed = tx
        .query_all_raw(statement(tx, &postgres, &sqlite, values))
        .await
        .map_err(failed)?;
    changed
        .iter()
        .map(|row| {
            Ok((
                get(row, "round_id")?,
                get(row, "person_id")?,
                get(row, "division")?,
            ))
        })
        .collect()
}

fn get<T: sea_orm::TryGetable>(row: &QueryResult, column: &str) -> Outcome<T> {
    row.try_get("", column).map_err(failed)
}

fn board(round: Uuid, among: Among<'_>) -> Select<result::Entity> {
    let mut query = result::Entity::find().filter(result::Column::RoundId.eq(round));
    if let Some(division) = among.division {
        query = query.filter(result::Column::Division.eq(division));
    }
    if let Some(organisation) = among.organisation {
        let below = organisation_above::Entity::find()
            .select_only()
            .column(organisation_above::Column::OrganisationId)
            .filter(organisation_above::Column::AboveId.eq(organisation));
        query = query.filter(result::Column::OrganisationId.in_subquery(below.into_query()));
    }
    query
}

/// Lines `offset..offset + limit` of a board, by the stored key.
///
/// # Errors
/// When the database fails.
pub async fn lines(
    db: &impl ConnectionTrait,
    round: Uuid,
    among: Among<'_>,
    offset: u64,
    limit: u64,
) -> Outcome<Vec<ResultRow>> {
    let rows = board(round, among)
        .order_by_asc(result::Column::RankKey)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_row).collect())
}

/// The next `limit` results after the key `after`.
///
/// # Errors
/// When the database fails.
pub async fn lines_after(
    db: &impl ConnectionTrait,
    round: Uuid,
    after: &[u8],
    limit: u64,
) -> Outcome<Vec<ResultRow>> {
    let query = board(round, Among::ALL).filter(result::Column::RankKey.gt(after.to_vec()));
    let rows = query
        .order_by_asc(result::Column::RankKey)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_row).collect())
}

/// Results of these people, in their order; people without one are left out.
///
/// # Errors
/// When the database fails.
pub async fn of_people(
    db: &impl ConnectionTrait,
    round: Uuid,
    people: &[Uuid],
) -> Outcome<Vec<ResultRow>> {
    let mut found = std::collections::HashMap::with_capacity(people.len());
    for chunk in people.chunks(500) {
        let query =
            board(round, Among::ALL).filter(result::Column::PersonId.is_in(chunk.iter().copied()));
        found.extend(
            query
                .all(db)
                .await
                .map_err(failed)?
                .into_iter()
                .map(|m| (m.person_id, to_row(m))),
        );
    }
    Ok(people.iter().filter_map(|p| found.remove(p)).collect())
}

/// How many results stand before a key (or a prefix of one).
///
/// # Errors
/// When the database fails.
pub async fn count_before(
    db: &impl ConnectionTrait,
    round: Uuid,
    among: Among<'_>,
    key: &[u8],
) -> Outcome<u64> {
    board(round, among)
        .filter(result::Column::RankKey.lt(key.to_vec()))
        .count(db)
        .await
        .map_err(failed)
}

/// Whether a person's result is on a board.
///
/// # Errors
/// When the database fails.
pub async fn is_among(
    db: &impl ConnectionTrait,
    round: Uuid,
    among: Among<'_>,
    person: Uuid,
) -> Outcome<bool> {
    let found = board(round, among)
        .filter(result::Column::PersonId.eq(person))
        .count(db)
        .await
        .map_err(failed)?;
    Ok(found > 0)
}

/// How many results a board has.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &impl ConnectionTrait, round: Uuid, among: Among<'_>) -> Outcome<u64> {
    board(round, among).count(db).await.map_err(failed)
}

/// How many people have each number of points in a round.
///
/// # Errors
/// When the database fails.
pub async fn count_by_points(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Outcome<Vec<(Points, u64)>> {
    let rows: Vec<(i32, i64)> = result::Entity::find()
        .select_only()
        .column(result::Column::Points)
        .column_as(result::Column::PersonId.count(), "number")
        .filter(result::Column::RoundId.eq(round))
        .group_by(result::Column::Points)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    let counted = rows.into_iter();
    Ok(counted
        .map(|(points, n)| (Points(points), n.cast_unsigned()))
        .collect())
}

/// Results that changed at or after `since`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn changed_since(
    db: &impl ConnectionTrait,
    round: Uuid,
    since: Moment,
    limit: u64,
) -> Outcome<Vec<(Moment, ResultRow)>> {
    let query = board(round, Among::ALL).filter(result::Column::ChangedAt.gte(since.0));
    let rows = query
        .order_by_asc(result::Column::ChangedAt)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|m| (Moment(m.changed_at), to_row(m)))
        .collect())
}

/// One line of a final result.
#[derive(Debug, Clone)]
pub struct FinalLine {
    /// The person.
    pub person: Uuid,
    /// The attempt that counts under the rules of finalisation.
    pub attempt: Uuid,
    /// Its points.
    pub points: Points,
    /// Its right answers.
    pub correct: u16,
    /// Its time, ms.
    pub duration_ms: i64,
    /// When it ended.
    pub finished_at: Moment,
    /// The final key.
    pub rank_key: Vec<u8>,
    /// Rank from 1.
    pub rank: u32,
    /// Name of the prize won.
    pub prize: Option<String>,
}

/// Writes a final ranking, a few thousand people a statement.
///
/// # Errors
/// When the database fails.
pub async fn write_final(tx: &Tx, round: Uuid, lines: &[FinalLine], now: Moment) -> Outcome<()> {
    const SET: &str = "attempt_id = u.attempt, points = u.points, correct = u.correct, duration_ms = u.duration, \
        finished_at = u.finished, rank_key = u.rank_key, final_rank = u.rank, prize = NULLIF(u.prize, '')";
    for chunk in lines.chunks(5_000) {
        let rank = |l: &FinalLine| i32::try_from(l.rank).unwrap_or(i32::MAX);
        let correct = |l: &FinalLine| i16::try_from(l.correct).unwrap_or(i16::MAX);
        let prize = |l: &FinalLine| l.prize.clone().unwrap_or_default();
        let query = if tx.get_database_backend() == DbBackend::Postgres {
            let sql = format!(
                "UPDATE result SET {SET}, changed_at = $2 FROM unnest($3::uuid[], $4::uuid[], $5::int4[], $6::int2[], $7::int8[], \
                   $8::int8[], $9::bytea[], $10::int4[], $11::text[]) \
                   AS u(person, attempt, points, correct, duration, finished, rank_key, rank, prize) \
                 WHERE result.round_id = $1 AND result.person_id = u.person"
            );
            let values: Vec<sea_orm::Value> = vec![
                round.into(),
                now.0.into(),
                of(chunk, |l| l.person).into(),
                of(chunk, |l| l.attempt).into(),
                of(chunk, |l| l.points.0).into(),
                of(chunk, correct).into(),
                of(chunk, |l| l.duration_ms).into(),
                of(chunk, |l| l.finished_at.0).into(),
                of(chunk, |l| l.rank_key.clone()).into(),
                of(chunk, rank).into(),
                // Arrays cannot carry NULL here: no prize is an empty name.
                of(chunk, prize).into(),
            ];
            Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
        } else {
            let rows = of(chunk, |l| {
                json!([
                    hex(l.person.as_bytes()),
                    hex(l.attempt.as_bytes()),
                    l.points.0,
                    l.correct,
                    l.duration_ms,
                    l.finished_at.0,
                    hex(&l.rank_key),
                    rank(l),
                    prize(l)
                ])
            });
            let sql = format!(
                "UPDATE result SET {SET}, changed_at = ? FROM (SELECT unhex(value->>0) AS person, unhex(value->>1) AS attempt, \
                   value->>2 AS points, value->>3 AS correct, value->>4 AS duration, value->>5 AS finished, unhex(value->>6) AS rank_key, \
                   value->>7 AS rank, value->>8 AS prize FROM json_each(?)) AS u \
                 WHERE result.round_id = ? AND result.person_id = u.person"
            );
            let values: Vec<sea_orm::Value> =
                vec![now.0.into(), json!(rows).to_string().into(), round.into()];
            Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
        };
        tx.execute_raw(query).await.map_err(failed)?;
    }
    Ok(())
}

fn of<A, T>(rows: &[A], value: impl Fn(&A) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// People who hold a prize in a final round: (person, name of the prize).
///
/// # Errors
/// When the database fails.
pub async fn winners(db: &impl ConnectionTrait, round: Uuid) -> Outcome<Vec<(Uuid, String)>> {
    result::Entity::find()
        .select_only()
        .column(result::Column::PersonId)
        .column(result::Column::Prize)
        .filter(result::Column::RoundId.eq(round))
        .filter(result::Column::Prize.is_not_null())
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// Notes that the people of a round are being told of its result; false when that was noted before.
///
/// # Errors
/// When the database fails.
pub async fn announce_once(tx: &Tx, round: Uuid) -> Outcome<bool> {
    let row = setting::ActiveModel {
        key: Set(format!("announced/{round}")),
        value: Set(String::new()),
    };
    let written = setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Key)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(written > 0)
}

/// Takes a prize back that its winner gave up for a higher one.
///
/// # Errors
/// When the database fails.
pub async fn take_prize(tx: &Tx, round: Uuid, person: Uuid) -> Outcome<()> {
    result::Entity::update_many()
        .col_expr(result::Column::Prize, Expr::value(Option::<String>::None))
        .filter(result::Column::RoundId.eq(round))
        .filter(result::Column::PersonId.eq(person))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Removes results of people who are not in the final ranking (all their attempts were taken out).
///
/// # Errors
/// When the database fails.
pub async fn remove_unranked(tx: &Tx, round: Uuid) -> Outcome<()> {
    result::Entity::delete_many()
        .filter(result::Column::RoundId.eq(round))
        .filter(Expr::col(result::Column::FinalRank).is_null())
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// How the people of each organisation did in a round; `all_right` right answers are everything. Who gave no organisation is left out.
///
/// # Errors
/// When the database fails.
pub async fn by_organisation(
    db: &impl ConnectionTrait,
    round: Uuid,
    all_right: u32,
) -> Outcome<Vec<OrganisationSum>> {
    let sql = "SELECT organisation_id, COUNT(*) AS people, CAST(SUM(points) AS BIGINT) AS points, \
               CAST(SUM(CASE WHEN correct >= ? THEN 1 ELSE 0 END) AS BIGINT) AS perfect \
               FROM result WHERE round_id = ? AND organisation_id IS NOT NULL GROUP BY organisation_id";
    let values = vec![i64::from(all_right).into(), round.into()];
    let rows = db
        .query_all_raw(numbered(db, sql, values))
        .await
        .map_err(failed)?;
    let count = |row: &QueryResult, column| get::<i64>(row, column).map(i64::cast_unsigned);
    rows.iter()
        .map(|row| {
            Ok(OrganisationSum {
                organisation: get(row, "organisation_id")?,
                people: count(row, "people")?,
                points: get(row, "points")?,
                perfect: count(row, "perfect")?,
            })
        })
        .collect()
}
