//! Attempt tokens: who may save into which attempt, signed, so that a save needs no look-up of session or paper.

use uuid::Uuid;

use super::answers::Shape;
use crate::kernel::clock::{DAY, Moment};
use crate::platform::signing::Signer;

/// What tokens are signed for.
pub const PURPOSE: &str = "attempt";
/// How tokens begin, so that they are told from session tokens.
pub const PREFIX: &str = "at1.";

/// What a token grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The attempt.
    pub attempt: Uuid,
    /// The person who sits it.
    pub person: Uuid,
    /// What may be answered where.
    pub shape: Shape,
}

/// A token for `grant`, usable for a day past `deadline` (long enough to fetch the receipt).
#[must_use]
pub fn write(signer: &Signer, grant: &Grant, deadline: Moment) -> String {
    let text = format!(
        "{PREFIX}{}.{}.{:x}.{}",
        grant.attempt.simple(),
        grant.person.simple(),
        deadline.plus(DAY).0,
        grant.shape.as_str().replace('#', "p"),
    );
    signer.sign(PURPOSE, &text)
}

/// Reads a token; `None` when it was not signed here or has expired.
#[must_use]
pub fn read(signer: &Signer, token: &str, now: Moment) -> Option<Grant> {
    let mut parts = signer
        .open(PURPOSE, token)?
        .strip_prefix(PREFIX)?
        .split('.');
    let attempt = Uuid::try_parse(parts.next()?).ok()?;
    let person = Uuid::try_parse(parts.next()?).ok()?;
    let expires = i64::from_str_radix(parts.next()?, 16).ok()?;
    let shape = Shape::from_text(&parts.next()?.replace('p', "#"))?;
    (parts.next().is_none() && now.0 < expires).then_some(Grant {
        attempt,
        person,
        shape,
    })
}
