//! The people of a cohort, those who learn and those who are invited, in lists in the order of names.

use entity::{enrolment, invitation};
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use uuid::Uuid;

use super::invitations::InvitationRow;
use super::learning::EnrolmentRow;
use crate::kernel::problem::Outcome;
use crate::platform::db::{failed, numbered};

/// How somebody in a list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In the cohort, and not taken out.
    Any,
    /// Learning.
    Active,
    /// Learning, and no lesson opened yet.
    NotBegun,
    /// Learning, and not seen since this moment, ms.
    Idle(i64),
    /// Learning, and behind the share of time that has passed: (passed, whole).
    Behind(i64, i64),
    /// Learning, and tried this lesson (the final examination) without passing.
    Failed(String),
    /// The completion rule was met.
    Completed,
    /// Left or taken out.
    Withdrawn,
}

/// Which people are listed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of this cohort.
    pub cohort: Uuid,
    /// With all these words in the name, the rarest first.
    pub words: Vec<String>,
    /// Of this organisation and below.
    pub organisation: Option<Uuid>,
    /// Who stand like this.
    pub standing: Standing,
    /// After this place in the list.
    pub after: Option<(Vec<u8>, Uuid)>,
}

/// A query that is put together over `alias`, a table with `cohort_id`, `organisation_id`, `name_key` and `id`.
struct Listing {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Listing {
    fn of(wanted: &Wanted, alias: &str) -> (Self, String) {
        let mut list = Self {
            conditions: Vec::new(),
            values: Vec::new(),
        };
        let table = match alias {
            "e" => "enrolment e",
            _ => "invitation i",
        };
        let (from, key, id, words) = match wanted.words.split_first() {
            None => (
                table.to_owned(),
                format!("{alias}.name_key"),
                format!("{alias}.id"),
                &[][..],
            ),
            Some((rarest, others)) => {
                let condition = "w.scope = ? AND w.word = ?".to_owned();
                list.and(condition, [wanted.cohort.into(), rarest.as_str().into()]);
                (
                    format!("search_word w JOIN {table} ON {alias}.id = w.subject_id"),
                    "w.sort_key".to_owned(),
                    "w.subject_id".to_owned(),
                    others,
                )
            }
        };
        list.and(format!("{alias}.cohort_id = ?"), [wanted.cohort.into()]);
        for word in words {
            list.and(
                format!("(SELECT 1 FROM search_word x WHERE x.scope = ? AND x.word = ? AND x.sort_key = {key} AND x.subject_id = {id}) IS NOT NULL"),
                [wanted.cohort.into(), word.as_str().into()],
            );
        }
        if let Some(organisation) = wanted.organisation {
            list.and(
                format!("{alias}.organisation_id IN (SELECT o.organisation_id FROM organisation_above o WHERE o.above_id = ?)"),
                [organisation.into()],
            );
        }
        if let Some((place, last)) = &wanted.after {
            let place = || Value::from(place.clone());
            list.and(
                format!("{key} >= ? AND ({key} > ? OR {id} > ?)"),
                [place(), place(), (*last).into()],
            );
        }
        let tail = format!("ORDER BY {key}, {id}");
        (list, format!("FROM {from} WHERE #CONDITIONS# {tail}"))
    }

    fn and<const N: usize>(&mut self, condition: String, values: [Value; N]) {
        self.conditions.push(condition);
        self.values.extend(values);
    }

    fn sql(&self, columns: &str, rest: &str) -> String {
        let conditions = self.conditions.join(" AND ");
        format!(
            "SELECT {columns} {}",
            rest.replace("#CONDITIONS#", &conditions)
        )
    }
}

fn enrolled_list(wanted: &Wanted) -> (Listing, String) {
    let (mut list, rest) = Listing::of(wanted, "e");
    match &wanted.standing {
        Standing::Any => list.and("e.state <> 2".into(), []),
        Standing::Active => list.and("e.state = 0".into(), []),
        Standing::NotBegun => list.and(
            "e.state = 0 AND e.last_lesson IS NULL AND e.done = 0".into(),
            [],
        ),
        Standing::Idle(since) => list.and(
            "e.state = 0 AND e.seen_at < ?".into(),
            [(*since).into()],
        ),
        Standing::Behind(passed, whole) => list.and(
            "e.state = 0 AND CAST(e.done AS BIGINT) * ? < CAST(e.total AS BIGINT) * ?".into(),
            [(*whole).into(), (*passed).into()],
        ),
        Standing::Failed(lesson) => list.and(
            "e.state = 0 AND (SELECT 1 FROM lesson_progress p WHERE p.enrolment_id = e.id AND p.lesson = ? \
             AND p.best_of IS NOT NULL AND p.passed_at IS NULL) IS NOT NULL"
                .into(),
            [lesson.as_str().into()],
        ),
        Standing::Completed => list.and("e.state = 1".into(), []),
        Standing::Withdrawn => list.and("e.state = 2".into(), []),
    }
    (list, rest)
}

/// People who are in the cohort, in the order of names.
///
/// # Errors
/// When the database fails.
pub async fn enrolled(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    limit: u64,
) -> Outcome<Vec<EnrolmentRow>> {
    let (list, rest) = enrolled_list(wanted);
    let sql = format!("{} LIMIT {limit}", list.sql("e.*", &rest));
    enrolment::Entity::find()
        .from_raw_sql(numbered(db, &sql, list.values))
        .all(db)
        .await
        .map_err(failed)
}

/// People who are invited and have not come, in the order of names.
///
/// # Errors
/// When the database fails.
pub async fn invited(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    limit: u64,
) -> Outcome<Vec<InvitationRow>> {
    let (mut list, rest) = Listing::of(wanted, "i");
    list.and("i.account_id IS NULL".into(), []);
    let sql = format!("{} LIMIT {limit}", list.sql("i.*", &rest));
    invitation::Entity::find()
        .from_raw_sql(numbered(db, &sql, list.values))
        .all(db)
        .await
        .map_err(failed)
}

/// How many who are in the cohort are wanted; and how many of them have an e-mail address.
///
/// # Errors
/// When the database fails.
pub async fn count_enrolled(db: &impl ConnectionTrait, wanted: &Wanted) -> Outcome<(u64, u64)> {
    let (list, rest) = enrolled_list(wanted);
    let rest = rest.split(" ORDER BY ").next().unwrap_or_default();
    let columns = "COUNT(*) AS number, COUNT((SELECT a.email FROM account a WHERE a.id = e.account_id)) AS reached";
    count(db, &list.sql(columns, rest), list.values.clone()).await
}

/// How many who have not come are wanted; and how many of them have an e-mail address.
///
/// # Errors
/// When the database fails.
pub async fn count_invited(db: &impl ConnectionTrait, wanted: &Wanted) -> Outcome<(u64, u64)> {
    let (mut list, rest) = Listing::of(wanted, "i");
    list.and("i.account_id IS NULL".into(), []);
    let rest = rest.split(" ORDER BY ").next().unwrap_or_default();
    let columns = "COUNT(*) AS number, COUNT(i.email) AS reached";
    count(db, &list.sql(columns, rest), list.values.clone()).await
}

async fn count(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Outcome<(u64, u64)> {
    let row = db
        .query_one_raw(numbered(db, sql, values))
        .await
        .map_err(failed)?;
    let Some(row) = row else { return Ok((0, 0)) };
    let number: i64 = row.try_get("", "number").map_err(failed)?;
    let reached: i64 = row.try_get("", "reached").map_err(failed)?;
    Ok((number.cast_unsigned(), reached.cast_unsigned()))
}

/// Ids of those in a cohort who learn by an older version, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn of_older_version(
    db: &impl ConnectionTrait,
    cohort: Uuid,
    version: i32,
    limit: u64,
) -> Outcome<Vec<Uuid>> {
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Version.lt(version))
        .order_by_asc(enrolment::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}
