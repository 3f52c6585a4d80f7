//! Writing and reading the audit trail.

use uuid::Uuid;

use super::store;
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::db::{Db, Tx};

pub use super::model::{AuditFilter, AuditLine, Line};

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
    store::record(tx, id, at, actor, action, subject, detail).await
}

/// The newest lines about a subject.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Db, subject: &str, limit: u64) -> Outcome<Vec<Line>> {
    store::newest(db.read(), subject, limit).await
}

/// Lines of the trail, the newest first. The caller has checked who asks.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, filter: &AuditFilter) -> Outcome<Vec<AuditLine>> {
    store::list(db.read(), filter).await
}
