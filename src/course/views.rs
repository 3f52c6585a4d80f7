//! What the pages of courses show.

pub mod cohorts;
pub mod marking;
pub mod authoring;
