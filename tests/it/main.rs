//! Integration tests: one binary, run on SQLite and again on PostgreSQL with Redis.
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the machine's clock where the program may not"
)]

mod architecture;
mod attempts;
mod durability;
mod flow;
mod secrecy;
mod support;
