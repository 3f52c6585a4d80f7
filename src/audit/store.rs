//! The audit trail in the database.

use entity::audit;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::model::{AuditFilter, AuditLine, Line};
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
    Ok(rows.into_iter().map(|r| to_line(r).line).collect())
}

fn to_line(row: audit::Model) -> AuditLine {
    AuditLine {
        id: row.id,
        subject: row.subject,
        line: Line {
            at: Moment(row.at),
            actor: row.actor,
            action: row.action,
            detail: row.detail,
        },
    }
}

/// Lines that a filter lets through, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &impl ConnectionTrait, filter: &AuditFilter) -> Outcome<Vec<AuditLine>> {
    use audit::Column;
    let mut query = audit::Entity::find();
    if let Some(actor) = filter.actor {
        query = query.filter(Column::Actor.eq(actor));
    }
    if let Some(action) = &filter.action {
        query = query.filter(Column::Action.eq(action));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(Column::Subject.eq(subject));
    }
    if let Some(from) = filter.from {
        query = query.filter(Column::At.gte(from.0));
    }
    if let Some(until) = filter.until {
        query = query.filter(Column::At.lt(until.0));
    }
    if let Some((at, id)) = filter.after {
        let same_moment = Condition::all()
            .add(Column::At.eq(at.0))
            .add(Column::Id.lt(id));
        // The plain bound lets the index begin at the right place; the rest tells lines of one moment apart.
        query = query
            .filter(Column::At.lte(at.0))
            .filter(Condition::any().add(Column::At.lt(at.0)).add(same_moment));
    }
    let rows = query
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(filter.limit)
        .all(db)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(to_line).collect())
}
