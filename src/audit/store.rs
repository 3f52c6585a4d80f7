//! The audit trail in the database.

use entity::audit;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::model::Line;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Tx, failed};

/// Adds a line in the transaction of what it records.
///
/// # Errors
/// When the database fails.
pub async fn record(
    tx: &Tx,
    id: Uuid,
    at: Moment,
    actor: Option<Uuid>,
    action: &str,
    subject: &str,
    detail: &str,
) -> Outcome<()> {
    let row = audit::ActiveModel {
        id: Set(id),
        at: Set(at.0),
        actor: Set(actor),
        action: Set(action.to_owned()),
        subject: Set(subject.to_owned()),
        detail: Set(detail.to_owned()),
    };
    audit::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The newest lines about a subject.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &impl ConnectionTrait, subject: &str, limit: u64) -> Outcome<Vec<Line>> {
    let rows = audit::Entity::find()
        .filter(audit::Column::Subject.eq(subject))
        // Entries are counted elsewhere; a line for each would push everything else off the page.
        .filter(audit::Column::Action.ne("contest.enter"))
        .order_by_desc(audit::Column::At)
        .limit(limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|r| Line {
            at: Moment(r.at),
            actor: r.actor,
            action: r.action,
            detail: r.detail,
        })
        .collect())
}
