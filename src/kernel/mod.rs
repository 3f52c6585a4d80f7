//! What every other part stands on: identifiers, time, randomness, points, problems and who is acting.
//! Knows nothing of the field, the web or the database.

pub mod actor;
pub mod clock;
pub mod entropy;
pub mod ids;
pub mod points;
pub mod problem;
