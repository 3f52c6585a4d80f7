//! Integration tests: one binary, run on SQLite and again on PostgreSQL with Redis.
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the machine's clock where the program may not"
)]

mod access;
mod architecture;
mod attempts;
mod boards;
mod durability;
mod flow;
mod imports;
#[cfg(feature = "oidc")]
mod oidc;
mod openapi;
mod organisations;
mod people;
mod plumbing;
mod rule_cases;
mod secrecy;
mod support;
