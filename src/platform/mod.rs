//! The plumbing: settings, database, jobs, mail, Redis, logs, languages and HTTP. Knows nothing of courses or contests.

pub mod chart;
pub mod collate;
pub mod config;
pub mod db;
pub mod http;
pub mod i18n;
pub mod jobs;
pub mod lifecycle;
pub mod markdown;
pub mod memo;
pub mod outbox;
pub mod picture;
pub mod redis;
pub mod sheet;
pub mod signing;
pub mod svg;
pub mod telemetry;
pub mod text;
pub mod words;
