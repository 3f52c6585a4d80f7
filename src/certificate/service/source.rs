//! Who knows what certificates say. The noun asks through this trait, so that it depends on no details of courses or contests.

use futures_util::future::BoxFuture;

use crate::certificate::model::{Award, Due};
use crate::kernel::problem::Outcome;

/// What one request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is to be issued.
    Award(Box<Award>),
    /// It is no longer due: a prize that was taken back, a course that certifies nothing now.
    Nothing,
}

/// Whoever knows what certificates of a kind say.
pub trait Source: Send + Sync {
    /// What each of `due` will say, in the same order. One that fails must not spoil the others.
    fn look<'a>(&'a self, due: &'a [Due]) -> BoxFuture<'a, Vec<Outcome<Found>>>;
}
