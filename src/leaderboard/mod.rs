//! Leaderboards: provisional while a round is open, the result once it is final. SQL is the truth, Redis its mirror.

pub mod api;
pub mod export;
pub mod mirror;
pub mod model;
pub mod pages;
pub mod rules;
pub mod service;
pub mod store;
pub mod views;
