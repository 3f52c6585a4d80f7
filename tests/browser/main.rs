//! What people see and do, in a real Chromium against the real program, on a screen of 360 × 740.
//!
//! `HOCLUAT_TEST_ENGINE=postgres` runs it on PostgreSQL and Redis. `HOCLUAT_SHOTS=FOLDER` keeps pictures of the pages.
//! Chromium and its driver come from `TEST_CHROMIUM` and `TEST_CHROMEDRIVER`, else from Debian's usual places.

#![allow(
    clippy::large_futures,
    reason = "a test prepares with the whole program in its hand, and there is one at a time"
)]

mod browser;
mod classroom;
mod contest;
mod course;
mod every_page;
mod film;
mod keyboard;
mod learning;
mod line;
mod look;
mod offline;
#[path = "../it/support/course.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod package;
mod phone;
mod picker;
mod recording;
mod screen_reader;
#[path = "../it/support/servers.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod servers;
mod service;
mod slow_line;
mod two_devices;
mod without_script;
mod writing;
