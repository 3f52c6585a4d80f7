//! What the command line asks for.

/// One run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many enrolments there are.
    pub enrolments: usize,
    /// How long each page is asked for at each level.
    pub seconds: u64,
    /// Only pages whose name contains this.
    pub only: String,
}

/// How it is used.
pub const USAGE: &str =
    "cargo bench --bench courses -- [--enrolments 1000000] [--seconds 2] [--only TEXT]";

/// Bounds, so that a slip of the finger does not occupy the machine.
const MAX_ENROLMENTS: u64 = 5_000_000;
const MAX_SECONDS: u64 = 60;

impl Options {
    /// Reads the arguments. `None` when the caller only lists or runs tests, which this is not.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self {
            enrolments: 1_000_000,
            seconds: 2,
            only: String::new(),
        };
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
                "--enrolments" => {
                    let number = bounded(&value()?, MAX_ENROLMENTS)?;
                    options.enrolments =
                        usize::try_from(number).map_err(|error| error.to_string())?;
                }
                "--seconds" => options.seconds = bounded(&value()?, MAX_SECONDS)?,
                "--only" => options.only = value()?,
                _ => return Err(format!("{argument} is not known\n{USAGE}")),
            }
        }
        Ok(Some(options))
    }
}

fn bounded(text: &str, most: u64) -> Result<u64, String> {
    match text.trim().parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(format!("{text:?} is not a number from 1 to {most}")),
    }
}
