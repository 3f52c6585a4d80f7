//! The only place where randomness comes from.

use std::sync::Mutex;

use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha20Rng;

/// A source of random bytes. Secrets, seeds and identifiers all come from here.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with random data fit for secrets (unless the source is a seeded one).
    fn fill(&self, bytes: &mut [u8]);

    /// A random 64-bit number, for example the seed of a paper.
    fn next_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

/// The operating system's generator.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "the one place where the system generator is read"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rngs::SysRng
            .try_fill_bytes(bytes)
            .expect("the operating system has no randomness: nothing safe can be done");
    }
}

/// A repeatable generator, for tests.
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// The generator that always starts the same for the same `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .expect("no holder of this lock panics")
            .fill_bytes(bytes);
    }
}

/// A stream of choices that is the same for the same seed for years to come: ChaCha20's key stream is a published
/// standard, and the way numbers are made from it is written here and nowhere else.
pub struct Draw(ChaCha20Rng);

impl Draw {
    /// The stream of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_be_bytes());
        Self(ChaCha20Rng::from_seed(key))
    }

    /// A number from 0 to `bound - 1`, each equally likely; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound < 2 {
            return 0;
        }
        // Numbers past the last whole multiple of `bound` would favour the small ones: draw again.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let number = self.0.next_u64();
            if number < limit {
                return usize::try_from(number % bound).unwrap_or(0);
            }
        }
    }

    /// Puts `items` into a random order, each order equally likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_the_same_for_ever() {
        let mut items: Vec<u8> = (0..10).collect();
        Draw::new(42).shuffle(&mut items);
        // If this ever changes, papers of past contests can no longer be replayed.
        assert_eq!(items, [1, 6, 4, 3, 0, 8, 9, 7, 5, 2]);
    }
}
