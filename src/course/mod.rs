//! Courses: what they teach, who learns, what is passed, and when a course is completed.

pub mod assets;
pub mod model;
pub mod package;
pub mod text;
pub mod watched;
