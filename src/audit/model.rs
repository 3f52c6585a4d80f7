//! The audit trail as services see it.

use uuid::Uuid;

use crate::kernel::clock::Moment;

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// Which account; `None` when the program itself acted.
    pub actor: Option<Uuid>,
    /// What was done, such as `round.finalise`.
    pub action: String,
    /// JSON with what a reader needs to understand it.
    pub detail: String,
}

/// Which lines of the trail somebody wants to see; everything empty is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this account did.
    pub actor: Option<Uuid>,
    /// Only this action, such as `role.grant`.
    pub action: Option<String>,
    /// Only what was done to this, such as `account/ID`.
    pub subject: Option<String>,
    /// Only from this moment on.
    pub from: Option<Moment>,
    /// Only before this moment.
    pub until: Option<Moment>,
    /// The list goes on after this line.
    pub after: Option<(Moment, Uuid)>,
    /// How many lines.
    pub limit: u64,
}

/// One line of the trail in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Identifier.
    pub id: Uuid,
    /// What was acted upon, such as `account/ID`.
    pub subject: String,
    /// The line.
    pub line: Line,
}
