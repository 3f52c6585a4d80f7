//! The pages of courses.

pub mod authoring;
