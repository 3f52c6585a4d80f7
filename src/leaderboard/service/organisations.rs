//! How organisations stand in a round.

use std::collections::HashMap;
use std::sync::Mutex;

use uuid::Uuid;

use super::{LeaderboardService, may_show};
use crate::kernel::clock::{Moment, SECOND};
use crate::kernel::problem::Outcome;
use crate::leaderboard::model::{OrganisationLine, OrganisationSum};
use crate::leaderboard::{rules, store};
use crate::organisation::search::Index;

/// How long sums over a round are shown again, ms: adding up a million results for every visitor would cost more than the page.
const TRUST_MS: i64 = 15 * SECOND;

/// Sums of rounds with the moment they were made.
pub type Sums = Mutex<HashMap<Uuid, (Moment, std::sync::Arc<Vec<OrganisationSum>>)>>;

impl LeaderboardService {
    /// How the organisations stand in a round: the units directly below `within`, or the tops of all trees. What happened below a unit
    /// counts for it.
    ///
    /// # Errors
    /// When the board may not be shown now, or the database fails.
    pub async fn by_organisation(
        &self,
        slug: &str,
        round: &str,
        within: Option<Uuid>,
        units: &Index,
    ) -> Outcome<(Vec<OrganisationLine>, Moment)> {
        let contest = self.contests.find(slug).await?;
        let live = contest.round(round)?;
        let now = self.clock.now();
        may_show(&contest, live, now)?;
        let questions = live
            .settings
            .blueprint
            .iter()
            .map(|p| u32::from(p.count))
            .sum();
        let (made, sums) = self.sums_of(live.id, questions, now).await?;
        let unit_of = |id: Uuid| {
            // Itself first, then upwards: the unit just below `within`, or the last of all.
            let lineage = units.lineage(id);
            match within {
                None => lineage.last().copied(),
                Some(top) => {
                    let at = lineage.iter().position(|unit| *unit == top)?;
                    Some(lineage[at.saturating_sub(1)])
                }
            }
        };
        Ok((rules::organisation_board(&sums, unit_of), made))
    }

    async fn sums_of(
        &self,
        round: Uuid,
        questions: u32,
        now: Moment,
    ) -> Outcome<(Moment, std::sync::Arc<Vec<OrganisationSum>>)> {
        let kept = self
            .sums
            .lock()
            .expect("no holder panics")
            .get(&round)
            .cloned();
        if let Some((made, sums)) = kept
            && now.since(made).abs() < TRUST_MS
        {
            return Ok((made, sums));
        }
        let sums = store::by_organisation(self.db.read(), round, questions).await?;
        let sums = std::sync::Arc::new(sums);
        let mut all = self.sums.lock().expect("no holder panics");
        all.insert(round, (now, sums.clone()));
        Ok((now, sums))
    }
}
