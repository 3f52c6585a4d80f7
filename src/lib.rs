//! Hocluat ("học luật", learn the law): training courses and timed contests on legal knowledge, in one service.

pub mod account;
pub mod app;
pub mod assessment;
pub mod audit;
pub mod certificate;
pub mod cli;
pub mod content;
pub mod contest;
pub mod course;
pub mod design;
pub mod help;
pub mod kernel;
pub mod leaderboard;
pub mod organisation;
pub mod platform;
pub mod question_bank;
pub mod routes;
