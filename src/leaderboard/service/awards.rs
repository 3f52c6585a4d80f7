//! Final results for whoever certifies them.

use uuid::Uuid;

use super::LeaderboardService;
use crate::kernel::problem::Outcome;
use crate::leaderboard::model::ResultRow;
use crate::leaderboard::store;

impl LeaderboardService {
    /// Results of a round in the order of ranks, a page at a time after a rank key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn results_after(
        &self,
        round: Uuid,
        after: &[u8],
        limit: u64,
    ) -> Outcome<Vec<ResultRow>> {
        store::lines_after(self.db.read(), round, after, limit).await
    }

    /// Results of these people in a round; who has none is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn results_of(&self, round: Uuid, people: &[Uuid]) -> Outcome<Vec<ResultRow>> {
        store::of_people(self.db.read(), round, people).await
    }
}
