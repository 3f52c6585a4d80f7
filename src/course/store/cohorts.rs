//! Cohorts in the database.

use std::collections::HashMap;

use entity::{cohort, cohort_organisation, enrolment};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Value,
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
    let Some(row) = row else { return Ok(None) };
    let organisations = cohort_organisation::Entity::find()
        .select_only()
        .column(cohort_organisation::Column::OrganisationId)
        .filter(cohort_organisation::Column::CohortId.eq(row.id))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(Some(cohort_of(&row, organisations)))
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

    fn add(&mut self, bucket: i64, number: u64) {
        match bucket {
            -1 => self.withdrawn += number,
            0 => self.not_begun += number,
            5 => self.completed += number,
            quarter => {
                let place = usize::try_from(quarter - 1).unwrap_or(0).min(3);
                self.quarters[place] += number;
            }
        }
    }
}

/// How far the people of a cohort are, by organisation.
///
/// # Errors
/// When the database fails.
pub async fn spread(
    db: &impl ConnectionTrait,
    cohort: Uuid,
) -> Outcome<HashMap<Option<Uuid>, Spread>> {
    let sql = "SELECT organisation_id AS organisation, \
        CAST(CASE WHEN state = 2 THEN -1 WHEN state = 1 THEN 5 WHEN last_lesson IS NULL AND done = 0 THEN 0 \
        WHEN total = 0 THEN 1 WHEN done * 4 / total >= 4 THEN 4 ELSE 1 + done * 4 / total END AS BIGINT) AS bucket, \
        COUNT(*) AS number FROM enrolment WHERE cohort_id = ? GROUP BY 1, 2";
    let rows = db
        .query_all_raw(numbered(db, sql, vec![cohort.into()]))
        .await
        .map_err(failed)?;
    let mut found: HashMap<Option<Uuid>, Spread> = HashMap::new();
    for row in rows {
        let organisation: Option<Uuid> = row.try_get("", "organisation").map_err(failed)?;
        let bucket: i64 = row.try_get("", "bucket").map_err(failed)?;
        let number: i64 = row.try_get("", "number").map_err(failed)?;
        let spread = found.entry(organisation).or_default();
        spread.add(bucket, number.cast_unsigned());
    }
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
        .column_as(enrolment::Column::Id.count(), "number")
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
