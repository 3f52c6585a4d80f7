//! Contests, versions of their rules, rounds and entries in the database.

use entity::{contest, contest_rules, entry, round};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};
use uuid::Uuid;

pub mod people;

pub use entity::contest::Model as ContestRow;
pub use entity::entry::Model as Entry;
pub use entity::round::Model as RoundRow;

use super::model::Rules;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Tx, failed, is_duplicate};

/// Finds a contest by slug.
///
/// # Errors
/// When the database fails.
pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Outcome<Option<contest::Model>> {
    contest::Entity::find()
        .filter(contest::Column::Slug.eq(slug))
        .one(db)
        .await
        .map_err(failed)
}

/// Finds a contest by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<contest::Model>> {
    contest::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// Slugs of all contests, newest first.
///
/// # Errors
/// When the database fails.
pub async fn slugs(db: &impl ConnectionTrait) -> Outcome<Vec<String>> {
    contest::Entity::find()
        .select_only()
        .column(contest::Column::Slug)
        .order_by_desc(contest::Column::CreatedAt)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// Writes a contest, new or changed.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, row: contest::Model) -> Outcome<()> {
    let row: contest::ActiveModel = row.into();
    let columns = [
        contest::Column::Title,
        contest::Column::Summary,
        contest::Column::IssuedBy,
        contest::Column::OrganisationId,
        contest::Column::BankSlug,
        contest::Column::Page,
        contest::Column::RulesVersion,
        contest::Column::Demo,
    ];
    contest::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::column(contest::Column::Id)
                .update_columns(columns)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Reads a version of a contest's rules.
///
/// # Errors
/// When it is missing, or the database fails.
pub async fn rules(db: &impl ConnectionTrait, contest: Uuid, version: i32) -> Outcome<Rules> {
    let row = contest_rules::Entity::find_by_id((contest, version))
        .one(db)
        .await
        .map_err(failed)?;
    let row = row.ok_or_else(|| {
        Problem::internal(format!(
            "rules version {version} of contest {contest} are missing"
        ))
    })?;
    serde_json::from_str(&row.data).map_err(Problem::internal)
}

/// Adds a version of a contest's rules.
///
/// # Errors
/// When the database fails.
pub async fn add_rules(
    tx: &Tx,
    contest: Uuid,
    version: i32,
    rules: &Rules,
    reason: &str,
    by: Option<Uuid>,
    now: Moment,
) -> Outcome<()> {
    let row = contest_rules::ActiveModel {
        contest_id: Set(contest),
        version: Set(version),
        data: Set(serde_json::to_string(rules).map_err(Problem::internal)?),
        reason: Set(reason.to_owned()),
        created_at: Set(now.0),
        created_by: Set(by),
    };
    contest_rules::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// A contest's rounds in order.
///
/// # Errors
/// When the database fails.
pub async fn rounds(db: &impl ConnectionTrait, contest: Uuid) -> Outcome<Vec<round::Model>> {
    round::Entity::find()
        .filter(round::Column::ContestId.eq(contest))
        .order_by_asc(round::Column::Position)
        .all(db)
        .await
        .map_err(failed)
}

/// Reads one round.
///
/// # Errors
/// When the database fails.
pub async fn round(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<round::Model>> {
    round::Entity::find_by_id(id).one(db).await.map_err(failed)
}

/// Writes a round, new or changed. What finalisation wrote stays.
///
/// # Errors
/// When the database fails.
pub async fn put_round(tx: &Tx, row: round::Model) -> Outcome<()> {
    let row: round::ActiveModel = row.into();
    let columns = [
        round::Column::Title,
        round::Column::Position,
        round::Column::OpensAt,
        round::Column::ClosesAt,
    ];
    round::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::column(round::Column::Id)
                .update_columns(columns)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Marks a round as final; false when it was final before.
///
/// # Errors
/// When the database fails.
pub async fn set_final(tx: &Tx, round: Uuid, at: Moment, data: &str) -> Outcome<bool> {
    let changed = round::Entity::update_many()
        .col_expr(round::Column::FinalAt, Some(at.0).into())
        .col_expr(round::Column::FinalData, Some(data.to_owned()).into())
        .filter(round::Column::Id.eq(round))
        .filter(round::Column::FinalAt.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Writes an entry.
///
/// # Errors
/// When the person, or somebody with the same details, has entered already; or the database fails.
pub async fn add_entry(tx: &Tx, row: entry::Model) -> Outcome<()> {
    let row: entry::ActiveModel = row.into();
    entry::Entity::insert(row.reset_all())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(|e| {
            if is_duplicate(&e) {
                Problem::new(Code::SamePersonEntered)
            } else {
                failed(e)
            }
        })
}

/// The entry of a person.
///
/// # Errors
/// When the database fails.
pub async fn entry_of(
    db: &impl ConnectionTrait,
    contest: Uuid,
    account: Uuid,
) -> Outcome<Option<entry::Model>> {
    entry::Entity::find()
        .filter(entry::Column::ContestId.eq(contest))
        .filter(entry::Column::AccountId.eq(account))
        .one(db)
        .await
        .map_err(failed)
}

/// The entries of these people, in no order.
///
/// # Errors
/// When the database fails.
pub async fn entries_of(
    db: &impl ConnectionTrait,
    contest: Uuid,
    accounts: &[Uuid],
) -> Outcome<Vec<entry::Model>> {
    let mut found = Vec::with_capacity(accounts.len());
    for chunk in accounts.chunks(500) {
        let rows = entry::Entity::find()
            .filter(entry::Column::ContestId.eq(contest))
            .filter(entry::Column::AccountId.is_in(chunk.iter().copied()))
            .all(db)
            .await
            .map_err(failed)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The entries of one person in all contests, newest first.
///
/// # Errors
/// When the database fails.
pub async fn entries_by(
    db: &impl ConnectionTrait,
    account: Uuid,
    offset: u64,
    limit: u64,
) -> Outcome<Vec<entry::Model>> {
    entry::Entity::find()
        .filter(entry::Column::AccountId.eq(account))
        .order_by_desc(entry::Column::CreatedAt)
        .order_by_asc(entry::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// How many contests a person has entered.
///
/// # Errors
/// When the database fails.
pub async fn count_entries_by(db: &impl ConnectionTrait, account: Uuid) -> Outcome<u64> {
    entry::Entity::find()
        .filter(entry::Column::AccountId.eq(account))
        .count(db)
        .await
        .map_err(failed)
}

/// How many people have entered.
///
/// # Errors
/// When the database fails.
pub async fn count_entries(db: &impl ConnectionTrait, contest: Uuid) -> Outcome<u64> {
    entry::Entity::find()
        .filter(entry::Column::ContestId.eq(contest))
        .count(db)
        .await
        .map_err(failed)
}

/// Addresses of people who entered and left an e-mail address: (address, language-neutral name), in pages after `after`.
///
/// # Errors
/// When the database fails.
pub async fn mail_addresses(
    db: &impl ConnectionTrait,
    contest: Uuid,
    after: Uuid,
    limit: u64,
) -> Outcome<Vec<(Uuid, Option<String>)>> {
    entry::Entity::find()
        .select_only()
        .column(entry::Column::AccountId)
        .column(entity::account::Column::Email)
        .join(
            sea_orm::JoinType::InnerJoin,
            entry::Entity::belongs_to(entity::account::Entity)
                .from(entry::Column::AccountId)
                .to(entity::account::Column::Id)
                .into(),
        )
        .filter(entry::Column::ContestId.eq(contest))
        .filter(Expr::col((entry::Entity, entry::Column::AccountId)).gt(after))
        .order_by_asc(entry::Column::AccountId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}
