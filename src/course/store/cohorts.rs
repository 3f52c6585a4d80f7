//! Cohorts in the database.

use std::collections::HashMap;

use entity::{cohort, cohort_organisation, enrolment};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, Value,
};
use uuid::Uuid;

pub use entity::cohort::Model as CohortRow;

use crate::course::model::{Cohort, EnrolmentState, Window};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Tx, failed, is_duplicate, numbered};

/// Most cohorts of which a list is made.
const LISTED: u64 = 2_000;

/// A cohort as the rules know it.
#[must_use]
pub fn cohort_of(row: &CohortRow, organisations: Vec<Uuid>) -> Cohort {
    let exam = row.exam_opens_at.zip(row.exam_closes_at);
    Cohort {
        id: row.id,
        course: row.course_id,
        organisation: row.organisation_id,
        title: row.title.clone(),
        code: row.code.clone(),
        opens_at: Moment(row.opens_at),
        closes_at: Moment(row.closes_at),
        exam: exam.map(|(opens, closes)| Window {
            opens_at: Moment(opens),
            closes_at: Moment(closes),
        }),
        organisations,
        revision: row.revision,
    }
}

/// A cohort by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Cohort>> {
    let row = cohort::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?;
    with_organisations(db, row).await
}

/// The cohort with this (folded) code.
///
/// # Errors
/// When the database fails.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Outcome<Option<Cohort>> {
    let row = cohort::Entity::find()
        .filter(cohort::Column::Code.eq(code))
        .one(db)
        .await
        .map_err(failed)?;
    with_organisations(db, row).await
}

async fn with_organisations(
    db: &impl ConnectionTrait,
    row: Option<CohortRow>,
) -> Outcome<Option<Cohort>> {
    Ok(all_with_organisations(db, row.into_iter().collect())
        .await?
        .pop())
}

async fn all_with_organisations(
    db: &impl ConnectionTrait,
    rows: Vec<CohortRow>,
) -> Outcome<Vec<Cohort>> {
    let ids = rows.iter().map(|row| row.id);
    let pairs = cohort_organisation::Entity::find()
        .filter(cohort_organisation::Column::CohortId.is_in(ids))
        .all(db)
        .await
        .map_err(failed)?;
    let cohort = |row: CohortRow| {
        let own = pairs.iter().filter(|pair| pair.cohort_id == row.id);
        cohort_of(&row, own.map(|pair| pair.organisation_id).collect())
    };
    Ok(rows.into_iter().map(cohort).collect())
}

/// Cohorts by their ids; what is not there is left out.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[Uuid]) -> Outcome<HashMap<Uuid, Cohort>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await
        .map_err(failed)?;
    let cohorts = all_with_organisations(db, rows).await?;
    Ok(cohorts.into_iter().map(|c| (c.id, c)).collect())
}

/// Cohorts that belong to one of these places or to one below it (`None`: all), the one that begins last first; without the organisations
/// they are run for.
///
/// # Errors
/// When the database fails.
pub async fn within(db: &impl ConnectionTrait, reach: Option<&[Uuid]>) -> Outcome<Vec<Cohort>> {
    let condition = match reach {
        None => "1 = 1".to_owned(),
        Some([]) => return Ok(Vec::new()),
        Some(places) => format!(
            "c.organisation_id IN (SELECT o.organisation_id FROM organisation_above o WHERE o.above_id IN ({}))",
            marks(places.len())
        ),
    };
    let values = reach.unwrap_or_default().iter().map(|id| Value::from(*id));
    let sql = format!(
        "SELECT c.* FROM cohort c WHERE {condition} ORDER BY c.opens_at DESC, c.id LIMIT {LISTED}"
    );
    let rows = cohort::Entity::find()
        .from_raw_sql(numbered(db, &sql, values.collect()))
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.iter().map(|row| cohort_of(row, Vec::new())).collect())
}

/// So many question marks with commas between.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

fn active(cohort: &Cohort) -> cohort::ActiveModel {
    cohort::ActiveModel {
        id: Set(cohort.id),
        course_id: Set(cohort.course),
        organisation_id: Set(cohort.organisation),
        title: Set(cohort.title.clone()),
        code: Set(cohort.code.clone()),
        opens_at: Set(cohort.opens_at.0),
        closes_at: Set(cohort.closes_at.0),
        exam_opens_at: Set(cohort.exam.map(|w| w.opens_at.0)),
        exam_closes_at: Set(cohort.exam.map(|w| w.closes_at.0)),
        revision: Set(cohort.revision),
        ..Default::default()
    }
}

fn code_taken(error: DbErr) -> Problem {
    if is_duplicate(&error) {
        Problem::field("code", "cohort-field-code-taken")
    } else {
        failed(error)
    }
}

/// Adds a cohort.
///
/// # Errors
/// When its code is taken, or the database fails.
pub async fn add(tx: &Tx, cohort: &Cohort, by: Uuid, now: Moment) -> Outcome<()> {
    let row = cohort::ActiveModel {
        created_at: Set(now.0),
        created_by: Set(Some(by)),
        ..active(cohort)
    };
    cohort::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(code_taken)?;
    put_organisations(tx, cohort).await
}

/// Changes a cohort whose revision is still the one before that of `cohort`.
///
/// # Errors
/// When somebody else changed it, its code is taken, or the database fails.
pub async fn change(tx: &Tx, cohort: &Cohort) -> Outcome<()> {
    let mut row = active(cohort);
    row.id = sea_orm::ActiveValue::NotSet;
    let changed = cohort::Entity::update_many()
        .set(row)
        .filter(cohort::Column::Id.eq(cohort.id))
        .filter(cohort::Column::Revision.eq(cohort.revision - 1))
        .exec(tx)
        .await
        .map_err(code_taken)?;
    if changed.rows_affected != 1 {
        return Err(Problem::new(Code::ChangedMeanwhile));
    }
    cohort_organisation::Entity::delete_many()
        .filter(cohort_organisation::Column::CohortId.eq(cohort.id))
        .exec(tx)
        .await
        .map_err(failed)?;
    put_organisations(tx, cohort).await
}

async fn put_organisations(tx: &Tx, cohort: &Cohort) -> Outcome<()> {
    for organisation in &cohort.organisations {
        let row = cohort_organisation::ActiveModel {
            cohort_id: Set(cohort.id),
            organisation_id: Set(*organisation),
        };
        row.insert(tx).await.map_err(failed)?;
    }
    Ok(())
}

/// Lets the next look at reminders happen now for everybody who still learns in a cohort: its dates have changed.
///
/// # Errors
/// When the database fails.
pub async fn look_again(tx: &Tx, cohort: Uuid, now: Moment) -> Outcome<()> {
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::RemindAt, Expr::value(Some(now.0)))
        .col_expr(
            enrolment::Column::Revision,
            Expr::col(enrolment::Column::Revision).add(1),
        )
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::State.eq(EnrolmentState::Active.code()))
        .filter(enrolment::Column::Reminders.eq(true))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// How many people of a cohort are how far: by the state and, for those who learn, by what they did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Have not opened a lesson.
    pub not_begun: u64,
    /// Learn, and have passed less than a quarter, a half, three quarters, the whole of what is asked for.
    pub quarters: [u64; 4],
    /// Met the completion rule.
    pub completed: u64,
    /// Left or were taken out; counted in nothing else.
    pub withdrawn: u64,
}

impl Spread {
    /// Everybody who is in.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.not_begun + self.quarters.iter().sum::<u64>() + self.completed
    }

    /// Adds what is counted in a row with `bucket` and `number`.
    fn add(&mut self, row: &QueryResult) -> Outcome<()> {
        let bucket: i64 = row.try_get("", "bucket").map_err(failed)?;
        let number: i64 = row.try_get("", "number").map_err(failed)?;
        let place = match bucket {
            -1 => &mut self.withdrawn,
            0 => &mut self.not_begun,
            5 => &mut self.completed,
            quarter => &mut self.quarters[usize::try_from(quarter - 1).unwrap_or(0).min(3)],
        };
        *place += number.cast_unsigned();
        Ok(())
    }
}

/// How far somebody is: -1 for withdrawn, 0 for not begun, 1 to 4 for the quarters, 5 for completed.
const BUCKET: &str = "CAST(CASE WHEN e.state = 2 THEN -1 WHEN e.state = 1 THEN 5 WHEN e.last_lesson IS NULL AND e.done = 0 THEN 0 \
    WHEN e.total = 0 THEN 1 WHEN e.done * 4 / e.total >= 4 THEN 4 ELSE 1 + e.done * 4 / e.total END AS BIGINT)";

/// How far the people of a cohort are, and the oldest version of the course that any of them learns by.
///
/// # Errors
/// When the database fails.
pub async fn spread(db: &impl ConnectionTrait, cohort: Uuid) -> Outcome<(Spread, Option<i32>)> {
    let sql = format!(
        "SELECT {BUCKET} AS bucket, COUNT(*) AS number, MIN(e.version) AS oldest FROM enrolment e WHERE e.cohort_id = ? GROUP BY 1"
    );
    let rows = db
        .query_all_raw(numbered(db, &sql, vec![cohort.into()]))
        .await
        .map_err(failed)?;
    let (mut spread, mut oldest) = (Spread::default(), None);
    for row in &rows {
        spread.add(row)?;
        let version: i32 = row.try_get("", "oldest").map_err(failed)?;
        oldest = Some(oldest.map_or(version, |known| std::cmp::min(known, version)));
    }
    Ok((spread, oldest))
}

/// How far the people of a cohort are, by organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpreadByUnit {
    /// The organisations with the most people first; `None` for people of no organisation, or of none that the cohort is run for.
    pub units: Vec<(Option<Uuid>, Spread)>,
    /// How many organisations have fewer people than those.
    pub others: u64,
}

/// How far the people of a cohort are, by organisation: by those it is run for when they are several, with everybody below them; otherwise by
/// the people's own. The `limit` with the most people.
///
/// # Errors
/// When the database fails.
pub async fn spread_by_unit(
    db: &impl ConnectionTrait,
    cohort: &Cohort,
    limit: usize,
) -> Outcome<SpreadByUnit> {
    // People of none stand under the id of no organisation: what may be NULL cannot be joined by its hash.
    let mut values: Vec<Value> = vec![Uuid::nil().into()];
    let (unit, join) = match cohort.organisations.len() {
        0 | 1 => ("e.organisation_id", String::new()),
        several => {
            values.extend(cohort.organisations.iter().map(|id| Value::from(*id)));
            (
                "a.above_id",
                format!(
                    "LEFT JOIN organisation_above a ON a.organisation_id = e.organisation_id AND a.above_id IN ({})",
                    marks(several)
                ),
            )
        }
    };
    values.push(cohort.id.into());
    // The largest are chosen before their people are told apart: there may be thousands.
    let sql = format!(
        "WITH cells AS (SELECT COALESCE({unit}, ?) AS unit, {BUCKET} AS bucket, COUNT(*) AS number FROM enrolment e {join} WHERE e.cohort_id = ? GROUP BY 1, 2), \
         largest AS (SELECT unit, SUM(number) AS people, COUNT(*) OVER () AS units FROM cells WHERE bucket >= 0 GROUP BY unit \
         ORDER BY 2 DESC, unit LIMIT {limit}) \
         SELECT l.unit AS unit, l.units AS units, c.bucket AS bucket, c.number AS number FROM largest l \
         JOIN cells c ON c.unit = l.unit ORDER BY l.people DESC, l.unit"
    );
    let rows = db
        .query_all_raw(numbered(db, &sql, values))
        .await
        .map_err(failed)?;
    let (mut found, mut all) = (SpreadByUnit::default(), 0);
    for row in &rows {
        let unit: Uuid = row.try_get("", "unit").map_err(failed)?;
        let unit = (!unit.is_nil()).then_some(unit);
        all = row.try_get("", "units").map_err(failed)?;
        if found.units.last().is_none_or(|(last, _)| *last != unit) {
            found.units.push((unit, Spread::default()));
        }
        if let Some((_, spread)) = found.units.last_mut() {
            spread.add(row)?;
        }
    }
    found.others = i64::cast_unsigned(all).saturating_sub(found.units.len() as u64);
    Ok(found)
}

/// How many people each of these cohorts has, and how many of them completed the course.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    db: &impl ConnectionTrait,
    cohorts: &[Uuid],
) -> Outcome<HashMap<Uuid, (u64, u64)>> {
    let rows: Vec<(Uuid, i16, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column(enrolment::Column::State)
        // A column of the index, so that the index alone is read.
        .column_as(enrolment::Column::State.count(), "number")
        .filter(enrolment::Column::CohortId.is_in(cohorts.iter().copied()))
        .group_by(enrolment::Column::CohortId)
        .group_by(enrolment::Column::State)
        .order_by_asc(enrolment::Column::State)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    let mut counts: HashMap<Uuid, (u64, u64)> = HashMap::new();
    for (cohort, state, number) in rows {
        let entry = counts.entry(cohort).or_default();
        match EnrolmentState::from_code(state) {
            EnrolmentState::Withdrawn => {}
            EnrolmentState::Active => entry.0 += number.cast_unsigned(),
            EnrolmentState::Completed => {
                entry.0 += number.cast_unsigned();
                entry.1 += number.cast_unsigned();
            }
        }
    }
    Ok(counts)
}
