//! Who did what, when.

pub mod service;
