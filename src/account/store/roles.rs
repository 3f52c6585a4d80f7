//! Roles in the database. The nil id in the key stands for the whole installation.

use entity::role;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Value, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::account::model::HeldRole;
use crate::kernel::actor::{Grant, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed, numbered};

fn place(grant: Grant) -> Uuid {
    grant.organisation.unwrap_or_default()
}

/// The grant that a row's name and place stand for; `None` for a role this program does not know.
pub fn to_grant(kind: &str, organisation: Uuid) -> Option<Grant> {
    Some(Grant {
        role: Role::parse(kind)?,
        organisation: Some(organisation).filter(|id| !id.is_nil()),
    })
}

fn to_held(row: role::Model) -> Option<HeldRole> {
    Some(HeldRole {
        account: row.account_id,
        grant: to_grant(&row.kind, row.organisation_id)?,
        granted_at: Moment(row.granted_at),
        granted_by: row.granted_by,
    })
}

/// Grants a role; false when it was held already.
///
/// # Errors
/// When the database fails.
pub async fn grant(
    tx: &Tx,
    account: Uuid,
    grant: Grant,
    by: Option<Uuid>,
    now: Moment,
) -> Outcome<bool> {
    let row = role::ActiveModel {
        account_id: Set(account),
        kind: Set(grant.role.as_str().to_owned()),
        organisation_id: Set(place(grant)),
        granted_at: Set(now.0),
        granted_by: Set(by),
    };
    let key = [
        role::Column::AccountId,
        role::Column::Kind,
        role::Column::OrganisationId,
    ];
    let written = role::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(written == 1)
}

/// Takes a role away; false when it was not held.
///
/// # Errors
/// When the database fails.
pub async fn revoke(tx: &Tx, account: Uuid, grant: Grant) -> Outcome<bool> {
    let key = (account, grant.role.as_str().to_owned(), place(grant));
    let gone = role::Entity::delete_by_id(key)
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(gone.rows_affected == 1)
}

/// Accounts that hold a role over the whole installation.
///
/// # Errors
/// When the database fails.
pub async fn holders(db: &impl ConnectionTrait, role: Role) -> Outcome<Vec<Uuid>> {
    role::Entity::find()
        .select_only()
        .column(role::Column::AccountId)
        .filter(role::Column::Kind.eq(role.as_str()))
        .filter(role::Column::OrganisationId.eq(Uuid::nil()))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)
}

/// The roles of one account.
///
/// # Errors
/// When the database fails.
pub async fn of_account(db: &impl ConnectionTrait, account: Uuid) -> Outcome<Vec<HeldRole>> {
    let rows = role::Entity::find()
        .filter(role::Column::AccountId.eq(account))
        .order_by_asc(role::Column::Kind)
        .order_by_asc(role::Column::OrganisationId)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().filter_map(to_held).collect())
}

/// Roles held at an organisation and below (`None`: anywhere), of one kind or all, newest first. `reach` bounds the places to what the
/// person asking may administer; `None` is everything.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &impl ConnectionTrait,
    role: Option<Role>,
    organisation: Option<Uuid>,
    reach: Option<&[Uuid]>,
    offset: u64,
    limit: u64,
) -> Outcome<Vec<HeldRole>> {
    const BELOW: &str = "EXISTS (SELECT 1 FROM organisation_above o WHERE o.organisation_id = r.organisation_id AND o.above_id = ?)";
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some(role) = role {
        conditions.push("r.kind = ?".into());
        values.push(role.as_str().into());
    }
    if let Some(organisation) = organisation {
        conditions.push(BELOW.into());
        values.push(organisation.into());
    }
    if let Some(reach) = reach {
        let each: Vec<&str> = reach.iter().map(|_| BELOW).collect();
        conditions.push(if each.is_empty() {
            "1 = 0".into()
        } else {
            format!("({})", each.join(" OR "))
        });
        values.extend(reach.iter().map(|id| Value::from(*id)));
    }
    let sql = format!(
        "SELECT r.* FROM role r WHERE {} ORDER BY r.granted_at DESC, r.account_id, r.kind, r.organisation_id LIMIT {limit} OFFSET {offset}",
        conditions.join(" AND ")
    );
    let rows = role::Entity::find()
        .from_raw_sql(numbered(db, &sql, values))
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().filter_map(to_held).collect())
}
