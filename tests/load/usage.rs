//! What processes have used, read from `/proc`.

use std::fs;
use std::process::Command;

use crate::servers::process_ids;

/// Clock ticks a second in `/proc/PID/stat`.
fn ticks_per_second() -> f64 {
    let asked = Command::new("getconf").arg("CLK_TCK").output().ok();
    let text = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.and_then(|text| text.parse().ok()).unwrap_or(100.0)
}

/// The fields of `/proc/PID/stat` behind the program's name, from the state on.
fn stat(pid: u32) -> Option<Vec<u64>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may itself hold blanks and brackets.
    let (_, rest) = text.rsplit_once(") ")?;
    Some(
        rest.split(' ')
            .map(|field| field.trim().parse().unwrap_or(0))
            .collect(),
    )
}

/// Field of [`stat`]: the parent's process id.
const PARENT: usize = 1;
/// Fields of [`stat`]: user and system time of the process.
const OWN: [usize; 2] = [11, 12];
/// Fields of [`stat`]: user and system time of children that have ended.
const ENDED_CHILDREN: [usize; 2] = [13, 14];

fn sum(fields: &[u64], which: [usize; 2]) -> u64 {
    which
        .iter()
        .map(|index| fields.get(*index).copied().unwrap_or(0))
        .sum()
}

/// CPU of a process and of the processes it started itself, living or ended, in ticks.
fn family_ticks(pid: u32) -> u64 {
    let Some(own) = stat(pid) else { return 0 };
    let children: u64 = process_ids()
        .into_iter()
        .filter_map(stat)
        .filter(|fields| fields.get(PARENT) == Some(&u64::from(pid)))
        .map(|fields| sum(&fields, OWN))
        .sum();
    sum(&own, OWN) + sum(&own, ENDED_CHILDREN) + children
}

/// The processes whose use is measured.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    /// The service.
    pub service: u32,
    /// The first process of PostgreSQL, when there is one on this machine.
    pub database: Option<u32>,
    /// Redis, when there is one on this machine.
    pub redis: Option<u32>,
}

/// CPU used, in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu {
    /// The service.
    pub service: f64,
    /// PostgreSQL with all its processes.
    pub database: f64,
    /// Redis.
    pub redis: f64,
    /// This program.
    pub generator: f64,
}

impl Watched {
    /// What has been used since the processes started.
    pub fn cpu(&self) -> Cpu {
        let per_tick = 1_000.0 / ticks_per_second();
        let of = |pid: Option<u32>| pid.map_or(0.0, |pid| float(family_ticks(pid)) * per_tick);
        let generator = stat(std::process::id()).map_or(0, |fields| sum(&fields, OWN));
        Cpu {
            service: of(Some(self.service)),
            database: of(self.database),
            redis: of(self.redis),
            generator: float(generator) * per_tick,
        }
    }

    /// Memory of the service in MiB: now, and at its peak since [`Self::forget_peak`].
    pub fn memory(&self) -> (f64, f64) {
        let text = fs::read_to_string(format!("/proc/{}/status", self.service)).unwrap_or_default();
        let mebibytes = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            let kibibytes = line
                .and_then(|line| line.split_whitespace().nth(1))
                .and_then(|number| number.parse().ok());
            kibibytes.map_or(0.0, |kibibytes: f64| kibibytes / 1_024.0)
        };
        (mebibytes("VmRSS:"), mebibytes("VmHWM:"))
    }

    /// Starts the peak anew. Where the kernel does not allow it, the peak is that of the whole run.
    pub fn forget_peak(&self) {
        let _ = fs::write(format!("/proc/{}/clear_refs", self.service), "5");
    }
}

impl Cpu {
    /// What was used between `earlier` and this, for each of `count` attempts.
    pub fn since(&self, earlier: &Self, count: f64) -> Self {
        let each = |now: f64, then: f64| {
            if count > 0.0 {
                (now - then) / count
            } else {
                0.0
            }
        };
        Self {
            service: each(self.service, earlier.service),
            database: each(self.database, earlier.database),
            redis: each(self.redis, earlier.redis),
            generator: each(self.generator, earlier.generator),
        }
    }

    /// What serving took: everything but this program.
    pub fn served(&self) -> f64 {
        self.service + self.database + self.redis
    }
}

/// Counts here stay far below 2^52.
#[allow(clippy::cast_precision_loss, reason = "ticks and requests of one run")]
pub fn float(count: u64) -> f64 {
    count as f64
}
