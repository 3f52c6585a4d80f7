//! Question banks: the plain-text format organisers write, questions and their revisions.

pub mod format;
pub mod model;
pub mod package;
pub mod reading;
pub mod reference;
pub mod rules;
pub mod service;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
