//! How quick courses are with a ministry's worth of people in them: 1,000 courses, 1,000,000 enrolments of 200,000 people, a cohort of 10,000,
//! behind the real program on PostgreSQL.
//!
//! ```sh
//! cargo bench --bench courses -- --enrolments 1000000 --seconds 2
//! ```
//!
//! Uses `TEST_DATABASE_URL` and `TEST_REDIS_URL`, else servers of its own. Prints p50, p95 and p99 of lists, home and progress pages, for one who
//! asks and for eight at once. The generator runs on the same machine. A wrong reply fails the run; a slow one does not.

#![allow(clippy::print_stdout, reason = "a measurement prints its figures")]

#[path = "../load/content.rs"]
#[allow(dead_code, reason = "the load bench uses the rest of it")]
mod content;
#[path = "../load/engine.rs"]
#[allow(dead_code, reason = "courses are measured on PostgreSQL alone")]
mod engine;
#[path = "../people/measure.rs"]
mod measure;
#[path = "../people/names.rs"]
#[allow(dead_code, reason = "the people bench uses the rest of it")]
mod names;
mod options;
mod pages;
#[path = "../people/report.rs"]
mod report;
mod seed;
#[path = "../it/support/servers.rs"]
mod servers;
#[path = "../load/service.rs"]
#[allow(dead_code, reason = "the load bench uses the rest of it")]
mod service;
#[path = "../load/usage.rs"]
#[allow(dead_code, reason = "the load bench uses the rest of it")]
mod usage;

use std::path::Path;
use std::process::ExitCode;

use crate::engine::Engine;
use crate::measure::{CLIENTS, Figures, Outcome};
use crate::options::Options;
use crate::seed::Seeded;
use crate::service::Service;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(message) => return failed(&message),
    };
    match run(&options) {
        Ok(figures) => {
            println!("\n{}", report::verdict(&figures));
            ExitCode::SUCCESS
        }
        Err(message) => failed(&message),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

fn run(options: &Options) -> Result<Vec<Figures>, String> {
    // One thread: what it uses is what the service and its servers do not get.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    println!(
        "{}: {} courses, {} enrolments",
        Engine::Postgres.title(),
        seed::COURSES,
        options.enrolments
    );
    let mut seeded = None;
    let binary = Path::new(env!("CARGO_BIN_EXE_hocluat"));
    let service = Service::start_on(binary, Engine::Postgres, 1, |url| {
        seed::import(binary, url)?;
        seeded = Some(runtime.block_on(seed::fill(url, options.enrolments))?);
        Ok(())
    })?;
    let seeded = seeded.ok_or("nothing was prepared")?;
    let all = measure_all(&service, &seeded, options);
    let outcome = runtime.block_on(tokio::task::LocalSet::new().run_until(all));
    outcome.map_err(|error| {
        format!(
            "{error}\nthe service's log ends with:\n{}",
            service.last_log_lines()
        )
    })
}

async fn measure_all(
    service: &Service,
    seeded: &Seeded,
    options: &Options,
) -> Result<Vec<Figures>, String> {
    let token = service.people.first().map_or("", |person| &person.session);
    let mut measured = Vec::new();
    println!("{}", report::HEAD);
    let wanted = pages::all(seeded).into_iter();
    for page in wanted.filter(|page| page.name.contains(&options.only)) {
        for clients in CLIENTS {
            match measure::page(&page, clients, options.seconds, service.address, token).await? {
                Outcome::Measured(figures) => {
                    println!("{}", report::line(&figures));
                    measured.push(figures);
                }
                Outcome::Missing => return Err(format!("{} is missing", page.name)),
            }
        }
    }
    Ok(measured)
}
