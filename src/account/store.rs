//! Accounts, identities and entry codes in the database.

pub mod listing;
pub mod roles;
pub mod sessions;

use entity::{account, entry_code, identity};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::model::{Account, Profile, Vouched};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::collate::person_key;
use crate::platform::db::{Tx, failed, is_duplicate};
use crate::platform::text::fold;
use crate::platform::words;

/// The list of all accounts, in the table of words to search by.
pub const EVERYBODY: Uuid = Uuid::nil();

/// The words an account is found by.
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

/// Writes a new account and makes it found.
///
/// # Errors
/// When the login is taken, or the database fails.
pub async fn insert(
    tx: &Tx,
    account: &Account,
    password_hash: Option<String>,
    now: Moment,
) -> Outcome<()> {
    let name_key = person_key(&account.full_name);
    let row = account::ActiveModel {
        id: Set(account.id),
        login: Set(account.login.clone()),
        email: Set(account.email.clone()),
        phone: Set(account.phone.clone()),
        full_name: Set(account.full_name.clone()),
        name_key: Set(name_key.clone()),
        birth_date: Set(account.birth_date.clone()),
        organisation_id: Set(account.organisation),
        search_text: Set(fold(&found_by(&account.full_name, &account.login))),
        password_hash: Set(password_hash),
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
    let text = found_by(&account.full_name, &account.login);
    words::add(tx, EVERYBODY, account.id, &name_key, &text).await
}

/// The account with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<Account>> {
    let row = account::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(to_account))
}

/// The account with this id and its password hash.
///
/// # Errors
/// When the database fails.
pub async fn with_hash(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Outcome<Option<(Account, Option<String>)>> {
    let row = account::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map(split))
}

fn split(row: account::Model) -> (Account, Option<String>) {
    let hash = row.password_hash.clone();
    (to_account(row), hash)
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
    Ok(row.map(split))
}

/// Accounts with this phone number or e-mail address, at most `limit` of them, in no order.
///
/// # Errors
/// When the database fails.
pub async fn by_contact(
    db: &impl ConnectionTrait,
    contact: &str,
    limit: u64,
) -> Outcome<Vec<(Account, Option<String>)>> {
    let column = if contact.contains('@') {
        account::Column::Email
    } else {
        account::Column::Phone
    };
    let rows = account::Entity::find()
        .filter(column.eq(contact))
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(split).collect())
}

/// Accounts made before lists were ordered by name: they have no place in the order yet.
///
/// # Errors
/// When the database fails.
pub async fn without_place(db: &impl ConnectionTrait, limit: u64) -> Outcome<Vec<Account>> {
    let rows = account::Entity::find()
        .filter(account::Column::NameKey.eq(Vec::<u8>::new()))
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_account).collect())
}

/// Gives an account its place in the order of names and makes it found.
///
/// # Errors
/// When the database fails.
pub async fn give_place(tx: &Tx, account: &Account) -> Outcome<()> {
    let name_key = person_key(&account.full_name);
    let text = found_by(&account.full_name, &account.login);
    let key = Expr::value(name_key.clone());
    set(tx, account.id, account::Column::NameKey, key).await?;
    words::put(tx, EVERYBODY, account.id, &name_key, &text).await
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

/// Writes what a person wants to be known as.
///
/// # Errors
/// When the login is taken, or the database fails.
pub async fn set_profile(tx: &Tx, id: Uuid, profile: &Profile) -> Outcome<()> {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let name_key = person_key(&profile.full_name);
    let text = found_by(&profile.full_name, &profile.login);
    account::Entity::update_many()
        .col_expr(account::Column::Login, profile.login.as_str().into())
        .col_expr(account::Column::FullName, profile.full_name.as_str().into())
        .col_expr(account::Column::NameKey, Expr::value(name_key.clone()))
        .col_expr(account::Column::SearchText, fold(&text).into())
        .col_expr(account::Column::Email, some(&profile.email).into())
        .col_expr(account::Column::Phone, some(&profile.phone).into())
        .col_expr(account::Column::BirthDate, some(&profile.birth_date).into())
        .col_expr(account::Column::OrganisationId, profile.organisation.into())
        .filter(account::Column::Id.eq(id))
        .exec(tx)
        .await
        .map_err(taken)?;
    words::put(tx, EVERYBODY, id, &name_key, &text).await
}

async fn set(
    tx: &Tx,
    id: Uuid,
    column: account::Column,
    value: impl Into<sea_orm::sea_query::SimpleExpr>,
) -> Outcome<()> {
    account::Entity::update_many()
        .col_expr(column, value.into())
        .filter(account::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Sets the password.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &Tx, id: Uuid, hash: String) -> Outcome<()> {
    set(tx, id, account::Column::PasswordHash, Some(hash)).await
}

/// Sets the language.
///
/// # Errors
/// When the database fails.
pub async fn set_lang(tx: &Tx, id: Uuid, lang: &str) -> Outcome<()> {
    set(tx, id, account::Column::Lang, Some(lang.to_owned())).await
}

/// The language a person chose.
///
/// # Errors
/// When the database fails.
pub async fn lang(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<String>> {
    let found: Option<Option<String>> = account::Entity::find_by_id(id)
        .select_only()
        .column(account::Column::Lang)
        .into_tuple()
        .one(db)
        .await
        .map_err(failed)?;
    Ok(found.flatten())
}

/// Closes an account (`Some`) or opens it again (`None`).
///
/// # Errors
/// When the database fails.
pub async fn set_closed(tx: &Tx, id: Uuid, at: Option<Moment>) -> Outcome<()> {
    set(tx, id, account::Column::ClosedAt, at.map(|m| m.0)).await
}

/// Notes who vouches for a person.
///
/// # Errors
/// When the database fails.
pub async fn set_verified(tx: &Tx, id: Uuid, by: &str) -> Outcome<()> {
    set(tx, id, account::Column::VerifiedBy, Some(by.to_owned())).await
}

/// Makes a code lead to an account, in place of any before.
///
/// # Errors
/// When the database fails.
pub async fn put_code(
    tx: &Tx,
    account: Uuid,
    number: i32,
    code_hash: Vec<u8>,
    now: Moment,
) -> Outcome<()> {
    entry_code::Entity::delete_many()
        .filter(entry_code::Column::AccountId.eq(account))
        .exec(tx)
        .await
        .map_err(failed)?;
    add_code(tx, account, code_hash, now).await?;
    set(tx, account, account::Column::EntryCode, Some(number)).await
}

/// Makes a code lead to an account that is new.
///
/// # Errors
/// When the database fails.
pub async fn add_code(tx: &Tx, account: Uuid, code_hash: Vec<u8>, now: Moment) -> Outcome<()> {
    let row = entry_code::ActiveModel {
        code_hash: Set(code_hash),
        account_id: Set(account),
        created_at: Set(now.0),
    };
    entry_code::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The account a code leads to.
///
/// # Errors
/// When the database fails.
pub async fn by_code(db: &impl ConnectionTrait, code_hash: Vec<u8>) -> Outcome<Option<Account>> {
    let Some(code) = entry_code::Entity::find_by_id(code_hash)
        .one(db)
        .await
        .map_err(failed)?
    else {
        return Ok(None);
    };
    by_id(db, code.account_id).await
}

/// The account of a person a provider knows.
///
/// # Errors
/// When the database fails.
pub async fn by_identity(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Outcome<Option<Account>> {
    let found = identity::Entity::find_by_id((issuer.to_owned(), subject.to_owned()))
        .one(db)
        .await
        .map_err(failed)?;
    match found {
        Some(row) => by_id(db, row.account_id).await,
        None => Ok(None),
    }
}

/// Ties a person a provider knows to an account; false when somebody was quicker.
///
/// # Errors
/// When the database fails.
pub async fn add_identity(tx: &Tx, account: Uuid, who: &Vouched, now: Moment) -> Outcome<bool> {
    let row = identity::ActiveModel {
        issuer: Set(who.issuer.clone()),
        subject: Set(who.subject.clone()),
        account_id: Set(account),
        created_at: Set(now.0),
    };
    let written = identity::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([identity::Column::Issuer, identity::Column::Subject])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(written == 1)
}
