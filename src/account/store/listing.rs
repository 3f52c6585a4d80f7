//! The list of accounts: filtered, in the order of names, a page at a time, quick however many accounts there are.
//!
//! A list is read along whatever narrows it most (see [`Along`]); every other condition is a scalar query, which PostgreSQL
//! looks up row by row, where it makes a join of an `EXISTS` that reads the whole table first.

use entity::account;
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use uuid::Uuid;

use super::{EVERYBODY, to_account};
use crate::account::model::{Account, AccountFilter};
use crate::kernel::problem::Outcome;
use crate::platform::db::{failed, numbered};

/// How many accounts a list counts before it says "more than".
pub const COUNTED: u64 = 1_000;

/// What is listed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What the person asking filters by; its text has become `words`.
    pub filter: &'a AccountFilter,
    /// Places to which the person asking is bound; `None` is everywhere.
    pub reach: Option<&'a [Uuid]>,
    /// The query's words, the rarest first.
    pub words: &'a [String],
}

/// What a list is read along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Along {
    /// The few accounts at the places wanted, or those that are closed; sorted when they are all found.
    Few,
    /// Those who hold the role wanted.
    Role,
    /// The place of the rarest word's owners.
    Words,
    /// The names of all accounts.
    Names,
}

impl Along {
    fn best(wanted: Wanted<'_>, few_at_places: bool) -> Self {
        if few_at_places || wanted.filter.closed {
            Self::Few
        } else if wanted.filter.role.is_some() {
            Self::Role
        } else if wanted.words.is_empty() {
            Self::Names
        } else {
            Self::Words
        }
    }

    /// Columns of the sort key and of the account's id.
    const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Few | Self::Names => ("a.name_key", "a.id"),
            Self::Role | Self::Words => ("w.sort_key", "w.subject_id"),
        }
    }

    /// Whether accounts themselves are read, and not a list of their ids.
    const fn reads_accounts(self) -> bool {
        matches!(self, Self::Few | Self::Names)
    }

    /// The condition that the account belongs to an organisation or to one below it.
    fn below(self, few_at_places: bool) -> String {
        if few_at_places {
            return FOUND_BELOW.to_owned();
        }
        let looked_up = if self.reads_accounts() {
            "organisation_above o WHERE o.organisation_id = a.organisation_id"
        } else {
            "account b JOIN organisation_above o ON o.organisation_id = b.organisation_id WHERE b.id = w.subject_id"
        };
        format!("(SELECT o.depth FROM {looked_up} AND o.above_id = ?) IS NOT NULL")
    }

    /// The condition that the account is open, or that it is closed.
    fn is_open(self, closed: bool) -> String {
        let state = if closed { "IS NOT NULL" } else { "IS NULL" };
        if self.reads_accounts() {
            return format!("a.closed_at {state}");
        }
        // PostgreSQL takes it that a query `IS NOT NULL` almost always, so the condition is put that way round.
        format!(
            "(SELECT b.id FROM account b WHERE b.id = w.subject_id AND b.closed_at {state}) IS NOT NULL"
        )
    }
}

/// The account belongs to an organisation or to one below it: as a join, which finds the few.
const FOUND_BELOW: &str = "a.organisation_id IN (SELECT o.organisation_id FROM organisation_above o WHERE o.above_id = ?)";

/// Who holds a role, each once, with the place in the list. Each is recognised by the first place at which they hold it:
/// a `DISTINCT` would make PostgreSQL start workers for a few thousand rows.
const HOLDERS: &str = "(SELECT h.account_id AS subject_id, (SELECT k.name_key FROM account k WHERE k.id = h.account_id) AS sort_key \
     FROM role h WHERE h.kind = ? AND h.organisation_id = \
       (SELECT e.organisation_id FROM role e WHERE e.account_id = h.account_id AND e.kind = h.kind ORDER BY e.organisation_id LIMIT 1)) w";

/// A query that is put together.
struct Listing {
    along: Along,
    from: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Listing {
    fn of(wanted: Wanted<'_>, few_at_places: bool) -> Self {
        let mut list = Self {
            along: Along::best(wanted, few_at_places),
            from: "account a",
            conditions: vec![],
            values: vec![],
        };
        let words = list.begin(wanted);
        let (key, id) = list.along.place();
        for word in words {
            list.and(
                format!(
                    "(SELECT 1 FROM search_word x WHERE x.scope = ? AND x.word = ? AND x.sort_key = {key} AND x.subject_id = {id}) IS NOT NULL"
                ),
                [EVERYBODY.into(), word.as_str().into()],
            );
        }
        if let Some(role) = wanted.filter.role.filter(|_| list.along != Along::Role) {
            list.and(
                format!("(SELECT 1 FROM role r WHERE r.account_id = {id} AND r.kind = ? LIMIT 1) IS NOT NULL"),
                [role.as_str().into()],
            );
        }
        let below = list.along.below(few_at_places);
        list.at_places(wanted, &below);
        list.and(list.along.is_open(wanted.filter.closed), []);
        list
    }

    /// Begins with what the list is read along; returns the words that are left to be looked up.
    fn begin<'a>(&mut self, wanted: Wanted<'a>) -> &'a [String] {
        match (self.along, wanted.filter.role, wanted.words.split_first()) {
            (Along::Role, Some(role), _) => {
                self.from = HOLDERS;
                self.values.push(role.as_str().into());
            }
            (Along::Words, _, Some((rarest, others))) => {
                self.from = "search_word w";
                self.and(
                    "w.scope = ? AND w.word = ?".into(),
                    [EVERYBODY.into(), rarest.as_str().into()],
                );
                return others;
            }
            _ => {}
        }
        wanted.words
    }

    fn at_places(&mut self, wanted: Wanted<'_>, below: &str) {
        if let Some(organisation) = wanted.filter.organisation {
            self.and(below.into(), [organisation.into()]);
        }
        let Some(reach) = wanted.reach else { return };
        let each: Vec<&str> = reach.iter().map(|_| below).collect();
        let any = match each.is_empty() {
            true => "1 = 0".into(),
            false => format!("({})", each.join(" OR ")),
        };
        self.conditions.push(any);
        self.values.extend(reach.iter().map(|id| Value::from(*id)));
    }

    fn and<const N: usize>(&mut self, condition: String, values: [Value; N]) {
        self.conditions.push(condition);
        self.values.extend(values);
    }

    fn condition(&self) -> String {
        self.conditions.join(" AND ")
    }
}

/// A page of the list of accounts, in the order of names. `few_at_places` says what [`few_at_places`] found.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &impl ConnectionTrait,
    wanted: Wanted<'_>,
    few_at_places: bool,
    limit: u64,
) -> Outcome<Vec<Account>> {
    let mut list = Listing::of(wanted, few_at_places);
    let (key, id) = list.along.place();
    if let Some(after) = wanted.filter.after {
        // The place to go on from is looked up by id: an address never holds a name.
        list.and(
            format!("({key}, {id}) > ((SELECT name_key FROM account WHERE id = ?), ?)"),
            [after.into(), after.into()],
        );
    }
    let (from, condition) = (list.from, list.condition());
    let sql = if list.along.reads_accounts() {
        format!("SELECT a.* FROM {from} WHERE {condition} ORDER BY {key}, {id} LIMIT {limit}")
    } else {
        // Only accounts that are shown are fetched.
        format!(
            "SELECT a.* FROM (SELECT {key}, {id} FROM {from} WHERE {condition} ORDER BY {key}, {id} LIMIT {limit}) f \
             JOIN account a ON a.id = f.subject_id ORDER BY f.sort_key, f.subject_id"
        )
    };
    let rows = account::Entity::find()
        .from_raw_sql(numbered(db, &sql, list.values))
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_account).collect())
}

/// How many accounts the list has, counted up to [`COUNTED`] and one more.
///
/// # Errors
/// When the database fails.
pub async fn count(
    db: &impl ConnectionTrait,
    wanted: Wanted<'_>,
    few_at_places: bool,
) -> Outcome<u64> {
    let list = Listing::of(wanted, few_at_places);
    count_rows(db, list.from, &list.condition(), list.values).await
}

async fn count_rows(
    db: &impl ConnectionTrait,
    from: &str,
    condition: &str,
    values: Vec<Value>,
) -> Outcome<u64> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM {from} WHERE {condition} LIMIT {}) AS found",
        COUNTED + 1
    );
    let row = db
        .query_one_raw(numbered(db, &sql, values))
        .await
        .map_err(failed)?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n").map_err(failed))?;
    Ok(n.cast_unsigned())
}

/// Whether the places wanted, or those the person asking is bound to, have so few accounts that they can all be looked at.
///
/// # Errors
/// When the database fails.
pub async fn few_at_places(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> Outcome<bool> {
    let mut all = 0;
    let places = match (wanted.filter.organisation, wanted.reach) {
        (Some(organisation), _) => &[organisation][..],
        (None, Some(reach)) => reach,
        (None, None) => return Ok(false),
    };
    for place in places {
        all += count_rows(db, "account a", FOUND_BELOW, vec![(*place).into()]).await?;
    }
    Ok(all <= COUNTED)
}
