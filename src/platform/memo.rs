//! What a node remembers: large numbers that may be a little old (counting a million rows for every visitor would cost more than the page),
//! and so many values that cost much to read again.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

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

/// Keeps at most so many values: for one more, the one that was asked for longest ago goes.
#[derive(Debug)]
pub struct Kept<K, V> {
    most: usize,
    /// Counts how often anything was asked for: the clock by which a value's last use is told.
    asked: AtomicU64,
    values: RwLock<HashMap<K, (AtomicU64, V)>>,
}

impl<K: Eq + Hash + Clone, V: Clone> Kept<K, V> {
    /// Keeps nothing yet, and never more than `most` values.
    #[must_use]
    pub fn at_most(most: usize) -> Self {
        Self {
            most: most.max(1),
            asked: AtomicU64::new(0),
            values: RwLock::default(),
        }
    }

    fn next(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::Relaxed)
    }

    /// The value of `key`, if it is kept.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        let values = self.values.read().expect("no holder panics");
        let (used, value) = values.get(key)?;
        used.store(self.next(), Ordering::Relaxed);
        Some(value.clone())
    }

    /// Keeps a value in the place of an older one.
    pub fn put(&self, key: K, value: V) {
        let mut values = self.values.write().expect("no holder panics");
        if values.len() >= self.most && !values.contains_key(&key) {
            // Looking through all of them costs little beside reading the new one from the database.
            let used = |(_, (used, _)): &(&K, &(AtomicU64, V))| used.load(Ordering::Relaxed);
            let oldest = values.iter().min_by_key(used).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                values.remove(&oldest);
            }
        }
        values.insert(key, (AtomicU64::new(self.next()), value));
    }

    /// Forgets the values with these keys.
    pub fn forget(&self, gone: impl Fn(&K) -> bool) {
        let mut values = self.values.write().expect("no holder panics");
        values.retain(|key, _| !gone(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_values_are_kept_and_those_used_last_stay() {
        let kept = Kept::at_most(3);
        for number in 0..3 {
            kept.put(number, number * 10);
        }
        assert_eq!(kept.get(&0), Some(0));
        kept.put(1, 11);
        kept.put(3, 30);
        assert_eq!(kept.get(&2), None, "nobody had asked for it the longest");
        assert_eq!(
            [0, 1, 3].map(|key| kept.get(&key)),
            [Some(0), Some(11), Some(30)]
        );
        for number in 0..10_000 {
            kept.put(number, number);
        }
        assert_eq!(kept.values.read().expect("whole").len(), 3);
        kept.forget(|key| *key == 9_999);
        assert_eq!((kept.get(&9_999), kept.get(&9_998)), (None, Some(9_998)));
    }

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
