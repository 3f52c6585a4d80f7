//! Accounts, roles, sessions and one-time links in the database.

use entity::{account, one_time_link, role, session};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::model::Account;
use crate::kernel::actor::{Actor, Grant, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::collate::person_key;
use crate::platform::db::{Tx, failed, is_duplicate, statement};
use crate::platform::text::fold;
use crate::platform::words;

/// Writes a new account.
///
/// # Errors
/// When the login is taken, or the database fails.
pub async fn insert(
    tx: &Tx,
    account: &Account,
    password_hash: Option<String>,
    now: Moment,
) -> Outcome<()> {
    let row = account::ActiveModel {
        id: Set(account.id),
        login: Set(account.login.clone()),
        email: Set(account.email.clone()),
        full_name: Set(account.full_name.clone()),
        search_text: Set(fold(&format!("{} {}", account.full_name, account.login))),
        password_hash: Set(password_hash),
        name_key: Set(person_key(&account.full_name)),
        phone: Set(account.phone.clone()),
        birth_date: Set(account.birth_date.clone()),
        organisation_id: Set(account.organisation),
        entry_code: Set(account.entry_code),
        verified_by: Set(account.verified_by.clone()),
        lang: Set(None),
        closed_at: Set(None),
        created_at: Set(now.0),
    };
    account::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(taken)?;
    words::add(
        tx,
        EVERYBODY,
        account.id,
        &person_key(&account.full_name),
        &found_by(&account.full_name, &account.login),
    )
    .await
}

/// The list of all accounts, in the table of words to search by.
pub const EVERYBODY: Uuid = Uuid::nil();

fn found_by(full_name: &str, login: &str) -> String {
    format!("{full_name} {login}")
}

fn taken(error: DbErr) -> Problem {
    if is_duplicate(&error) {
        Problem::new(Code::LoginTaken)
    } else {
        failed(error)
    }
}

fn to_account(row: account::Model) -> Account {
    Account {
        id: row.id,
        login: row.login,
        full_name: row.full_name,
        email: row.email,
        phone: row.phone,
        birth_date: row.birth_date,
        organisation: row.organisation_id,
        verified_by: row.verified_by,
        entry_code: row.entry_code,
        has_password: row.password_hash.is_some(),
        closed_at: row.closed_at.map(Moment),
        created_at: Moment(row.created_at),
    }
}

/// Finds an account by its normal login, with its password hash.
///
/// # Errors
/// When the database fails.
pub async fn by_login(
    db: &impl ConnectionTrait,
    login: &str,
) -> Outcome<Option<(Account, Option<String>)>> {
    let row = account::Entity::find()
        .filter(account::Column::Login.eq(login))
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(|mut r| {
        let hash = r.password_hash.clone();
        r.password_hash.take();
        (
            to_account(account::Model {
                password_hash: hash.clone(),
                ..r
            }),
            hash,
        )
    }))
}

/// Finds accounts by id.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[Uuid]) -> Outcome<Vec<Account>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rows = account::Entity::find()
            .filter(account::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await
            .map_err(failed)?;
        found.extend(rows.into_iter().map(to_account));
    }
    Ok(found)
}

/// Sets login, name and password of an account.
///
/// # Errors
/// When the login is taken, or the database fails.
pub async fn set_identity(
    tx: &Tx,
    id: Uuid,
    login: &str,
    full_name: &str,
    password_hash: String,
) -> Outcome<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Login, login.into())
        .col_expr(account::Column::FullName, full_name.into())
        .col_expr(
            account::Column::SearchText,
            fold(&format!("{full_name} {login}")).into(),
        )
        .col_expr(account::Column::PasswordHash, Some(password_hash).into())
        .filter(account::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(|e| {
            if is_duplicate(&e) {
                Problem::new(Code::LoginTaken)
            } else {
                failed(e)
            }
        })
}

/// Grants a role; granting it again changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn grant(
    tx: &Tx,
    account: Uuid,
    role: Role,
    by: Option<Uuid>,
    now: Moment,
) -> Outcome<()> {
    let row = role::ActiveModel {
        account_id: Set(account),
        kind: Set(role.as_str().to_owned()),
        organisation_id: Set(Uuid::nil()),
        granted_at: Set(now.0),
        granted_by: Set(by),
    };
    role::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                role::Column::AccountId,
                role::Column::Kind,
                role::Column::OrganisationId,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Accounts that hold a role.
///
/// # Errors
/// When the database fails.
pub async fn holders(db: &impl ConnectionTrait, role: Role) -> Outcome<Vec<Uuid>> {
    let rows = role::Entity::find()
        .filter(role::Column::Kind.eq(role.as_str()))
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(|r| r.account_id).collect())
}

/// Opens a session.
///
/// # Errors
/// When the database fails.
pub async fn open_session(
    tx: &Tx,
    token_hash: Vec<u8>,
    account: Uuid,
    now: Moment,
    expires_at: Moment,
) -> Outcome<()> {
    let row = session::ActiveModel {
        token_hash: Set(token_hash),
        account_id: Set(account),
        created_at: Set(now.0),
        expires_at: Set(expires_at.0),
        seen_at: Set(now.0),
        device: Set(String::new()),
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

/// The person of a session that has not expired, with roles; one statement, since every signed-in request asks it.
///
/// # Errors
/// When the database fails.
pub async fn actor_of_session(
    db: &impl ConnectionTrait,
    token_hash: Vec<u8>,
    now: Moment,
) -> Outcome<Option<Actor>> {
    let sql = |p: [&str; 2]| {
        format!(
            "SELECT a.id, a.full_name, a.lang, s.seen_at, r.kind, r.organisation_id FROM session s \
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
        let grant = kind.as_deref().and_then(Role::parse).map(|role| Grant {
            role,
            organisation: at.filter(|id| !id.is_nil()),
        });
        actor.grants.extend(grant);
    }
    Ok(Some(actor))
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
