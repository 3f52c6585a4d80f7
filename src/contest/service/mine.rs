//! What a person has to do with contests: their entries, newest first, with where each contest stands for them.

use std::sync::Arc;

use uuid::Uuid;

use super::{ContestLive, ContestService, Entry};
use crate::assessment::model::Attempt;
use crate::contest::store;
use crate::kernel::problem::Outcome;

/// A contest that a person has entered.
#[derive(Debug, Clone)]
pub struct Mine {
    /// Their entry.
    pub entry: Entry,
    /// The contest.
    pub contest: Arc<ContestLive>,
    /// Their attempts in all its rounds, oldest first.
    pub attempts: Vec<Attempt>,
}

impl ContestService {
    /// A page of the contests a person has entered, newest entry first, and how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entered_by(
        &self,
        account: Uuid,
        offset: u64,
        limit: u64,
    ) -> Outcome<(Vec<Mine>, u64)> {
        let total = store::count_entries_by(self.db.read(), account).await?;
        let mut mine = Vec::new();
        for entry in store::entries_by(self.db.read(), account, offset, limit).await? {
            let contest = self.by_id(entry.contest_id).await?;
            let rounds: Vec<Uuid> = contest.rounds.iter().map(|r| r.id).collect();
            let attempts = self.assessments.attempts_at(&rounds, account).await?;
            mine.push(Mine {
                entry,
                contest,
                attempts,
            });
        }
        Ok((mine, total))
    }
}
