//! One table per file. Nothing but the shape of rows lives here.
#![allow(
    missing_docs,
    reason = "derives generate public items without documentation"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "derives generate code that names what only platform::db may call"
)]

pub mod account;
pub mod assessment;
pub mod assessment_pool;
pub mod attempt;
pub mod audit;
pub mod bank;
pub mod contest;
pub mod contest_rules;
pub mod entry;
pub mod entry_code;
pub mod identity;
pub mod job;
pub mod one_time_link;
pub mod organisation;
pub mod organisation_above;
pub mod organisation_import;
pub mod organisation_tree;
pub mod organisation_version;
pub mod outbox;
pub mod question;
pub mod question_revision;
pub mod result;
pub mod role;
pub mod round;
pub mod search_word;
pub mod session;
pub mod setting;
