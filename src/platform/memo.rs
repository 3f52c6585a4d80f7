//! Large numbers that may be a little old: counting a million rows for every visitor would cost more than the page.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::Mutex;

use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;

/// How long what is costly to count is shown again, ms.
const TRUST_MS: i64 = 3_000;
/// After so many keys those that are too old are forgotten.
const KEPT: usize = 1_000;

/// What was counted.
pub trait Size {
    /// Over how many rows. Up to [`Size::SMALL`] it is always counted anew: that is cheap, and people look at small numbers closely.
    fn rows(&self) -> u64;
    /// The most rows that are cheap to count.
    const SMALL: u64;
}

impl Size for u64 {
    const SMALL: u64 = 10_000;

    fn rows(&self) -> u64 {
        *self
    }
}

/// Remembers what was counted over many rows for a few seconds.
#[derive(Debug)]
pub struct Recent<K, V>(Mutex<HashMap<K, (Moment, V)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Size + Clone> Recent<K, V> {
    /// What `key` has: remembered when it was counted over many rows and is a few seconds old at most, else counted.
    ///
    /// # Errors
    /// When counting fails.
    pub async fn get(
        &self,
        key: K,
        now: Moment,
        count: impl Future<Output = Outcome<V>>,
    ) -> Outcome<V> {
        let is_fresh = |seen: &Moment| now.since(*seen).abs() < TRUST_MS;
        if let Some((seen, value)) = self.0.lock().expect("no holder panics").get(&key)
            && value.rows() > V::SMALL
            && is_fresh(seen)
        {
            return Ok(value.clone());
        }
        let value = count.await?;
        let mut known = self.0.lock().expect("no holder panics");
        if known.len() >= KEPT {
            known.retain(|_, (seen, _)| is_fresh(seen));
        }
        known.insert(key, (now, value.clone()));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_counts_are_always_exact_and_large_ones_a_few_seconds_old() {
        let counts = Recent::default();
        let get = |now: i64, truth: u64| counts.get("k", Moment(now), async move { Ok(truth) });
        assert_eq!(get(0, 5).await, Ok(5));
        assert_eq!(get(0, 6).await, Ok(6));
        assert_eq!(get(0, 20_000).await, Ok(20_000));
        assert_eq!(get(TRUST_MS - 1, 20_001).await, Ok(20_000));
        assert_eq!(get(TRUST_MS, 20_002).await, Ok(20_002));
    }
}
