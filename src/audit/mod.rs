//! Who did what, when.

pub mod model;
pub mod service;
pub mod store;
