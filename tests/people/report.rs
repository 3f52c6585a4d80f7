//! Figures as a Markdown table.

use std::fmt::Write as _;

use hdrhistogram::Histogram;

use crate::measure::Figures;
use crate::usage::float;

/// What the project promises of every list page and of the type-ahead.
pub const PROMISED_P95_MS: f64 = 50.0;

fn milliseconds(times: &Histogram<u64>, quantile: f64) -> f64 {
    float(times.value_at_quantile(quantile)) / 1_000.0
}

/// Whether the promise is kept.
pub fn is_quick(figures: &Figures) -> bool {
    milliseconds(&figures.times, 0.95) < PROMISED_P95_MS
}

/// One line of the table.
pub fn line(figures: &Figures) -> String {
    let times = &figures.times;
    format!(
        "| {} | {} | {} | {:.1} | {:.1} | {:.1} | {:.0} | {} |",
        figures.name,
        figures.clients,
        times.len(),
        milliseconds(times, 0.50),
        milliseconds(times, 0.95),
        milliseconds(times, 0.99),
        float(figures.largest) / 1_024.0,
        if is_quick(figures) { "yes" } else { "**no**" },
    )
}

/// The head of the table.
pub const HEAD: &str = "| page | clients | requests | p50 ms | p95 ms | p99 ms | kB | p95 < 50 ms |\n|:--|--:|--:|--:|--:|--:|--:|:--|";

/// How many keep the promise, and who does not.
pub fn verdict(all: &[Figures]) -> String {
    let mut text = String::new();
    for clients in crate::measure::CLIENTS {
        let level = || all.iter().filter(|figures| figures.clients == clients);
        let slow: Vec<&str> = level().filter(|f| !is_quick(f)).map(|f| f.name).collect();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{clients} at once: {} of {} under {PROMISED_P95_MS:.0} ms{}{}",
            level().count() - slow.len(),
            level().count(),
            if slow.is_empty() { "" } else { "; not: " },
            slow.join(", ")
        );
    }
    text
}
