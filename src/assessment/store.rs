//! Assessments, pools and attempts in the database. The statements of the hot path take arrays and are written for each engine: `UNNEST` on
//! PostgreSQL, `json_each` on SQLite, so that each is prepared once whatever the size of the batch.

use entity::{assessment, assessment_pool, attempt};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use serde_json::json;
use uuid::Uuid;

use super::answers::{Save, pack_paper, unpack_paper};
use super::model::{Attempt, Grade, Settings, State};
use super::rules::Past;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::{Tx, failed, statement};

/// An assessment row.
#[derive(Debug, Clone)]
pub struct AssessmentRow {
    /// Identifier.
    pub id: Uuid,
    /// The bank its pool comes from.
    pub bank: Uuid,
    /// How attempts run.
    pub settings: Settings,
    /// Pool that new papers are drawn from.
    pub pool_version: i32,
    /// Rules that new attempts run under.
    pub rules_version: i32,
    /// Grows with each change.
    pub revision: i32,
    /// Set once the round is final.
    pub sealed_at: Option<Moment>,
}

/// Reads one assessment.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<AssessmentRow>> {
    let Some(row) = assessment::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?
    else {
        return Ok(None);
    };
    Ok(Some(AssessmentRow {
        id: row.id,
        bank: row.bank_id,
        settings: serde_json::from_str(&row.settings).map_err(Problem::internal)?,
        pool_version: row.pool_version,
        rules_version: row.rules_version,
        revision: row.revision,
        sealed_at: row.sealed_at.map(Moment),
    }))
}

/// Writes an assessment, new or changed.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, row: &AssessmentRow) -> Outcome<()> {
    let settings = serde_json::to_string(&row.settings).map_err(Problem::internal)?;
    let active = assessment::ActiveModel {
        id: Set(row.id),
        bank_id: Set(row.bank),
        settings: Set(settings),
        pool_version: Set(row.pool_version),
        rules_version: Set(row.rules_version),
        revision: Set(row.revision),
        sealed_at: Set(row.sealed_at.map(|m| m.0)),
    };
    let columns = [
        assessment::Column::BankId,
        assessment::Column::Settings,
        assessment::Column::PoolVersion,
        assessment::Column::RulesVersion,
        assessment::Column::Revision,
        assessment::Column::SealedAt,
    ];
    let conflict = sea_orm::sea_query::OnConflict::column(assessment::Column::Id)
        .update_columns(columns)
        .to_owned();
    assessment::Entity::insert(active)
        .on_conflict(conflict)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// The revision ids of a pool, in their fixed order.
///
/// # Errors
/// When the database fails.
pub async fn pool(
    db: &impl ConnectionTrait,
    assessment: Uuid,
    version: i32,
) -> Outcome<Option<Vec<Uuid>>> {
    let row = assessment_pool::Entity::find_by_id((assessment, version))
        .one(db)
        .await
        .map_err(failed)?;
    row.map(|r| serde_json::from_str(&r.revisions).map_err(Problem::internal))
        .transpose()
}

/// Publishes a pool under a new version.
///
/// # Errors
/// When the database fails.
pub async fn put_pool(
    tx: &Tx,
    assessment: Uuid,
    version: i32,
    revisions: &[Uuid],
    now: Moment,
) -> Outcome<()> {
    let row = assessment_pool::ActiveModel {
        assessment_id: Set(assessment),
        version: Set(version),
        revisions: Set(serde_json::to_string(revisions).map_err(Problem::internal)?),
        published_at: Set(now.0),
    };
    assessment_pool::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

fn to_attempt(row: attempt::Model) -> Attempt {
    let paper = unpack_paper(&row.paper);
    let grade = match (row.points, row.correct, row.answered, row.valid) {
        (Some(points), Some(correct), Some(answered), Some(valid)) => Some(Grade {
            points: Points(points),
            correct: u16::try_from(correct).unwrap_or(0),
            answered: u16::try_from(answered).unwrap_or(0),
            questions: u16::try_from(paper.questions.len()).unwrap_or(0),
            prediction: row.prediction.map(super::model::Prediction),
            valid,
        }),
        _ => None,
    };
    Attempt {
        id: row.id,
        assessment: row.assessment_id,
        person: row.person_id,
        ordinal: row.ordinal,
        state: State::from_code(row.state),
        seed: row.seed.cast_unsigned(),
        pool_version: row.pool_version,
        rules_version: row.rules_version,
        started_at: Moment(row.started_at),
        deadline: Moment(row.deadline),
        finished_at: row.finished_at.map(Moment),
        paper,
        answers: row.answers,
        grade,
    }
}

/// Reads one attempt.
///
/// # Errors
/// When the database fails.
pub async fn attempt(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Attempt>> {
    Ok(attempt::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?
        .map(to_attempt))
}

/// Reads attempts by id and, on PostgreSQL, locks their rows until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock_attempts(tx: &Tx, ids: &[Uuid]) -> Outcome<Vec<Attempt>> {
    let mut found = Vec::with_capacity(ids.len());
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT t.* FROM unnest($1::uuid[]) AS u(id) JOIN attempt t ON t.id = u.id ORDER BY t.id FOR UPDATE OF t";
        let rows = attempt::Entity::find()
            .from_raw_sql(sea_orm::Statement::from_sql_and_values(
                DbBackend::Postgres,
                sql,
                [ids.to_vec().into()],
            ))
            .all(tx)
            .await
            .map_err(failed)?;
        found.extend(rows.into_iter().map(to_attempt));
    } else {
        for chunk in ids.chunks(500) {
            let rows = attempt::Entity::find()
                .filter(attempt::Column::Id.is_in(chunk.iter().copied()))
                .all(tx)
                .await
                .map_err(failed)?;
            found.extend(rows.into_iter().map(to_attempt));
        }
    }
    Ok(found)
}

/// The attempts of one person at one assessment, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn attempts_of(
    db: &impl ConnectionTrait,
    assessment: Uuid,
    person: Uuid,
) -> Outcome<Vec<Attempt>> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::AssessmentId.eq(assessment))
        .filter(attempt::Column::PersonId.eq(person))
        .order_by_asc(attempt::Column::Ordinal)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_attempt).collect())
}

/// The attempts of one person at several assessments, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn attempts_at(
    db: &impl ConnectionTrait,
    assessments: &[Uuid],
    person: Uuid,
) -> Outcome<Vec<Attempt>> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(person))
        .filter(attempt::Column::AssessmentId.is_in(assessments.iter().copied()))
        .order_by_asc(attempt::Column::StartedAt)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_attempt).collect())
}

/// The next `limit` attempts of an assessment after `after`, by id.
///
/// # Errors
/// When the database fails.
pub async fn attempts_page(
    db: &impl ConnectionTrait,
    assessment: Uuid,
    after: Option<(Uuid, i32)>,
    limit: u64,
) -> Outcome<Vec<Attempt>> {
    let mut query = attempt::Entity::find().filter(attempt::Column::AssessmentId.eq(assessment));
    if let Some((person, ordinal)) = after {
        // The unique key is walked in order, so that a million attempts need no sort.
        query = query.filter(
            Expr::tuple([
                Expr::col(attempt::Column::PersonId),
                Expr::col(attempt::Column::Ordinal),
            ])
            .gt(Expr::tuple([Expr::val(person), Expr::val(ordinal)])),
        );
    }
    let rows = query
        .order_by_asc(attempt::Column::PersonId)
        .order_by_asc(attempt::Column::Ordinal)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_attempt).collect())
}

/// Ids of running attempts whose deadline is at or before `until`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &impl ConnectionTrait, until: Moment, limit: u64) -> Outcome<Vec<Uuid>> {
    let rows: Vec<Uuid> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        // Written out: a bound parameter would keep the planner from the partial index.
        .filter(Expr::cust("state = 0"))
        .filter(attempt::Column::Deadline.lte(until.0))
        .order_by_asc(attempt::Column::Deadline)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows)
}

/// Whether any attempt of an assessment is running; looks only at running ones, whatever the history.
///
/// # Errors
/// When the database fails.
pub async fn any_running(db: &impl ConnectionTrait, assessment: Uuid) -> Outcome<bool> {
    let row: Option<Uuid> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(Expr::cust("state = 0"))
        .filter(attempt::Column::AssessmentId.eq(assessment))
        .limit(1)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.is_some())
}

/// How many attempts of an assessment are in which state: (state, number).
///
/// # Errors
/// When the database fails.
pub async fn count_by_state(
    db: &impl ConnectionTrait,
    assessment: Uuid,
) -> Outcome<Vec<(State, u64)>> {
    let rows: Vec<(i16, i64)> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::State)
        .column_as(attempt::Column::Id.count(), "number")
        .filter(attempt::Column::AssessmentId.eq(assessment))
        .group_by(attempt::Column::State)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|(state, number)| (State::from_code(state), number.cast_unsigned()))
        .collect())
}

/// How many attempts each of these people has at these assessments; people without any are left out.
///
/// # Errors
/// When the database fails.
pub async fn count_by_person(
    db: &impl ConnectionTrait,
    assessments: &[Uuid],
    people: &[Uuid],
) -> Outcome<Vec<(Uuid, u64)>> {
    let rows: Vec<(Uuid, i64)> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::PersonId)
        .column_as(attempt::Column::Id.count(), "number")
        .filter(attempt::Column::AssessmentId.is_in(assessments.iter().copied()))
        .filter(attempt::Column::PersonId.is_in(people.iter().copied()))
        .group_by(attempt::Column::PersonId)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    let counted = rows.into_iter();
    Ok(counted
        .map(|(person, n)| (person, n.cast_unsigned()))
        .collect())
}

/// Numbers of attempts started per hour since `since`: (hour as ms since 1970, number).
///
/// # Errors
/// When the database fails.
pub async fn starts_per_hour(
    db: &impl ConnectionTrait,
    assessment: Uuid,
    since: Moment,
) -> Outcome<Vec<(Moment, u64)>> {
    let sql = |p: [&str; 2]| {
        format!(
            "SELECT started_at / 3600000 AS hour, COUNT(*) AS number FROM attempt WHERE assessment_id = {} AND started_at >= {} \
             GROUP BY 1 ORDER BY 1",
            p[0], p[1]
        )
    };
    let query = statement(
        db,
        &sql(["$1", "$2"]),
        &sql(["?", "?"]),
        vec![assessment.into(), since.0.into()],
    );
    let rows = db.query_all_raw(query).await.map_err(failed)?;
    rows.iter()
        .map(|row| {
            let (hour, number): (i64, i64) = (get(row, "hour")?, get(row, "number")?);
            Ok((Moment(hour * 3_600_000), number.cast_unsigned()))
        })
        .collect()
}

fn get<T: sea_orm::TryGetable>(row: &QueryResult, column: &str) -> Outcome<T> {
    row.try_get("", column).map_err(failed)
}

/// A person who asks to start.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    /// The assessment.
    pub assessment: Uuid,
    /// The person.
    pub person: Uuid,
    /// How many of the newest attempts the decision needs.
    pub newest: i64,
}

/// The newest attempts of each starter, in the starters' order.
///
/// # Errors
/// When the database fails.
pub async fn newest_attempts(tx: &Tx, starters: &[Starter]) -> Outcome<Vec<Vec<Past>>> {
    let mut found: Vec<Vec<Past>> = vec![Vec::new(); starters.len()];
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT u.n, t.id, t.ordinal, t.state, t.started_at, t.deadline \
            FROM unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int4[]) AS u(assessment, person, newest, n) \
            CROSS JOIN LATERAL (SELECT id, ordinal, state, started_at, deadline FROM attempt \
              WHERE assessment_id = u.assessment AND person_id = u.person ORDER BY ordinal DESC LIMIT u.newest) t";
        let values = vec![
            starters
                .iter()
                .map(|s| s.assessment)
                .collect::<Vec<_>>()
                .into(),
            starters.iter().map(|s| s.person).collect::<Vec<_>>().into(),
            starters.iter().map(|s| s.newest).collect::<Vec<_>>().into(),
            (0..i32::try_from(starters.len()).unwrap_or(i32::MAX))
                .collect::<Vec<_>>()
                .into(),
        ];
        let query = sea_orm::Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        for row in tx.query_all_raw(query).await.map_err(failed)? {
            let n: i32 = get(&row, "n")?;
            found[usize::try_from(n).unwrap_or(0)].push(to_past(&row)?);
        }
    } else {
        let sql = "SELECT id, ordinal, state, started_at, deadline FROM attempt \
            WHERE assessment_id = ? AND person_id = ? ORDER BY ordinal DESC LIMIT ?";
        for (starter, past) in starters.iter().zip(&mut found) {
            let values = vec![
                starter.assessment.into(),
                starter.person.into(),
                starter.newest.into(),
            ];
            let query = sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
            for row in tx.query_all_raw(query).await.map_err(failed)? {
                past.push(to_past(&row)?);
            }
        }
    }
    Ok(found)
}

fn to_past(row: &QueryResult) -> Outcome<Past> {
    let state: i16 = get(row, "state")?;
    let (started_at, deadline): (i64, i64) = (get(row, "started_at")?, get(row, "deadline")?);
    Ok(Past {
        id: get(row, "id")?,
        ordinal: get(row, "ordinal")?,
        state: State::from_code(state),
        started_at: Moment(started_at),
        deadline: Moment(deadline),
    })
}

/// Inserts new attempts, unless their assessment is sealed or another node was quicker; returns the ids that were inserted.
///
/// # Errors
/// When the database fails.
pub async fn insert_attempts(tx: &Tx, attempts: &[&Attempt]) -> Outcome<Vec<Uuid>> {
    let columns = "id, assessment_id, person_id, ordinal, state, seed, pool_version, rules_version, started_at, deadline, paper, answers";
    let postgres = format!(
        "INSERT INTO attempt ({columns}) \
         SELECT u.id, u.assessment, u.person, u.ordinal, 0, u.seed, u.pool, u.rules, u.started, u.deadline, u.paper, u.answers \
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int4[], $5::int8[], $6::int4[], $7::int4[], $8::int8[], $9::int8[], \
           $10::bytea[], $11::text[]) \
           AS u(id, assessment, person, ordinal, seed, pool, rules, started, deadline, paper, answers) \
         JOIN assessment a ON a.id = u.assessment AND a.sealed_at IS NULL \
         ON CONFLICT (assessment_id, person_id, ordinal) DO NOTHING RETURNING id"
    );
    let sqlite = format!(
        "INSERT INTO attempt ({columns}) \
         SELECT unhex(u.value->>0), unhex(u.value->>1), unhex(u.value->>2), u.value->>3, 0, u.value->>4, u.value->>5, u.value->>6, \
           u.value->>7, u.value->>8, unhex(u.value->>9), u.value->>10 \
         FROM json_each(?) u JOIN assessment a ON a.id = unhex(u.value->>1) AND a.sealed_at IS NULL WHERE true \
         ON CONFLICT (assessment_id, person_id, ordinal) DO NOTHING RETURNING id"
    );
    let values = if tx.get_database_backend() == DbBackend::Postgres {
        vec![
            column(attempts, |a| a.id).into(),
            column(attempts, |a| a.assessment).into(),
            column(attempts, |a| a.person).into(),
            column(attempts, |a| a.ordinal).into(),
            column(attempts, |a| a.seed.cast_signed()).into(),
            column(attempts, |a| a.pool_version).into(),
            column(attempts, |a| a.rules_version).into(),
            column(attempts, |a| a.started_at.0).into(),
            column(attempts, |a| a.deadline.0).into(),
            column(attempts, |a| pack_paper(&a.paper)).into(),
            column(attempts, |a| a.answers.clone()).into(),
        ]
    } else {
        let rows = column(attempts, |a| {
            json!([
                hex(a.id),
                hex(a.assessment),
                hex(a.person),
                a.ordinal,
                a.seed.cast_signed(),
                a.pool_version,
                a.rules_version,
                a.started_at.0,
                a.deadline.0,
                hex_bytes(&pack_paper(&a.paper)),
                a.answers
            ])
        });
        vec![json!(rows).to_string().into()]
    };
    let rows = tx
        .query_all_raw(statement(tx, &postgres, &sqlite, values))
        .await
        .map_err(failed)?;
    rows.iter().map(|row| get(row, "id")).collect()
}

fn column<A, T>(rows: &[A], value: impl Fn(&A) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

fn hex_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// One save on its way to the database.
#[derive(Debug, Clone)]
pub struct SaveRow {
    /// The attempt.
    pub attempt: Uuid,
    /// Who saves.
    pub person: Uuid,
    /// What is saved.
    pub save: Save,
    /// When it was received.
    pub received_at: Moment,
}

/// Applies saves, at most one per attempt, in one statement that itself checks owner, state, deadline and sequence. Returns the accepted
/// attempts with their deadlines.
///
/// # Errors
/// When the database fails.
pub async fn apply_saves(tx: &Tx, saves: &[&SaveRow]) -> Outcome<Vec<(Uuid, Moment)>> {
    // `COLLATE "C"`: bytes, not a language's order. A repeated save is accepted again, so that a lost acknowledgement does no harm.
    let postgres = "UPDATE attempt SET answers = overlay(attempt.answers placing u.record from u.place) \
        FROM unnest($1::uuid[], $2::uuid[], $3::int4[], $4::text[], $5::int8[]) AS u(id, person, place, record, at) \
        WHERE attempt.id = u.id AND attempt.person_id = u.person AND attempt.state = 0 AND attempt.deadline > u.at \
          AND length(attempt.answers) >= u.place - 1 + length(u.record) \
          AND (substr(attempt.answers, u.place, 11) COLLATE \"C\" < substr(u.record, 1, 11) COLLATE \"C\" \
            OR substr(attempt.answers, u.place, length(u.record)) = u.record) \
        RETURNING attempt.id, attempt.deadline";
    let sqlite = "UPDATE attempt SET answers = substr(answers, 1, u.place - 1) || u.record || substr(answers, u.place + length(u.record)) \
        FROM (SELECT unhex(value->>0) AS id, unhex(value->>1) AS person, value->>2 AS place, value->>3 AS record, value->>4 AS at \
          FROM json_each(?)) AS u \
        WHERE attempt.id = u.id AND attempt.person_id = u.person AND attempt.state = 0 AND attempt.deadline > u.at \
          AND length(attempt.answers) >= u.place - 1 + length(u.record) \
          AND (substr(attempt.answers, u.place, 11) < substr(u.record, 1, 11) \
            OR substr(attempt.answers, u.place, length(u.record)) = u.record) \
        RETURNING id, deadline";
    let place = |s: &&SaveRow| i32::try_from(s.save.offset + 1).unwrap_or(i32::MAX);
    let values = if tx.get_database_backend() == DbBackend::Postgres {
        vec![
            column(saves, |s| s.attempt).into(),
            column(saves, |s| s.person).into(),
            column(saves, place).into(),
            column(saves, |s| s.save.record.clone()).into(),
            column(saves, |s| s.received_at.0).into(),
        ]
    } else {
        let rows = column(saves, |s| {
            json!([
                hex(s.attempt),
                hex(s.person),
                place(s),
                s.save.record,
                s.received_at.0
            ])
        });
        vec![json!(rows).to_string().into()]
    };
    let rows = tx
        .query_all_raw(statement(tx, postgres, sqlite, values))
        .await
        .map_err(failed)?;
    rows.iter()
        .map(|row| {
            let deadline: i64 = get(row, "deadline")?;
            Ok((get(row, "id")?, Moment(deadline)))
        })
        .collect()
}

/// Writes the end and the marks of attempts that are still open.
///
/// # Errors
/// When the database fails.
pub async fn close_attempts(tx: &Tx, closed: &[(Uuid, State, Moment, Grade)]) -> Outcome<()> {
    let postgres = "UPDATE attempt SET state = u.state, finished_at = u.finished, points = u.points, correct = u.correct, \
          answered = u.answered, prediction = NULLIF(u.prediction, -1), valid = u.valid \
        FROM unnest($1::uuid[], $2::int2[], $3::int8[], $4::int4[], $5::int2[], $6::int2[], $7::int8[], $8::bool[]) \
          AS u(id, state, finished, points, correct, answered, prediction, valid) \
        WHERE attempt.id = u.id AND attempt.state = 0";
    let sqlite = "UPDATE attempt SET state = u.state, finished_at = u.finished, points = u.points, correct = u.correct, \
          answered = u.answered, prediction = u.prediction, valid = u.valid \
        FROM (SELECT unhex(value->>0) AS id, value->>1 AS state, value->>2 AS finished, value->>3 AS points, value->>4 AS correct, \
          value->>5 AS answered, value->>6 AS prediction, value->>7 AS valid FROM json_each(?)) AS u \
        WHERE attempt.id = u.id AND attempt.state = 0";
    let small = |n: u16| i16::try_from(n).unwrap_or(i16::MAX);
    let values = if tx.get_database_backend() == DbBackend::Postgres {
        vec![
            column(closed, |c| c.0).into(),
            column(closed, |c| c.1.code()).into(),
            column(closed, |c| c.2.0).into(),
            column(closed, |c| c.3.points.0).into(),
            column(closed, |c| small(c.3.correct)).into(),
            column(closed, |c| small(c.3.answered)).into(),
            // Arrays cannot carry NULL here; a prediction is never negative.
            column(closed, |c| c.3.prediction.map_or(-1, |p| p.0)).into(),
            column(closed, |c| c.3.valid).into(),
        ]
    } else {
        let rows = column(closed, |c| {
            json!([
                hex(c.0),
                c.1.code(),
                c.2.0,
                c.3.points.0,
                c.3.correct,
                c.3.answered,
                c.3.prediction.map(|p| p.0),
                c.3.valid
            ])
        });
        vec![json!(rows).to_string().into()]
    };
    tx.execute_raw(statement(tx, postgres, sqlite, values))
        .await
        .map_err(failed)?;
    Ok(())
}

/// Seals an assessment: nothing starts and nothing is graded any more. False when it was sealed before.
///
/// # Errors
/// When the database fails.
pub async fn set_sealed(tx: &Tx, assessment: Uuid, at: Moment) -> Outcome<bool> {
    let changed = assessment::Entity::update_many()
        .col_expr(assessment::Column::SealedAt, Some(at.0).into())
        .col_expr(
            assessment::Column::Revision,
            Expr::col(assessment::Column::Revision).add(1),
        )
        .filter(assessment::Column::Id.eq(assessment))
        .filter(assessment::Column::SealedAt.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}
