//! Integration tests: one binary, run on SQLite and again on PostgreSQL with Redis.
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the machine's clock where the program may not"
)]
#![allow(
    clippy::large_futures,
    reason = "a test holds the whole program, and there is one at a time"
)]

mod access;
mod accounts;
mod administration;
mod architecture;
mod attempts;
mod authoring;
mod boards;
mod certificates;
mod certificates_badge;
mod certificates_crash;
mod certificates_page;
mod cohorts;
mod course_api;
mod course_pages;
mod durability;
mod flow;
mod hostile;
mod imports;
mod learning;
#[cfg(feature = "oidc")]
mod oidc;
#[cfg(feature = "oidc")]
mod oidc_pages;
mod openapi;
mod organisations;
mod people;
mod plumbing;
mod rule_cases;
mod secrecy;
mod support;
mod ways;
