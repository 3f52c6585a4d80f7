//! What the pages of courses show.

pub mod authoring;
pub mod cohorts;
pub mod marking;
