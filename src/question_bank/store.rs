//! Banks, questions and revisions in the database.

use std::collections::HashMap;

use entity::{bank, question, question_revision};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder,
};
use uuid::Uuid;

pub use entity::bank::Model as BankRow;
pub use entity::question::Model as QuestionRow;

use super::model::{Body, Revision};
use super::rules::Existing;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::db::{Tx, failed};

/// Finds a bank by its slug.
///
/// # Errors
/// When the database fails.
pub async fn find_bank(db: &impl ConnectionTrait, slug: &str) -> Outcome<Option<bank::Model>> {
    bank::Entity::find()
        .filter(bank::Column::Slug.eq(slug))
        .one(db)
        .await
        .map_err(failed)
}

/// Writes a bank, new or changed.
///
/// # Errors
/// When the database fails.
pub async fn put_bank(tx: &Tx, row: bank::Model) -> Outcome<()> {
    let conflict = sea_orm::sea_query::OnConflict::column(bank::Column::Id)
        .update_columns([
            bank::Column::Title,
            bank::Column::Summary,
            bank::Column::UpdatedAt,
        ])
        .to_owned();
    let row: bank::ActiveModel = row.into();
    let row = row.reset_all();
    bank::Entity::insert(row)
        .on_conflict(conflict)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// All questions of a bank in file order, retired ones too.
///
/// # Errors
/// When the database fails.
pub async fn questions(db: &impl ConnectionTrait, bank: Uuid) -> Outcome<Vec<question::Model>> {
    question::Entity::find()
        .filter(question::Column::BankId.eq(bank))
        .order_by_asc(question::Column::Position)
        .all(db)
        .await
        .map_err(failed)
}

/// All questions of a bank, as an import compares them.
///
/// # Errors
/// When the database fails.
pub async fn existing(db: &impl ConnectionTrait, bank: Uuid) -> Outcome<Vec<Existing>> {
    let rows = questions(db, bank).await?;
    Ok(rows
        .into_iter()
        .map(|q| Existing {
            question: q.id,
            key: q.key,
            digest: q.digest,
            retired: q.retired,
        })
        .collect())
}

/// Writes a question row, new or changed.
///
/// # Errors
/// When the database fails.
pub async fn put_question(tx: &Tx, row: question::Model) -> Outcome<()> {
    let conflict = sea_orm::sea_query::OnConflict::column(question::Column::Id)
        .update_columns([
            question::Column::Key,
            question::Column::Position,
            question::Column::Digest,
            question::Column::CurrentRevision,
            question::Column::Retired,
        ])
        .to_owned();
    let row: question::ActiveModel = row.into();
    question::Entity::insert(row.reset_all())
        .on_conflict(conflict)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Reads one question row.
///
/// # Errors
/// When the database fails.
pub async fn question(db: &impl ConnectionTrait, id: Uuid) -> Outcome<Option<question::Model>> {
    question::Entity::find_by_id(id)
        .one(db)
        .await
        .map_err(failed)
}

/// The number of the newest revision of a question; 0 when there is none.
///
/// # Errors
/// When the database fails.
pub async fn newest_number(db: &impl ConnectionTrait, question: Uuid) -> Outcome<i32> {
    let row = question_revision::Entity::find()
        .filter(question_revision::Column::QuestionId.eq(question))
        .order_by_desc(question_revision::Column::Number)
        .one(db)
        .await
        .map_err(failed)?;
    Ok(row.map_or(0, |r| r.number))
}

/// Publishes a revision. There is no way to change one.
///
/// # Errors
/// When the database fails.
pub async fn publish(
    tx: &Tx,
    id: Uuid,
    question: Uuid,
    number: i32,
    digest: &str,
    body: &Body,
    now: Moment,
) -> Outcome<()> {
    let row = question_revision::ActiveModel {
        id: Set(id),
        question_id: Set(question),
        number: Set(number),
        digest: Set(digest.to_owned()),
        body: Set(serde_json::to_string(body).map_err(Problem::internal)?),
        published_at: Set(now.0),
    };
    question_revision::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(failed)?;
    Ok(())
}

/// The current revisions of a bank's questions that are not retired, in file order.
///
/// # Errors
/// When the database fails.
pub async fn current_revisions(db: &impl ConnectionTrait, bank: Uuid) -> Outcome<Vec<Uuid>> {
    let rows = questions(db, bank).await?;
    Ok(rows
        .into_iter()
        .filter(|q| !q.retired)
        .map(|q| q.current_revision)
        .collect())
}

/// Reads revisions in the order of `ids`.
///
/// # Errors
/// When the database fails or one is missing.
pub async fn revisions(db: &impl ConnectionTrait, ids: &[Uuid]) -> Outcome<Vec<Revision>> {
    let mut found: HashMap<Uuid, Revision> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rows = question_revision::Entity::find()
            .filter(question_revision::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await
            .map_err(failed)?;
        for row in rows {
            let body = serde_json::from_str(&row.body).map_err(Problem::internal)?;
            found.insert(
                row.id,
                Revision {
                    id: row.id,
                    question: row.question_id,
                    body,
                },
            );
        }
    }
    ids.iter()
        .map(|id| {
            found.get(id).cloned().ok_or_else(|| {
                Problem::internal(format!("revision {id} of a published pool is missing"))
            })
        })
        .collect()
}
