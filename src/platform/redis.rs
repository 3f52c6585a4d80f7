//! Redis, which may be absent, slow or just restarted at any time: every use has a way without it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use crate::kernel::clock::{Clock, Moment};

/// How long Redis is left alone after a failure, ms.
const REST_MS: i64 = 1_000;

/// A connection with a short circuit breaker. Cheap to clone.
#[derive(Clone)]
pub struct Redis {
    manager: ConnectionManager,
    clock: Arc<dyn Clock>,
    resting_until: Arc<AtomicI64>,
}

impl Redis {
    /// Prepares a connection; the server need not be there yet.
    ///
    /// # Errors
    /// When the URL cannot be understood.
    pub fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let client =
            redis::Client::open(url).map_err(|e| format!("REDIS_URL cannot be used: {e}"))?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(Duration::from_millis(500)))
            .set_response_timeout(Some(Duration::from_millis(500)));
        let manager = ConnectionManager::new_lazy_with_config(client, config)
            .map_err(|e| format!("REDIS_URL cannot be used: {e}"))?;
        Ok(Self {
            manager,
            clock,
            resting_until: Arc::new(AtomicI64::new(0)),
        })
    }

    /// Runs one use of Redis. `None` when it fails or is resting after a failure; the caller goes the other way.
    pub async fn attempt<T, F, Fut>(&self, work: F) -> Option<T>
    where
        F: Fn(ConnectionManager) -> Fut,
        Fut: Future<Output = redis::RedisResult<T>>,
    {
        let now = self.clock.now();
        if now < Moment(self.resting_until.load(Ordering::Relaxed)) {
            return None;
        }
        let first = work(self.manager.clone()).await;
        // The first command after a lost connection always fails; only the second failure says that Redis is away.
        let outcome = match first {
            Err(error) if error.is_connection_dropped() || error.is_io_error() => {
                work(self.manager.clone()).await
            }
            other => other,
        };
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::warn!(%error, "Redis does not answer; going on without it");
                metrics::counter!("hocluat_redis_failures_total").increment(1);
                self.resting_until
                    .store(self.clock.now().plus(REST_MS).0, Ordering::Relaxed);
                None
            }
        }
    }
}
