//! What courses and contests show of the certificates that a person holds, without knowing certificates.

use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;

/// A certificate as lists of a person's own show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldCertificate {
    /// The number.
    pub number: String,
    /// The number in addresses: `/chung-nhan/SLUG`.
    pub slug: String,
    /// What it is for.
    pub title: String,
    /// The course, if it is for one.
    pub course: Option<Uuid>,
    /// When it was issued.
    pub issued_at: Moment,
    /// Whether it holds.
    pub valid: bool,
}

/// Whoever keeps certificates.
pub trait Held: Send + Sync {
    /// A person's certificates, the newest first; those that another replaced are left out.
    fn held<'a>(&'a self, account: Uuid) -> BoxFuture<'a, Outcome<Vec<HeldCertificate>>>;
}
