//! Courses: what they teach, who learns, what is passed, and when a course is completed.

pub mod api;
pub mod assets;
pub mod civil;
pub mod export;
pub mod handed;
pub mod held;
pub mod model;
pub mod organiser_api;
pub mod package;
pub mod pages;
pub mod roster;
pub mod rules;
pub mod service;
pub mod store;
pub mod survey;
#[cfg(test)]
mod tests;
pub mod text;
pub mod views;
