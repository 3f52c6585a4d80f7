//! Accounts: people who sign in, their roles and sessions.

pub mod api;
pub mod model;
#[cfg(feature = "oidc")]
pub mod oidc;
pub mod pages;
pub mod passwords;
pub mod providers;
pub mod rules;
pub mod service;
pub mod store;
pub mod views;
