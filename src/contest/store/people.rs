//! The people who entered a contest, in lists and figures.

use entity::entry;
use sea_orm::{ConnectionTrait, EntityTrait, TryGetable, Value};
use uuid::Uuid;

use crate::kernel::problem::Outcome;
use crate::platform::db::{failed, numbered};

/// Which entries are listed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Of this contest.
    pub contest: Uuid,
    /// With all these words, the rarest first.
    pub words: Vec<String>,
    /// Of this organisation and below.
    pub organisation: Option<Uuid>,
    /// Of this division.
    pub division: Option<String>,
    /// After this place in the list.
    pub after: Option<(Vec<u8>, Uuid)>,
}

/// Reads one entry.
///
/// # Errors
/// When the database fails.
pub async fn entry(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<entry::Model>> {
    entry::Entity::find_by_id(id).one(db).await.map_err(failed)
}

/// How far the entries of an organisation are counted to find out whether they are few.
pub const FEW: u64 = 2_000;

/// Whether a subject of the list has the word. A scalar query: PostgreSQL looks each subject up in the index, where an
/// `EXISTS` would make it read every subject of a common word.
fn has_word(key: &str, subject: &str) -> String {
    format!(
        "(SELECT 1 FROM search_word x WHERE x.scope = ? AND x.word = ? AND x.sort_key = {key} AND x.subject_id = {subject}) IS NOT NULL"
    )
}

const BELOW: &str = "e.organisation_id IN (SELECT o.organisation_id FROM organisation_above o WHERE o.above_id = ?)";

/// How many entries an organisation and those below it have in a contest, counted up to [`FEW`] and one more.
///
/// # Errors
/// When the database fails.
pub async fn count_below(
    db: &impl ConnectionTrait,
    contest: Uuid,
    organisation: Uuid,
) -> Outcome<u64> {
    let sql = format!(
        "SELECT COUNT(*) AS number FROM (SELECT 1 FROM entry e WHERE e.contest_id = ? AND {BELOW} LIMIT {}) AS found",
        FEW + 1
    );
    count(db, &sql, vec![contest.into(), organisation.into()]).await
}

async fn count(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Outcome<u64> {
    let row = db
        .query_one_raw(numbered(db, sql, values))
        .await
        .map_err(failed)?;
    let number: i64 = match row {
        Some(row) => row.try_get("", "number").map_err(failed)?,
        None => 0,
    };
    Ok(number.cast_unsigned())
}

/// Entries in the order of names. With words the list is read along the rarest of them, without words, or when `along_entries` says that
/// the other conditions leave few, along the entries themselves.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    along_entries: bool,
    limit: u64,
) -> Outcome<Vec<entry::Model>> {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let rarest = wanted.words.split_first().filter(|_| !along_entries);
    let (from, key, id, others) = match rarest {
        None => {
            conditions.push("e.contest_id = ?".to_owned());
            values.push(wanted.contest.into());
            ("entry e", "e.name_key", "e.id", &wanted.words[..])
        }
        Some((rarest, others)) => {
            conditions.push("w.scope = ? AND w.word = ?".to_owned());
            values.extend([wanted.contest.into(), rarest.clone().into()]);
            ("search_word w", "w.sort_key", "w.subject_id", others)
        }
    };
    for word in others {
        conditions.push(has_word(key, id));
        values.extend([wanted.contest.into(), word.clone().into()]);
    }
    if let Some((place, last)) = &wanted.after {
        conditions.push(format!("{key} >= ? AND ({key} > ? OR {id} > ?)"));
        values.extend([place.clone().into(), place.clone().into(), (*last).into()]);
    }
    if let Some(division) = &wanted.division {
        conditions.push("e.division = ?".to_owned());
        values.push(division.clone().into());
    }
    if let Some(organisation) = wanted.organisation {
        conditions.push(BELOW.to_owned());
        values.push(organisation.into());
    }
    let conditions = conditions.join(" AND ");
    let sql = match rarest {
        None => {
            format!("SELECT e.* FROM {from} WHERE {conditions} ORDER BY {key}, {id} LIMIT {limit}")
        }
        Some(_) if wanted.division.is_some() || wanted.organisation.is_some() => format!(
            "SELECT e.* FROM {from} JOIN entry e ON e.id = {id} WHERE {conditions} ORDER BY {key}, {id} LIMIT {limit}"
        ),
        // The words alone decide: only entries that are shown are fetched.
        Some(_) => format!(
            "SELECT e.* FROM (SELECT {key}, {id} FROM {from} WHERE {conditions} ORDER BY {key}, {id} LIMIT {limit}) AS f \
             JOIN entry e ON e.id = f.subject_id ORDER BY f.sort_key, f.subject_id"
        ),
    };
    entry::Entity::find()
        .from_raw_sql(numbered(db, &sql, values))
        .all(db)
        .await
        .map_err(failed)
}

/// The `limit` organisations with the most entries, and how many each has; the most first.
///
/// # Errors
/// When the database fails.
pub async fn per_organisation(
    db: &impl ConnectionTrait,
    contest: Uuid,
    limit: u64,
) -> Outcome<Vec<(Uuid, u64)>> {
    let sql = format!(
        "SELECT organisation_id AS organisation, COUNT(*) AS number FROM entry \
         WHERE contest_id = ? AND organisation_id IS NOT NULL GROUP BY organisation_id ORDER BY 2 DESC, 1 LIMIT {limit}"
    );
    let rows = db
        .query_all_raw(numbered(db, &sql, vec![contest.into()]))
        .await
        .map_err(failed)?;
    rows.iter()
        .map(|row| {
            let organisation =
                Uuid::try_get(row, "", "organisation").map_err(|e| failed(e.into()))?;
            let number: i64 = row.try_get("", "number").map_err(failed)?;
            Ok((organisation, number.cast_unsigned()))
        })
        .collect()
}

/// How many entries name no organisation that is known.
///
/// # Errors
/// When the database fails.
pub async fn without_organisation(db: &impl ConnectionTrait, contest: Uuid) -> Outcome<u64> {
    let sql =
        "SELECT COUNT(*) AS number FROM entry WHERE contest_id = ? AND organisation_id IS NULL";
    count(db, sql, vec![contest.into()]).await
}
