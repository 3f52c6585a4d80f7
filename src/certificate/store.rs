//! Certificates, their series and what is asked for, in the database.

pub mod due;
pub mod files;
pub mod listing;
pub mod series;

use entity::certificate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::model::{Certificate, State};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::collate::person_key;
use crate::platform::db::{Tx, failed};
use crate::platform::words;

/// The list of all certificates, in the table of words to search by.
pub const EVERY: Uuid = Uuid::from_u128(0x6365_7274_6966_6963_6174_6573_0000_0001);

fn read(row: certificate::Model) -> Outcome<Certificate> {
    Ok(Certificate {
        id: row.id,
        account: row.account_id,
        award: row.award,
        edition: row.edition,
        slug: row.slug,
        series: row.series,
        year: row.year,
        seq: row.seq,
        organisation: row.organisation_id,
        course: row.course_id,
        cohort: row.cohort_id,
        printed: serde_json::from_str(&row.data).map_err(Problem::internal)?,
        state: State::from_code(row.state),
        ended_at: row.ended_at.map(Moment),
        reason: row.reason.unwrap_or_default(),
        replaced_by: row.replaced_by,
        status_index: row.status_index,
        issued_at: Moment(row.issued_at),
        revision: row.revision,
    })
}

fn write(one: &Certificate) -> Outcome<certificate::ActiveModel> {
    Ok(certificate::ActiveModel {
        id: Set(one.id),
        account_id: Set(one.account),
        award: Set(one.award.clone()),
        edition: Set(one.edition),
        number: Set(one.printed.number.clone()),
        slug: Set(one.slug.clone()),
        series: Set(one.series.clone()),
        year: Set(one.year),
        seq: Set(one.seq),
        organisation_id: Set(one.organisation),
        course_id: Set(one.course),
        cohort_id: Set(one.cohort),
        full_name: Set(one.printed.full_name.clone()),
        name_key: Set(person_key(&one.printed.full_name)),
        data: Set(serde_json::to_string(&one.printed).map_err(Problem::internal)?),
        state: Set(one.state.code()),
        ended_at: Set(one.ended_at.map(|m| m.0)),
        reason: Set(Some(one.reason.clone()).filter(|r| !r.is_empty())),
        replaced_by: Set(one.replaced_by),
        status_index: Set(one.status_index),
        issued_at: Set(one.issued_at.0),
        revision: Set(one.revision),
    })
}

/// Writes new certificates and makes them found by name.
///
/// # Errors
/// When one of them exists, or the database fails.
pub async fn insert(tx: &Tx, new: &[Certificate]) -> Outcome<()> {
    for chunk in new.chunks(200) {
        let rows: Vec<certificate::ActiveModel> =
            chunk.iter().map(write).collect::<Outcome<_>>()?;
        certificate::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
        let names: Vec<(Uuid, Vec<u8>, &str)> = chunk
            .iter()
            .map(|c| {
                let name = c.printed.full_name.as_str();
                (c.id, person_key(name), name)
            })
            .collect();
        words::add_many(tx, EVERY, &names).await?;
    }
    Ok(())
}

async fn one(
    db: &impl ConnectionTrait,
    query: sea_orm::Select<certificate::Entity>,
) -> Outcome<Option<Certificate>> {
    query.one(db).await.map_err(failed)?.map(read).transpose()
}

async fn all(
    db: &impl ConnectionTrait,
    query: sea_orm::Select<certificate::Entity>,
) -> Outcome<Vec<Certificate>> {
    let rows = query.all(db).await.map_err(failed)?;
    rows.into_iter().map(read).collect()
}

/// The certificate with this place in a series.
///
/// # Errors
/// When the database fails.
pub async fn by_place(
    db: &impl ConnectionTrait,
    (series, year, seq): &(String, i32, i32),
) -> Outcome<Option<Certificate>> {
    let query = certificate::Entity::find()
        .filter(certificate::Column::Series.eq(series))
        .filter(certificate::Column::Year.eq(*year))
        .filter(certificate::Column::Seq.eq(*seq));
    one(db, query).await
}

/// The certificate with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Certificate>> {
    one(db, certificate::Entity::find_by_id(id)).await
}

/// The certificate that this one replaced.
///
/// # Errors
/// When the database fails.
pub async fn before(db: &impl ConnectionTrait, one_: &Certificate) -> Outcome<Option<Certificate>> {
    let query = certificate::Entity::find()
        .filter(certificate::Column::AccountId.eq(one_.account))
        .filter(certificate::Column::Award.eq(&one_.award))
        .filter(certificate::Column::Edition.eq(one_.edition - 1));
    one(db, query).await
}

/// A person's certificates, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: Uuid,
    limit: u64,
) -> Outcome<Vec<Certificate>> {
    let query = certificate::Entity::find()
        .filter(certificate::Column::AccountId.eq(account))
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .limit(limit);
    all(db, query).await
}

/// Valid certificates for an award, a page at a time in the order of accounts.
///
/// # Errors
/// When the database fails.
pub async fn valid_of_award(
    db: &impl ConnectionTrait,
    award: &str,
    after: Uuid,
    limit: u64,
) -> Outcome<Vec<Certificate>> {
    let query = certificate::Entity::find()
        .filter(certificate::Column::Award.eq(award))
        .filter(certificate::Column::AccountId.gt(after))
        .filter(certificate::Column::State.eq(State::Valid.code()))
        .order_by_asc(certificate::Column::AccountId)
        .limit(limit);
    all(db, query).await
}

/// How a certificate ends.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Revoked or replaced.
    pub state: State,
    /// Why.
    pub reason: String,
    /// What stands in its place.
    pub replaced_by: Option<Uuid>,
    /// When.
    pub at: Moment,
}

/// Ends a certificate that is valid and was not changed since it was read; false when it was.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &Tx, id: Uuid, revision: i32, ending: &Ending) -> Outcome<bool> {
    let changed = certificate::Entity::update_many()
        .col_expr(certificate::Column::State, ending.state.code().into())
        .col_expr(certificate::Column::EndedAt, Some(ending.at.0).into())
        .col_expr(certificate::Column::Reason, ending.reason.as_str().into())
        .col_expr(certificate::Column::ReplacedBy, ending.replaced_by.into())
        .col_expr(certificate::Column::Revision, Expr::value(revision + 1))
        .filter(certificate::Column::Id.eq(id))
        .filter(certificate::Column::Revision.eq(revision))
        .filter(certificate::Column::State.eq(State::Valid.code()))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Counts a change of something that stands beside a certificate; false when it was changed since it was read.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &Tx, id: Uuid, revision: i32) -> Outcome<bool> {
    let changed = certificate::Entity::update_many()
        .col_expr(certificate::Column::Revision, Expr::value(revision + 1))
        .filter(certificate::Column::Id.eq(id))
        .filter(certificate::Column::Revision.eq(revision))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Places in the status lists, from `from` (included) to `to` (not included), whose certificates have ended.
///
/// # Errors
/// When the database fails.
pub async fn ended_between(db: &impl ConnectionTrait, from: i64, to: i64) -> Outcome<Vec<i64>> {
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::StatusIndex)
        .filter(certificate::Column::State.is_in([State::Revoked.code(), State::Replaced.code()]))
        .filter(certificate::Column::StatusIndex.gte(from))
        .filter(certificate::Column::StatusIndex.lt(to))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}
