//! Courses: what they teach, who learns, what is passed, and when a course is completed.

pub mod assets;
pub mod held;
pub mod model;
pub mod package;
pub mod rules;
pub mod service;
pub mod store;
#[cfg(test)]
mod tests;
pub mod watched;
