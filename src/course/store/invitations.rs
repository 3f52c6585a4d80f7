//! Who is invited to a cohort, and the letters of its organiser.

use std::collections::HashSet;

use entity::{cohort_letter, invitation};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use entity::cohort_letter::Model as LetterRow;
pub use entity::invitation::Model as InvitationRow;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// Rows written in one statement.
const CHUNK: usize = 500;

/// Keys of everybody who was ever invited to a cohort.
///
/// # Errors
/// When the database fails.
pub async fn keys(db: &impl ConnectionTrait, cohort: Uuid) -> Outcome<HashSet<String>> {
    let keys: Vec<String> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::PersonKey)
        .filter(invitation::Column::CohortId.eq(cohort))
        .into_tuple()
        .all(db)
        .await
        .map_err(failed)?;
    Ok(keys.into_iter().collect())
}

/// Invites people; who was invited in the meantime stays invited once.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &Tx, rows: Vec<InvitationRow>) -> Outcome<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(|row| {
            let row: invitation::ActiveModel = row.into();
            row.reset_all()
        });
        invitation::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([invitation::Column::CohortId, invitation::Column::PersonKey])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// The invitation with this hash of its code.
///
/// # Errors
/// When the database fails.
pub async fn by_code(
    db: &impl ConnectionTrait,
    code_hash: Vec<u8>,
) -> Outcome<Option<InvitationRow>> {
    invitation::Entity::find()
        .filter(invitation::Column::CodeHash.eq(code_hash))
        .one(db)
        .await
        .map_err(failed)
}

/// An invitation by id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<InvitationRow>> {
    invitation::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// Invitations of a cohort in the order of names, after a place.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &impl ConnectionTrait,
    cohort: Uuid,
    after: Option<(Vec<u8>, Uuid)>,
    limit: u64,
) -> Outcome<Vec<InvitationRow>> {
    let mut query = invitation::Entity::find()
        .filter(invitation::Column::CohortId.eq(cohort))
        .filter(invitation::Column::AccountId.is_null());
    if let Some((key, id)) = after {
        let further = sea_orm::Condition::any()
            .add(invitation::Column::NameKey.gt(key.clone()))
            .add(invitation::Column::Id.gt(id));
        query = query
            .filter(invitation::Column::NameKey.gte(key))
            .filter(further);
    }
    query
        .order_by_asc(invitation::Column::NameKey)
        .order_by_asc(invitation::Column::Id)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// How many were invited to a cohort, and how many of them came.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &impl ConnectionTrait, cohort: Uuid) -> Outcome<(u64, u64)> {
    let of_cohort = || invitation::Entity::find().filter(invitation::Column::CohortId.eq(cohort));
    let all = of_cohort().count(db).await.map_err(failed)?;
    let came = of_cohort()
        .filter(invitation::Column::AccountId.is_not_null())
        .count(db)
        .await
        .map_err(failed)?;
    Ok((all, came))
}

/// Notes who came by an invitation; false when somebody came by it before.
///
/// # Errors
/// When the database fails.
pub async fn accept(tx: &Tx, id: Uuid, account: Uuid, now: Moment) -> Outcome<bool> {
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::AccountId, Expr::value(Some(account)))
        .col_expr(invitation::Column::AcceptedAt, Expr::value(Some(now.0)))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::AccountId.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

/// Invitations of a cohort that should go out by mail and have not.
///
/// # Errors
/// When the database fails.
pub async fn to_mail(
    db: &impl ConnectionTrait,
    cohort: Uuid,
    limit: u64,
) -> Outcome<Vec<InvitationRow>> {
    invitation::Entity::find()
        .filter(invitation::Column::CohortId.eq(cohort))
        .filter(invitation::Column::Email.is_not_null())
        .filter(invitation::Column::MailedAt.is_null())
        .filter(invitation::Column::AccountId.is_null())
        .order_by_asc(invitation::Column::Id)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// Notes that an invitation goes out by mail; false when it did before.
///
/// # Errors
/// When the database fails.
pub async fn set_mailed(tx: &Tx, id: Uuid, now: Moment) -> Outcome<bool> {
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::MailedAt, Expr::value(Some(now.0)))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::MailedAt.is_null())
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}

// ---------------------------------------------------------------------------------------------------------------------
// Letters

/// Adds a letter; false when it is there already.
///
/// # Errors
/// When the database fails.
pub async fn add_letter(tx: &Tx, row: LetterRow) -> Outcome<bool> {
    let row: cohort_letter::ActiveModel = row.into();
    let added = cohort_letter::Entity::insert(row.reset_all())
        .on_conflict(
            OnConflict::column(cohort_letter::Column::Id)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(added > 0)
}

/// A letter by id.
///
/// # Errors
/// When the database fails.
pub async fn letter(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<LetterRow>> {
    cohort_letter::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// The newest letters to a cohort.
///
/// # Errors
/// When the database fails.
pub async fn letters(
    db: &impl ConnectionTrait,
    cohort: Uuid,
    limit: u64,
) -> Outcome<Vec<LetterRow>> {
    cohort_letter::Entity::find()
        .filter(cohort_letter::Column::CohortId.eq(cohort))
        .order_by_desc(cohort_letter::Column::CreatedAt)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)
}

/// Writes how far a letter has gone out; false when another node took that step.
///
/// # Errors
/// When the database fails.
pub async fn put_letter(tx: &Tx, row: LetterRow) -> Outcome<bool> {
    let (id, step) = (row.id, row.step);
    let row: cohort_letter::ActiveModel = row.into();
    let mut row = row.reset_all();
    row.id = sea_orm::ActiveValue::NotSet;
    let changed = cohort_letter::Entity::update_many()
        .set(row)
        .filter(cohort_letter::Column::Id.eq(id))
        .filter(cohort_letter::Column::Step.eq(step - 1))
        .exec(tx)
        .await
        .map_err(failed)?;
    Ok(changed.rows_affected == 1)
}
