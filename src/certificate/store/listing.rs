//! The list of certificates: filtered, in the order of names, a page at a time, read along whatever narrows it most.

use entity::certificate;
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use uuid::Uuid;

use super::{EVERY, read};
use crate::certificate::model::{Certificate, Filter};
use crate::kernel::problem::Outcome;
use crate::platform::db::{failed, numbered};

/// What is listed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What the person asking filters by; its text has become `words`.
    pub filter: &'a Filter,
    /// Agencies whose certificates the person asking may see; `None` is all, and those of no agency too.
    pub issuers: Option<&'a [Uuid]>,
    /// The query's words, the rarest first.
    pub words: &'a [String],
}

/// A page of the list, in the order of names.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &impl ConnectionTrait,
    wanted: Wanted<'_>,
    limit: u64,
) -> Outcome<Vec<Certificate>> {
    let mut values: Vec<Value> = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    let (from, key, id) = match wanted.words.split_first() {
        Some((rarest, others)) => {
            conditions.push("w.scope = ? AND w.word = ?".into());
            values.extend([EVERY.into(), rarest.as_str().into()]);
            for word in others {
                conditions.push(
                    "(SELECT 1 FROM search_word x WHERE x.scope = ? AND x.word = ? AND x.sort_key = w.sort_key AND x.subject_id = w.subject_id) IS NOT NULL"
                        .into(),
                );
                values.extend([EVERY.into(), word.as_str().into()]);
            }
            let from = "search_word w JOIN certificate c ON c.id = w.subject_id";
            (from, "w.sort_key", "w.subject_id")
        }
        None => ("certificate c", "c.name_key", "c.id"),
    };
    narrow(wanted, &mut conditions, &mut values);
    if let Some(after) = wanted.filter.after {
        // The place to go on from is looked up by id: an address never holds a name.
        conditions.push(format!(
            "({key}, {id}) > ((SELECT name_key FROM certificate WHERE id = ?), ?)"
        ));
        values.extend([after.into(), after.into()]);
    }
    let condition = match conditions.is_empty() {
        true => String::new(),
        false => format!("WHERE {}", conditions.join(" AND ")),
    };
    let sql = format!("SELECT c.* FROM {from} {condition} ORDER BY {key}, {id} LIMIT {limit}");
    let rows = certificate::Entity::find()
        .from_raw_sql(numbered(db, &sql, values))
        .all(db)
        .await
        .map_err(failed)?;
    rows.into_iter().map(read).collect()
}

/// The conditions on the certificate itself.
fn narrow(wanted: Wanted<'_>, conditions: &mut Vec<String>, values: &mut Vec<Value>) {
    let filter = wanted.filter;
    for (column, id) in [
        ("c.course_id", filter.course),
        ("c.cohort_id", filter.cohort),
        ("c.account_id", filter.account),
    ] {
        if let Some(id) = id {
            conditions.push(format!("{column} = ?"));
            values.push(id.into());
        }
    }
    if let Some(year) = filter.year {
        conditions.push("c.year = ?".into());
        values.push(year.into());
    }
    if let Some(state) = filter.state {
        conditions.push("c.state = ?".into());
        values.push(state.code().into());
    }
    match wanted.issuers {
        None => {}
        Some([]) => conditions.push("1 = 0".into()),
        Some([only]) => {
            conditions.push("c.organisation_id = ?".into());
            values.push((*only).into());
        }
        Some(several) => {
            let places = vec!["?"; several.len()].join(", ");
            conditions.push(format!("c.organisation_id IN ({places})"));
            values.extend(several.iter().map(|id| Value::from(*id)));
        }
    }
}
