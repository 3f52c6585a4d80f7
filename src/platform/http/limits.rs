//! How often something may be done, per key. Counts live in the node: they protect a node from its callers.

use std::num::NonZeroU32;

use governor::clock::QuantaClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::kernel::problem::{Code, Outcome, Problem};

type Keyed = RateLimiter<String, DashMapStateStore<String>, QuantaClock>;

/// A limit per key; none when switched off.
pub struct Limit(Option<Keyed>);

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
        Self(quota.map(RateLimiter::keyed))
    }

    /// Counts one use by `key`.
    ///
    /// # Errors
    /// When the key has used up what it may.
    pub fn check(&self, key: &str) -> Outcome<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&key.to_owned()).map_err(|_| {
            metrics::counter!("hocluat_requests_limited_total").increment(1);
            Problem::new(Code::TooManyRequests)
        })
    }

    /// Forgets keys that have not been seen for a while, so that memory stays bounded.
    pub fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
        }
    }
}
