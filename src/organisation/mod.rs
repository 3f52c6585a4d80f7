//! Organisations: trees of units (the territory, a sector, a union, a school) that are renamed, moved, merged and split while their past
//! stays known.

pub mod api;
pub mod import;
pub mod model;
pub mod pages;
pub mod rules;
pub mod search;
pub mod seed;
pub mod service;
pub mod sheet;
pub mod store;
pub mod views;
