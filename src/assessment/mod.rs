//! Assessments and attempts: drawing papers, saving answers, closing and marking.

pub mod answers;
pub mod api;
pub mod batcher;
pub mod model;
pub mod pages;
pub mod paper_json;
pub mod rules;
pub mod service;
pub mod store;
#[cfg(test)]
mod tests;
pub mod token;
pub mod views;
