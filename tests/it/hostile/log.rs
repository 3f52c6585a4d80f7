//! What the process writes into its log, kept for looking through.

use std::io::{Result, Write};
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::EnvFilter;

/// The log of this process so far. More is kept than an operator ever asks for.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Log {
    /// Starts keeping, at the first call; where several tests share a process they share the log.
    pub fn kept() -> Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        let log = LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            let started = tracing_subscriber::fmt()
                .with_env_filter(EnvFilter::new("debug,hocluat=trace"))
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .try_init();
            started.expect("nobody else has started logging");
            log
        });
        log.clone()
    }

    /// Panics when one of these stands in it, naming the line.
    #[track_caller]
    pub fn assert_without(&self, secrets: &[String]) {
        let text = String::from_utf8_lossy(&self.0.lock().expect("not poisoned")).into_owned();
        assert!(
            text.contains("a request was refused"),
            "nothing was kept, so nothing was proved"
        );
        for line in text.lines() {
            for secret in secrets {
                assert!(secret.len() >= 8, "{secret:?} could stand there by chance");
                assert!(!line.contains(secret.as_str()), "{secret:?} in {line:?}");
            }
        }
    }
}
