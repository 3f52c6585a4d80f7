//! How often something may be done, per key. Counts live in the node: they protect a node from its callers.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::QuantaClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::kernel::problem::{Code, Outcome, Problem};

type Keyed = RateLimiter<u64, DashMapStateStore<u64>, QuantaClock>;

/// After so many uses keys that have rested are forgotten, so that memory stays bounded by who is active.
const TIDY_AFTER: u32 = 50_000;

/// A limit per key; none when switched off.
pub struct Limit {
    limiter: Option<Keyed>,
    hasher: RandomState,
    uses: AtomicU32,
}

impl Limit {
    /// At most `per_second` on average, and `burst` at once; 0 switches it off.
    #[must_use]
    pub fn per_second(per_second: u32, burst: u32) -> Self {
        let quota = NonZeroU32::new(per_second).map(Quota::per_second);
        Self::new(quota, burst)
    }

    /// At most `per_minute` on average, and `burst` at once; 0 switches it off.
    #[must_use]
    pub fn per_minute(per_minute: u32, burst: u32) -> Self {
        let quota = NonZeroU32::new(per_minute).map(Quota::per_minute);
        Self::new(quota, burst)
    }

    fn new(quota: Option<Quota>, burst: u32) -> Self {
        let quota = quota.map(|q| NonZeroU32::new(burst).map_or(q, |b| q.allow_burst(b)));
        Self {
            limiter: quota.map(RateLimiter::keyed),
            hasher: RandomState::new(),
            uses: AtomicU32::new(0),
        }
    }

    /// Whether anything is limited at all.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.limiter.is_some()
    }

    /// Counts one use by `key`.
    ///
    /// # Errors
    /// When the key has used up what it may.
    pub fn check(&self, key: &str) -> Outcome<()> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        if self.uses.fetch_add(1, Ordering::Relaxed) % TIDY_AFTER == TIDY_AFTER - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        // Keys are tokens and addresses; their hash is enough to tell them apart and keeps them out of memory.
        limiter.check_key(&self.hasher.hash_one(key)).map_err(|_| {
            metrics::counter!("hocluat_requests_limited_total").increment(1);
            Problem::new(Code::TooManyRequests)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_used_up_its_burst_is_refused_and_others_are_not() {
        let limit = Limit::per_minute(1, 3);
        assert!((0..3).all(|_| limit.check("a").is_ok()));
        assert_eq!(
            limit.check("a").map_err(|p| p.code),
            Err(Code::TooManyRequests)
        );
        assert_eq!(limit.check("b"), Ok(()));
        assert!(
            (0..1_000).all(|_| Limit::per_second(0, 0).check("a").is_ok()),
            "0 switches it off"
        );
    }
}
