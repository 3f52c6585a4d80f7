//! Figures as text and as Markdown tables.

use std::fmt::Write as _;

use hdrhistogram::Histogram;

use crate::contestants::{Level, Step};
use crate::engine::Engine;
use crate::options::Options;
use crate::usage::float;

/// A quantile in milliseconds.
fn milliseconds(times: &Histogram<u64>, quantile: f64) -> f64 {
    float(times.value_at_quantile(quantile)) / 1_000.0
}

/// One level, as soon as it has been measured.
pub fn level(level: &Level) -> String {
    let cpu = &level.cpu;
    let mut text = format!(
        "{} contestants: {:.0} attempts/s; {:.2} CPU-ms per attempt (service {:.2}, database {:.2}, Redis {:.2}; \
         generator {:.2} beside it); {:.0} MiB, at most {:.0} MiB; {} told to come back, {} wrong",
        level.contestants,
        level.attempts_per_second,
        cpu.served(),
        cpu.service,
        cpu.database,
        cpu.redis,
        cpu.generator,
        level.memory.0,
        level.memory.1,
        level.refused,
        level.failed,
    );
    for failure in &level.first_failures {
        // Writing into a String cannot fail.
        let _ = write!(text, "\n  wrong: {failure}");
    }
    text
}

/// All levels of one engine, as Markdown.
pub fn summary(engine: Engine, options: &Options, levels: &[Level]) -> String {
    let mut text = format!(
        "\n### {}, {} s per level after {} s of warm-up\n\n\
         | contestants | attempts/s | CPU-ms per attempt | service | database | Redis | MiB | MiB at most | come back | wrong |\n\
         |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        engine.title(),
        options.seconds,
        options.warm_up
    );
    for level in levels {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} | {} | {} |",
            level.contestants,
            level.attempts_per_second,
            level.cpu.served(),
            level.cpu.service,
            level.cpu.database,
            level.cpu.redis,
            level.memory.0,
            level.memory.1,
            level.refused,
            level.failed,
        );
    }
    text.push_str("\n| contestants | step | requests | p50 ms | p95 ms | p99 ms |\n|--:|:--|--:|--:|--:|--:|\n");
    for level in levels {
        for (step, times) in Step::ALL.iter().zip(&level.times) {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {:.1} | {:.1} | {:.1} |",
                level.contestants,
                step.name(),
                times.len(),
                milliseconds(times, 0.50),
                milliseconds(times, 0.95),
                milliseconds(times, 0.99),
            );
        }
    }
    text
}
