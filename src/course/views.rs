//! What the pages of courses show.

pub mod authoring;
