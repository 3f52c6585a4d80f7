//! The pages of courses.

pub mod cohorts;
pub mod inviting;
pub mod marking;
mod people;

pub use people::*;
pub mod authoring;
