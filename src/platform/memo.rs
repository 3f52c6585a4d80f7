//! Large numbers that may be a little old: counting a million rows for every visitor would cost more than the page.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::Mutex;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;

/// Counts up to this are always exact: counting them is cheap, and people look at small numbers closely.
const SMALL: u64 = 10_000;
/// How long a large count is shown again, ms.
const TRUST_MS: i64 = 3_000;

/// Remembers large counts for a few seconds.
#[derive(Debug)]
pub struct Counts<K>(Mutex<HashMap<K, (Moment, u64)>>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Counts<K> {
    /// The count of `key`: remembered when it is large and a few seconds old at most, else counted.
    ///
    /// # Errors
    /// When counting fails.
    pub async fn get(
        &self,
        key: K,
        now: Moment,
        count: impl Future<Output = Outcome<u64>>,
    ) -> Outcome<u64> {
        if let Some((seen, number)) = self.0.lock().expect("no holder panics").get(&key)
            && *number > SMALL
            && now.since(*seen).abs() < TRUST_MS
        {
            return Ok(*number);
        }
        let number = count.await?;
        self.0
            .lock()
            .expect("no holder panics")
            .insert(key, (now, number));
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_counts_are_always_exact_and_large_ones_a_few_seconds_old() {
        let counts = Counts::default();
        let get = |now: i64, truth: u64| counts.get("k", Moment(now), async move { Ok(truth) });
        assert_eq!(get(0, 5).await, Ok(5));
        assert_eq!(get(0, 6).await, Ok(6));
        assert_eq!(get(0, 20_000).await, Ok(20_000));
        assert_eq!(get(TRUST_MS - 1, 20_001).await, Ok(20_000));
        assert_eq!(get(TRUST_MS, 20_002).await, Ok(20_002));
    }
}
