//! Drawing pages beside the requests: a few at once, and no endless queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::kernel::problem::{Outcome, Problem};

/// Pages drawn at once on a node.
const AT_ONCE: usize = 2;
/// Pages that may wait; a page takes some milliseconds, so these are about a second.
const WAITING: usize = 100;

/// Draws pages. Cheap to clone.
#[derive(Clone)]
pub struct Printer {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Printer {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::default(),
        }
    }
}

/// Counts who waits for as long as they do, also when they give up.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Printer {
    /// Draws a page, or some.
    ///
    /// # Errors
    /// When too many wait already, or it cannot be drawn.
    pub async fn print(
        &self,
        draw: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
    ) -> Outcome<Vec<u8>> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::unavailable("too many pages wait to be drawn"));
        }
        let waiting = Waiting(&self.waiting);
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(Problem::internal)?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            draw()
        });
        let drawn = drawn.await.map_err(Problem::internal)?;
        drop(waiting);
        drawn.map_err(Problem::internal)
    }
}
