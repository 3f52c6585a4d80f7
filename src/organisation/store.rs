//! Organisations in the database: trees, units, their histories, who stands above whom, files on their way in.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{organisation, organisation_above, organisation_tree, organisation_version};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::{ExprTrait as _, OnConflict},
};
use uuid::Uuid;

mod imports;

pub use self::imports::{ImportRow, add_import, forget_imports, import, set_applied};

use super::model::{Organisation, Tree, Version};
use super::rules::Histories;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::{Tx, failed, statement};

/// Rows in one statement: engines bound the number of values.
const ROWS: usize = 500;

/// A day as both engines keep it; texts in this form compare like days.
#[must_use]
pub fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

fn read_day(text: &str) -> Outcome<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|e| Problem::internal(format!("the day {text:?} cannot be read: {e}")))
}

fn unit(row: organisation::Model) -> Outcome<Organisation> {
    Ok(Organisation {
        closed_on: row.closed_on.as_deref().map(read_day).transpose()?,
        id: row.id,
        code: row.code,
        tree: row.tree,
        name: row.name,
        kind: row.kind,
        parent: row.parent_id,
        full_name: row.full_name,
        closed_reason: row.closed_reason,
        successor: row.successor_id,
        origin: row.origin_id,
        revision: row.revision,
    })
}

fn version(row: organisation_version::Model) -> Outcome<Version> {
    Ok(Version {
        from: read_day(&row.valid_from)?,
        to: row.valid_to.as_deref().map(read_day).transpose()?,
        name: row.name,
        kind: row.kind,
        parent: row.parent_id,
        reason: row.reason,
        recorded_at: Moment(row.recorded_at),
        recorded_by: row.recorded_by,
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Trees

/// All trees, in the order of their slugs.
///
/// # Errors
/// When the database fails.
pub async fn trees(db: &impl ConnectionTrait) -> Outcome<Vec<Tree>> {
    let rows = organisation_tree::Entity::find()
        .order_by_asc(organisation_tree::Column::Slug)
        .all(db)
        .await
        .map_err(failed)?;
    let tree = |row: organisation_tree::Model| Tree {
        slug: row.slug,
        title: row.title,
        stamp: row.stamp,
    };
    Ok(rows.into_iter().map(tree).collect())
}

/// Makes a tree; false when there is one with this slug.
///
/// # Errors
/// When the database fails.
pub async fn add_tree(tx: &Tx, slug: &str, title: &str) -> Outcome<bool> {
    let row = organisation_tree::ActiveModel {
        slug: Set(slug.to_owned()),
        title: Set(title.to_owned()),
        stamp: Set(1),
    };
    let on_conflict = OnConflict::column(organisation_tree::Column::Slug)
        .do_nothing()
        .to_owned();
    let added = organisation_tree::Entity::insert(row)
        .on_conflict(on_conflict)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(added == 1)
}

/// Marks a tree as changed; false when there is none. Until the transaction ends nobody else changes this tree: PostgreSQL keeps the row,
/// SQLite has one writer. So what a transaction reads of the tree after this still holds when it writes.
///
/// # Errors
/// When the database fails.
pub async fn touch_tree(tx: &Tx, slug: &str) -> Outcome<bool> {
    let changed = tx
        .execute_raw(statement(
            tx,
            "UPDATE organisation_tree SET stamp = stamp + 1 WHERE slug = $1",
            "UPDATE organisation_tree SET stamp = stamp + 1 WHERE slug = ?",
            vec![slug.into()],
        ))
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected() == 1)
}

// ---------------------------------------------------------------------------------------------------------------------
// Units

/// Every unit with the key of its name in lists.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &impl ConnectionTrait) -> Outcome<Vec<(Organisation, Vec<u8>)>> {
    let rows = organisation::Entity::find().all(db).await.map_err(failed)?;
    rows.into_iter()
        .map(|mut row| {
            let key = std::mem::take(&mut row.name_key);
            Ok((unit(row)?, key))
        })
        .collect()
}

/// The units of a tree.
///
/// # Errors
/// When the database fails.
pub async fn of_tree(db: &impl ConnectionTrait, tree: &str) -> Outcome<Vec<Organisation>> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Tree.eq(tree))
        .all(db)
        .await
        .map_err(failed)?;
    rows.into_iter().map(unit).collect()
}

/// One unit.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Organisation>> {
    let row = organisation::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?;
    row.map(unit).transpose()
}

/// Whether a code is taken.
///
/// # Errors
/// When the database fails.
pub async fn code_is_taken(db: &impl ConnectionTrait, code: &str) -> Outcome<bool> {
    let row = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.is_some())
}

/// What is kept of a unit for lists: the folded text it is found by, and the key of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Folded for search.
    pub search_text: String,
    /// Byte order is the order of lists.
    pub name_key: Vec<u8>,
}

fn row_of(unit: Organisation, listed: Listed) -> organisation::Model {
    organisation::Model {
        id: unit.id,
        code: unit.code,
        tree: unit.tree,
        name: unit.name,
        kind: unit.kind,
        parent_id: unit.parent,
        full_name: unit.full_name,
        search_text: listed.search_text,
        name_key: listed.name_key,
        closed_on: unit.closed_on.map(day_text),
        closed_reason: unit.closed_reason,
        successor_id: unit.successor,
        origin_id: unit.origin,
        revision: unit.revision,
    }
}

/// Writes new units.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &Tx, units: Vec<(Organisation, Listed)>) -> Outcome<()> {
    let rows = units.into_iter().map(|(unit, listed)| {
        let row: organisation::ActiveModel = row_of(unit, listed).into();
        row.reset_all()
    });
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(ROWS) {
        organisation::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Writes a unit over the one of the revision before; false when somebody else changed it in between.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, unit: Organisation, listed: Listed) -> Outcome<bool> {
    let (id, before) = (unit.id, unit.revision - 1);
    let row: organisation::ActiveModel = row_of(unit, listed).into();
    let changed = organisation::Entity::update_many()
        .set(row.reset_all())
        .filter(organisation::Column::Id.eq(id))
        .filter(organisation::Column::Revision.eq(before))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Writes the names of a unit that follow from those above it.
///
/// # Errors
/// When the database fails.
pub async fn put_full_name(tx: &Tx, id: Uuid, full_name: &str, search_text: &str) -> Outcome<()> {
    organisation::Entity::update_many()
        .col_expr(organisation::Column::FullName, full_name.into())
        .col_expr(organisation::Column::SearchText, search_text.into())
        .filter(organisation::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The living units directly below one.
///
/// # Errors
/// When the database fails.
pub async fn children(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Vec<Organisation>> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::ParentId.eq(id))
        .filter(organisation::Column::ClosedOn.is_null())
        .all(db)
        .await
        .map_err(failed)?;
    rows.into_iter().map(unit).collect()
}

/// How many units stood directly below one on `day` or later.
///
/// # Errors
/// When the database fails.
pub async fn count_below_from(
    db: &impl ConnectionTrait,
    id: Uuid,
    day: NaiveDate,
) -> Outcome<usize> {
    let rows: Vec<Uuid> = organisation_version::Entity::find()
        .select_only()
        .column(organisation_version::Column::OrganisationId)
        .distinct()
        .filter(organisation_version::Column::ParentId.eq(id))
        .filter(
            organisation_version::Column::ValidTo
                .is_null()
                .or(organisation_version::Column::ValidTo.gt(day_text(day))),
        )
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.len())
}

// ---------------------------------------------------------------------------------------------------------------------
// Histories

/// The histories of these units, each in the order of days.
///
/// # Errors
/// When the database fails.
pub async fn histories(db: &impl ConnectionTrait, ids: &[Uuid]) -> Outcome<Histories> {
    let mut found = Histories::new();
    for chunk in ids.chunks(ROWS) {
        let rows = organisation_version::Entity::find()
            .filter(organisation_version::Column::OrganisationId.is_in(chunk.iter().copied()))
            .order_by_asc(organisation_version::Column::ValidFrom)
            .all(db)
            .await
            .map_err(failed)?;
        for row in rows {
            let unit = found.entry(row.organisation_id).or_default();
            unit.push(version(row)?);
        }
    }
    Ok(found)
}

/// The histories of a unit and of all that ever stood above it.
///
/// # Errors
/// When the database fails.
pub async fn histories_upwards(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Histories> {
    let mut known = Histories::new();
    let mut next = vec![id];
    while !next.is_empty() {
        let found = histories(db, &next).await?;
        let parents = found.values().flatten().filter_map(|v| v.parent);
        let mut above: Vec<Uuid> = parents.collect();
        known.extend(found);
        above.sort_unstable();
        above.dedup();
        above.retain(|id| !known.contains_key(id));
        next = above;
    }
    Ok(known)
}

/// For each unit of a tree: its first day, and the one from which its present state holds.
///
/// # Errors
/// When the database fails.
pub async fn spans(
    db: &impl ConnectionTrait,
    tree: &str,
) -> Outcome<HashMap<Uuid, (NaiveDate, NaiveDate)>> {
    let sql = |place: &str| {
        format!(
            "SELECT v.organisation_id AS id, MIN(v.valid_from) AS first, MAX(v.valid_from) AS since \
             FROM organisation_version v JOIN organisation o ON o.id = v.organisation_id WHERE o.tree = {place} GROUP BY v.organisation_id"
        )
    };
    let query = statement(db, &sql("$1"), &sql("?"), vec![tree.into()]);
    let rows = db.query_all_raw(query).await.map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let id: Uuid = row.try_get("", "id").map_err(failed)?;
            let first: String = row.try_get("", "first").map_err(failed)?;
            let since: String = row.try_get("", "since").map_err(failed)?;
            Ok((id, (read_day(&first)?, read_day(&since)?)))
        })
        .collect()
}

/// Writes versions that begin; one that begins on the same day is written over.
///
/// # Errors
/// When the database fails.
pub async fn put_versions(tx: &Tx, versions: Vec<(Uuid, Version)>) -> Outcome<()> {
    let row = |(id, v): (Uuid, Version)| organisation_version::ActiveModel {
        organisation_id: Set(id),
        valid_from: Set(day_text(v.from)),
        valid_to: Set(v.to.map(day_text)),
        name: Set(v.name),
        kind: Set(v.kind),
        parent_id: Set(v.parent),
        reason: Set(v.reason),
        recorded_at: Set(v.recorded_at.0),
        recorded_by: Set(v.recorded_by),
    };
    let rows: Vec<_> = versions.into_iter().map(row).collect();
    for chunk in rows.chunks(ROWS) {
        let on_conflict = OnConflict::columns([
            organisation_version::Column::OrganisationId,
            organisation_version::Column::ValidFrom,
        ])
        .update_columns([
            organisation_version::Column::ValidTo,
            organisation_version::Column::Name,
            organisation_version::Column::Kind,
            organisation_version::Column::ParentId,
            organisation_version::Column::Reason,
            organisation_version::Column::RecordedAt,
            organisation_version::Column::RecordedBy,
        ])
        .to_owned();
        organisation_version::Entity::insert_many(chunk.to_vec())
            .on_conflict(on_conflict)
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Ends the version of a unit that lasts and began before `day`; with `last` also one that began on it.
///
/// # Errors
/// When the database fails.
pub async fn end_version(tx: &Tx, id: Uuid, day: NaiveDate, last: bool) -> Outcome<()> {
    let began = organisation_version::Column::ValidFrom;
    let began = if last {
        began.lte(day_text(day))
    } else {
        began.lt(day_text(day))
    };
    organisation_version::Entity::update_many()
        .col_expr(
            organisation_version::Column::ValidTo,
            Some(day_text(day)).into(),
        )
        .filter(organisation_version::Column::OrganisationId.eq(id))
        .filter(organisation_version::Column::ValidTo.is_null())
        .filter(began)
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

// ---------------------------------------------------------------------------------------------------------------------
// Who stands above whom

/// The unit and those that answer for it, nearest first.
///
/// # Errors
/// When the database fails.
pub async fn lineage(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Vec<Uuid>> {
    organisation_above::Entity::find()
        .select_only()
        .column(organisation_above::Column::AboveId)
        .filter(organisation_above::Column::OrganisationId.eq(id))
        .order_by_asc(organisation_above::Column::Depth)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// The living units of a unit's subtree without itself.
///
/// # Errors
/// When the database fails.
pub async fn living_below(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Vec<Organisation>> {
    let below: Vec<Uuid> = organisation_above::Entity::find()
        .select_only()
        .column(organisation_above::Column::OrganisationId)
        .filter(organisation_above::Column::AboveId.eq(id))
        .filter(organisation_above::Column::Depth.gt(0))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    let mut found = units(db, &below).await?;
    found.retain(|u| u.closed_on.is_none());
    Ok(found)
}

/// Units by their ids, in no order.
///
/// # Errors
/// When the database fails.
pub async fn units(db: &impl ConnectionTrait, ids: &[Uuid]) -> Outcome<Vec<Organisation>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS) {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await
            .map_err(failed)?;
        for row in rows {
            found.push(unit(row)?);
        }
    }
    Ok(found)
}

/// Writes pairs of a unit and one above it (itself at depth 0).
///
/// # Errors
/// When the database fails.
pub async fn add_above(tx: &Tx, pairs: &[(Uuid, Uuid, i32)]) -> Outcome<()> {
    for chunk in pairs.chunks(ROWS) {
        let row = |(unit, above, depth): &(Uuid, Uuid, i32)| organisation_above::ActiveModel {
            organisation_id: Set(*unit),
            above_id: Set(*above),
            depth: Set(*depth),
        };
        organisation_above::Entity::insert_many(chunk.iter().map(row))
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Puts a new unit below another; `None` is the top.
///
/// # Errors
/// When the database fails.
pub async fn place_new(tx: &Tx, id: Uuid, above: Option<Uuid>) -> Outcome<()> {
    add_above(tx, &[(id, id, 0)]).await?;
    match above {
        Some(above) => hang_below(tx, id, above).await,
        None => Ok(()),
    }
}

/// Puts a unit with all below it under another; `None` is the top.
///
/// # Errors
/// When the database fails.
pub async fn place(tx: &Tx, id: Uuid, above: Option<Uuid>) -> Outcome<()> {
    let sql = |[subtree, own]: [&str; 2]| {
        format!(
            "DELETE FROM organisation_above \
             WHERE organisation_id IN (SELECT b.organisation_id FROM organisation_above b WHERE b.above_id = {subtree}) \
             AND above_id IN (SELECT a.above_id FROM organisation_above a WHERE a.organisation_id = {own} AND a.depth > 0)"
        )
    };
    run(tx, sql(["$1", "$1"]), sql(["?1", "?1"]), vec![id.into()]).await?;
    match above {
        Some(above) => hang_below(tx, id, above).await,
        None => Ok(()),
    }
}

/// Everything at and below `id` gets everything at and above `above`.
async fn hang_below(tx: &Tx, id: Uuid, above: Uuid) -> Outcome<()> {
    let sql = |[id, above]: [&str; 2]| {
        format!(
            "INSERT INTO organisation_above (organisation_id, above_id, depth) \
             SELECT b.organisation_id, a.above_id, b.depth + a.depth + 1 FROM organisation_above b CROSS JOIN organisation_above a \
             WHERE b.above_id = {id} AND a.organisation_id = {above}"
        )
    };
    let values = vec![id.into(), above.into()];
    run(tx, sql(["$1", "$2"]), sql(["?1", "?2"]), values).await
}

/// Forgets who stands above whom in a tree.
///
/// # Errors
/// When the database fails.
pub async fn forget_above(tx: &Tx, tree: &str) -> Outcome<()> {
    let sql = |place: &str| {
        format!(
            "DELETE FROM organisation_above WHERE organisation_id IN (SELECT id FROM organisation WHERE tree = {place})"
        )
    };
    run(tx, sql("$1"), sql("?1"), vec![tree.into()]).await
}

async fn run(tx: &Tx, postgres: String, sqlite: String, values: Vec<Value>) -> Outcome<()> {
    tx.execute_raw(statement(tx, &postgres, &sqlite, values))
        .await
        .map(drop)
        .map_err(failed)
}
