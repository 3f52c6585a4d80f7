//! Contests: rules as data, rounds, entries, and everything a contest decides.

pub mod api;
pub mod check;
pub mod entry;
pub mod export;
pub mod finalise;
#[cfg(test)]
mod fixtures;
pub mod model;
pub mod package;
pub mod pages;
pub mod ranking;
pub mod recount;
pub mod rules;
pub mod service;
pub mod store;
pub mod views;
pub mod words;
