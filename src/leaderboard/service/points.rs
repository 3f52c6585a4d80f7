//! How many people have how many points, for the organiser's chart.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use tokio::sync::Mutex as AsyncMutex;
use uuid::Uuid;

use super::LeaderboardService;
use crate::contest::service::ContestLive;
use crate::kernel::clock::{Moment, SECOND};
use crate::kernel::points::Points;
use crate::kernel::problem::Outcome;
use crate::leaderboard::store;

/// How long the figures are shown again, ms: they are read off all results of a contest.
const TRUST_MS: i64 = 30 * SECOND;

/// The figures of a contest, the lowest points first, and when they were counted.
type Counted = (Moment, Vec<(Points, u64)>);
/// The last figures of each contest; whoever holds one counts, the others wait.
pub(super) type Shelves = Arc<Mutex<HashMap<Uuid, Arc<AsyncMutex<Option<Counted>>>>>>;

impl LeaderboardService {
    /// How many people have each number of points in a contest, over all its rounds, the lowest first; at most half a minute old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn points(&self, contest: &ContestLive, now: Moment) -> Outcome<Vec<(Points, u64)>> {
        let shelf = self
            .points
            .lock()
            .expect("no holder panics")
            .entry(contest.id)
            .or_default()
            .clone();
        let mut kept = shelf.lock().await;
        if let Some((at, points)) = &*kept
            && now.since(*at).abs() < TRUST_MS
        {
            return Ok(points.clone());
        }
        let mut counted = BTreeMap::<Points, u64>::new();
        for round in &contest.rounds {
            for (points, people) in store::count_by_points(self.db.read(), round.id).await? {
                *counted.entry(points).or_default() += people;
            }
        }
        let points: Vec<(Points, u64)> = counted.into_iter().collect();
        *kept = Some((now, points.clone()));
        Ok(points)
    }
}
