//! Starting and stopping in order.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Stops in two stages: first no new requests are taken while running ones finish; then background work is told to finish what it
/// holds (the batch being committed, the job being done).
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    /// Cancelled when the program should stop taking requests.
    pub stop: CancellationToken,
    /// Cancelled when all requests are answered.
    pub drain: CancellationToken,
    tasks: TaskTracker,
}

impl Lifecycle {
    /// Runs background work that ends by itself once [`Lifecycle::drain`] is cancelled.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Second stage: tells background work to finish and waits for it, at most `patience`.
    pub async fn finish(&self, patience: Duration) {
        self.stop.cancel();
        self.drain.cancel();
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("background work did not end in time");
        }
    }

    /// Waits for Ctrl-C or the termination signal, then starts the first stage.
    pub async fn stop_on_signal(self) {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending::<()>().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminate => {}
            () = self.stop.cancelled() => {}
        }
        self.stop.cancel();
    }
}
