//! How much the service bears: contestants in a closed loop, each sitting full attempts (start, 20 saves, submission,
//! leaderboard) against the real program on this machine.
//!
//! ```sh
//! cargo bench --bench load -- --engine both --contestants 50,200,1000 --seconds 20
//! ```
//!
//! Uses `TEST_DATABASE_URL` and `TEST_REDIS_URL`, else servers of its own. The generator runs on the same machine; what
//! it uses is printed apart and is not part of an attempt's CPU. Every reply is checked; one wrong reply fails the run.

#![allow(clippy::print_stdout, reason = "a measurement prints its figures")]

mod client;
mod content;
mod contestants;
mod engine;
mod options;
mod report;
#[path = "../it/support/servers.rs"]
mod servers;
mod service;
mod usage;

use std::path::Path;
use std::process::ExitCode;

use crate::contestants::{Level, run_level};
use crate::engine::Engine;
use crate::options::Options;
use crate::service::Service;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => return failed(&message),
    };
    let mut sound = true;
    for engine in &options.engines {
        match measure(*engine, &options) {
            Ok(levels) => {
                println!("{}", report::summary(*engine, &options, &levels));
                sound &= levels.iter().all(|level| level.failed == 0);
            }
            Err(message) => return failed(&message),
        }
    }
    if sound {
        ExitCode::SUCCESS
    } else {
        failed("some replies were wrong: the figures above do not count")
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

/// Every level on one engine.
fn measure(engine: Engine, options: &Options) -> Result<Vec<Level>, String> {
    let people = options.most_contestants();
    println!(
        "{}: preparing a contest with {people} contestants",
        engine.title()
    );
    let service = Service::start(Path::new(env!("CARGO_BIN_EXE_hocluat")), engine, people)?;
    // One thread: what it uses is what the service and its servers do not get.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    let mut levels = Vec::new();
    for contestants in &options.contestants {
        let people = &service.people[..*contestants];
        let run = run_level(
            service.address,
            people,
            service.watched(),
            options.warm_up,
            options.seconds,
        );
        let level = runtime.block_on(tokio::task::LocalSet::new().run_until(run))?;
        println!("{}", report::level(&level));
        if level.failed > 0 {
            println!("the service's log ends with:\n{}", service.last_log_lines());
        }
        levels.push(level);
    }
    Ok(levels)
}
