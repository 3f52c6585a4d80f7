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
