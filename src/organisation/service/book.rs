//! What a node remembers of all units.

use std::sync::{Arc, RwLock};

use tokio::sync::Mutex;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::organisation::model::Tree;
use crate::organisation::search::Index;
use crate::organisation::store;
use crate::platform::db::Db;

/// How long a node trusts what it remembers before it looks whether a tree has changed, ms.
const TRUST_MS: i64 = 1_000;

/// Everything as it was at one look.
pub struct Seen {
    /// All trees.
    pub trees: Vec<Tree>,
    /// All units.
    pub index: Arc<Index>,
}

#[derive(Default)]
struct State {
    seen: Option<Arc<Seen>>,
    looked_at: Moment,
    /// Counts this node's own changes.
    changes: u64,
    /// How many of them `seen` shows.
    shown: u64,
}

/// What a node remembers.
#[derive(Default)]
pub struct Book {
    state: RwLock<State>,
    turn: Mutex<()>,
}

impl Book {
    /// After a change of this node's own: nothing remembered from before it is shown again.
    pub fn forget(&self) {
        self.state.write().expect("no holder panics").changes += 1;
    }

    /// All units, at most a second old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(&self, db: &Db, now: Moment) -> Outcome<Arc<Seen>> {
        if let Some(seen) = self.remembered(Some(now)) {
            return Ok(seen);
        }
        // One request looks; others go on with what is a moment older, or wait when that would hide a change made here.
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => match self.remembered(None) {
                Some(seen) => return Ok(seen),
                None => self.turn.lock().await,
            },
        };
        if let Some(seen) = self.remembered(Some(now)) {
            return Ok(seen);
        }
        let changes = self.state.read().expect("no holder panics").changes;
        // Stamps before units: what changes between the two is looked at again next time.
        let trees = store::trees(db.read()).await?;
        let before = self.state.read().expect("no holder panics").seen.clone();
        let seen = match before {
            Some(seen) if seen.trees == trees => seen,
            _ => Arc::new(Seen {
                index: Arc::new(Index::new(store::all(db.read()).await?)),
                trees,
            }),
        };
        let mut state = self.state.write().expect("no holder panics");
        state.seen = Some(seen.clone());
        state.looked_at = now;
        state.shown = changes;
        Ok(seen)
    }

    /// What is remembered, if it shows every change made here and, with `now`, was looked at within the last second.
    fn remembered(&self, now: Option<Moment>) -> Option<Arc<Seen>> {
        let state = self.state.read().expect("no holder panics");
        let fresh = now.is_none_or(|now| now.since(state.looked_at).abs() < TRUST_MS);
        state
            .seen
            .clone()
            .filter(|_| fresh && state.shown == state.changes)
    }
}
