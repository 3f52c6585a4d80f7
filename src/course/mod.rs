//! Courses: what they teach, who learns, what is passed, and when a course is completed.

pub mod api;
pub mod assets;
pub mod handed;
pub mod held;
pub mod model;
pub mod package;
pub mod pages;
pub mod rules;
pub mod service;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
pub mod views;
