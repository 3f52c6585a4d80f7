//! Sessions and one-time links in the database. Of tokens only hashes are stored.

use entity::{one_time_link, session};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::roles::to_grant;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed, statement};

/// Opens a session.
///
/// # Errors
/// When the database fails.
pub async fn open_session(
    tx: &Tx,
    token_hash: Vec<u8>,
    account: Uuid,
    device: &str,
    now: Moment,
    expires_at: Moment,
) -> Outcome<()> {
    let row = session::ActiveModel {
        token_hash: Set(token_hash),
        account_id: Set(account),
        created_at: Set(now.0),
        expires_at: Set(expires_at.0),
        seen_at: Set(now.0),
        device: Set(device.to_owned()),
    };
    session::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn close_session(tx: &Tx, token_hash: Vec<u8>) -> Outcome<()> {
    session::Entity::delete_by_id(token_hash)
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Removes sessions that have expired.
///
/// # Errors
/// When the database fails.
pub async fn remove_expired(tx: &Tx, now: Moment) -> Outcome<()> {
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now.0))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The person of a session that has not expired, with roles, and when the session was last used; one statement, since every signed-in request asks it.
///
/// # Errors
/// When the database fails.
pub async fn actor_of_session(
    db: &impl ConnectionTrait,
    token_hash: Vec<u8>,
    now: Moment,
) -> Outcome<Option<(Actor, Moment)>> {
    let sql = |p: [&str; 2]| {
        format!(
            "SELECT a.id, a.full_name, s.seen_at, r.kind, r.organisation_id FROM session s \
             JOIN account a ON a.id = s.account_id AND a.closed_at IS NULL \
             LEFT JOIN role r ON r.account_id = a.id WHERE s.token_hash = {} AND s.expires_at > {}",
            p[0], p[1]
        )
    };
    let query = statement(
        db,
        &sql(["$1", "$2"]),
        &sql(["?", "?"]),
        vec![token_hash.into(), now.0.into()],
    );
    let rows = db.query_all_raw(query).await.map_err(failed)?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut actor = Actor {
        account: first.try_get("", "id").map_err(failed)?,
        name: first.try_get("", "full_name").map_err(failed)?,
        grants: Vec::new(),
    };
    for row in &rows {
        let kind: Option<String> = row.try_get("", "kind").map_err(failed)?;
        let at: Option<Uuid> = row.try_get("", "organisation_id").map_err(failed)?;
        let grant = kind.zip(at).and_then(|(kind, at)| to_grant(&kind, at));
        actor.grants.extend(grant);
    }
    let seen_at = first.try_get("", "seen_at").map_err(failed)?;
    Ok(Some((actor, Moment(seen_at))))
}

/// Writes a one-time link.
///
/// # Errors
/// When the database fails.
pub async fn put_link(
    tx: &Tx,
    token_hash: Vec<u8>,
    purpose: &str,
    account: Uuid,
    now: Moment,
    expires_at: Moment,
) -> Outcome<()> {
    let row = one_time_link::ActiveModel {
        token_hash: Set(token_hash),
        purpose: Set(purpose.to_owned()),
        account_id: Set(account),
        created_at: Set(now.0),
        expires_at: Set(expires_at.0),
        used_at: Set(None),
    };
    one_time_link::Entity::insert(row)
        .on_conflict(
            OnConflict::column(one_time_link::Column::TokenHash)
                .update_column(one_time_link::Column::ExpiresAt)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The account of a link that is unused and has not expired.
///
/// # Errors
/// When the database fails.
pub async fn link_account(
    db: &impl ConnectionTrait,
    token_hash: Vec<u8>,
    purpose: &str,
    now: Moment,
) -> Outcome<Option<Uuid>> {
    let row = one_time_link::Entity::find_by_id(token_hash)
        .filter(one_time_link::Column::Purpose.eq(purpose))
        .filter(one_time_link::Column::UsedAt.is_null())
        .filter(one_time_link::Column::ExpiresAt.gt(now.0))
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(|r| r.account_id))
}

/// Marks a link as used; false when somebody was quicker.
///
/// # Errors
/// When the database fails.
pub async fn use_link(tx: &Tx, token_hash: Vec<u8>, now: Moment) -> Outcome<bool> {
    let changed = one_time_link::Entity::update_many()
        .col_expr(one_time_link::Column::UsedAt, Some(now.0).into())
        .filter(one_time_link::Column::TokenHash.eq(token_hash))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &Tx, token_hash: Vec<u8>, now: Moment) -> Outcome<()> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, now.0.into())
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The sessions of a person that have not expired, the latest used first: (hash, device, opened, last used).
///
/// # Errors
/// When the database fails.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: Uuid,
    now: Moment,
) -> Outcome<Vec<(Vec<u8>, String, Moment, Moment)>> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresAt.gt(now.0))
        .order_by_desc(session::Column::SeenAt)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|r| {
            (
                r.token_hash,
                r.device,
                Moment(r.created_at),
                Moment(r.seen_at),
            )
        })
        .collect())
}

/// Ends every session of a person but the one with this hash.
///
/// # Errors
/// When the database fails.
pub async fn close_others(tx: &Tx, account: Uuid, but: Option<Vec<u8>>) -> Outcome<u64> {
    let mut query = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    if let Some(but) = but {
        query = query.filter(session::Column::TokenHash.ne(but));
    }
    Ok(query.exec(tx).await.map_err(failed)?.rows_affected)
}

/// Makes every unused link of a person for this purpose useless.
///
/// # Errors
/// When the database fails.
pub async fn drop_links(tx: &Tx, account: Uuid, purpose: &str) -> Outcome<()> {
    one_time_link::Entity::delete_many()
        .filter(one_time_link::Column::AccountId.eq(account))
        .filter(one_time_link::Column::Purpose.eq(purpose))
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}
