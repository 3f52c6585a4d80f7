//! Password hashing, bounded: one hash costs as much as fifteen attempts, so it must never crowd out people who sit a paper.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::entropy::Entropy;
use crate::kernel::problem::{Outcome, Problem};

/// How many may wait for a hash before newcomers are told to come back.
const QUEUE: usize = 64;

/// Hashes and checks passwords with argon2id (7 MiB, five passes), one at a time. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    entropy: Arc<dyn Entropy>,
    /// A hash of nothing anybody knows: unknown users take as long as known ones.
    decoy: Arc<str>,
}

fn argon() -> Argon2<'static> {
    let params =
        Params::new(7 * 1024, 5, 1, None).expect("these parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str, salt: &[u8; 16]) -> Result<String, String> {
    let salt = SaltString::encode_b64(salt).map_err(|e| e.to_string())?;
    argon()
        .hash_password(password.as_bytes(), &salt)
        .map(|h| h.to_string())
        .map_err(|e| e.to_string())
}

impl Passwords {
    /// A hasher with an empty queue.
    ///
    /// # Panics
    /// Never: the decoy is hashed with fixed valid parameters.
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        let decoy = hash_now(&crate::kernel::ids::new_token(&*entropy), &salt)
            .expect("argon2 with fixed parameters cannot fail");
        Self {
            permits: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(QUEUE)),
            entropy,
            decoy: decoy.into(),
        }
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// When too many are waiting.
    pub async fn hash(&self, password: &str) -> Outcome<String> {
        let mut salt = [0; 16];
        self.entropy.fill(&mut salt);
        let password = password.to_owned();
        self.run(move || hash_now(&password, &salt))
            .await?
            .map_err(Problem::internal)
    }

    /// Whether the password belongs to the hash; without a hash it takes as long and is false.
    ///
    /// # Errors
    /// When too many are waiting.
    pub async fn matches(&self, password: &str, hash: Option<&str>) -> Outcome<bool> {
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(&self.decoy).to_owned();
        let right = self
            .run(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|h| argon().verify_password(password.as_bytes(), &h).is_ok())
            })
            .await?;
        Ok(right && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Outcome<T> {
        let _place = self
            .waiting
            .try_acquire()
            .map_err(|_| Problem::unavailable("the queue for password hashing is full"))?;
        let _permit = self.permits.acquire().await.map_err(Problem::internal)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Problem::internal)
    }
}
