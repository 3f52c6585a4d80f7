//! What the command line asks for.

use std::str::FromStr;

use crate::engine::Engine;

/// One run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Engines, one after the other.
    pub engines: Vec<Engine>,
    /// Contestants at once, level by level.
    pub contestants: Vec<usize>,
    /// Length of the measured window of each level.
    pub seconds: u64,
    /// Seconds before it that do not count.
    pub warm_up: u64,
}

/// How it is used.
pub const USAGE: &str = "cargo bench --bench load -- [--engine postgres|sqlite|both] [--contestants 50,200,1000] \
                         [--seconds 20] [--warm-up 3]";

/// Bounds, so that a slip of the finger does not occupy the machine.
const MAX_CONTESTANTS: usize = 5_000;
const MAX_SECONDS: u64 = 600;

impl Options {
    /// Reads the arguments. `None` when the caller only lists or runs tests, which this is not.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self {
            engines: vec![Engine::Postgres],
            contestants: vec![50, 200, 1_000],
            seconds: 20,
            warm_up: 3,
        };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} needs a value\n{USAGE}"))
            };
            match argument.as_str() {
                // Cargo adds it to every benchmark.
                "--bench" => {}
                "--list" | "--test" => return Ok(None),
                "--engine" => options.engines = engines(&value()?)?,
                "--contestants" => {
                    options.contestants = value()?
                        .split(',')
                        .map(|text| bounded(text, MAX_CONTESTANTS))
                        .collect::<Result<_, _>>()?;
                }
                "--seconds" => options.seconds = bounded(&value()?, MAX_SECONDS)?,
                "--warm-up" => options.warm_up = bounded(&value()?, MAX_SECONDS)?,
                _ => return Err(format!("{argument} is not known\n{USAGE}")),
            }
        }
        Ok(Some(options))
    }

    /// The most contestants of any level.
    pub fn most_contestants(&self) -> usize {
        self.contestants.iter().copied().max().unwrap_or(0)
    }
}

fn engines(text: &str) -> Result<Vec<Engine>, String> {
    match text {
        "postgres" => Ok(vec![Engine::Postgres]),
        "sqlite" => Ok(vec![Engine::Sqlite]),
        "both" => Ok(vec![Engine::Postgres, Engine::Sqlite]),
        _ => Err(format!("no engine {text:?}\n{USAGE}")),
    }
}

fn bounded<N: FromStr + PartialOrd + From<u8> + std::fmt::Display>(
    text: &str,
    most: N,
) -> Result<N, String> {
    match text.trim().parse::<N>() {
        Ok(number) if number >= N::from(1) && number <= most => Ok(number),
        _ => Err(format!("{text:?} is not a number from 1 to {most}")),
    }
}
