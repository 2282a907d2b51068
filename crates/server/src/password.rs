//! Passwords and PINs: argon2id, on threads that may wait, a few at a time, so that guessing costs
//! the one who guesses and not the shop.

use crate::settings::PasswordCost;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes computed at once; each takes memory.
const AT_ONCE: usize = 2;
/// Hashes that may wait; one more is turned away.
const MOST_WAITING: usize = 32;

/// Why a secret could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HashError {
    /// Too many wait.
    #[error("too many sign in at once")]
    Busy,
    /// The hash could not be computed.
    #[error("a password could not be hashed: {0}")]
    Failed(String),
}

/// Hashes and compares secrets.
#[derive(Clone)]
pub(crate) struct Hasher {
    argon2: Argon2<'static>,
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    decoy: Arc<str>,
}

impl Hasher {
    /// One with this cost.
    ///
    /// # Errors
    /// When the cost is out of range, or the machine gives no random numbers.
    pub(crate) fn new(cost: PasswordCost) -> Result<Hasher, HashError> {
        let parameters = Params::new(cost.memory_kib, cost.passes, 1, None)
            .map_err(|error| HashError::Failed(error.to_string()))?;
        let mut hasher = Hasher {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
            decoy: Arc::from(""),
        };
        hasher.decoy = hasher.hash("nobody's")?.into();
        Ok(hasher)
    }

    /// The hash of a secret, with a salt of its own.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub(crate) fn hash(&self, secret: &str) -> Result<String, HashError> {
        self.argon2
            .hash_password(secret.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| HashError::Failed(error.to_string()))
    }

    /// The hash of a secret, for who must not wait in the way of others.
    ///
    /// # Errors
    /// When too many wait, or the machine gives no random numbers.
    pub(crate) async fn hashed(&self, secret: String) -> Result<String, HashError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| HashError::Busy)?;
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| HashError::Busy)?;
        let hasher = self.clone();
        tokio::task::spawn_blocking(move || {
            let hash = hasher.hash(&secret);
            drop(place);
            hash
        })
        .await
        .map_err(|error| HashError::Failed(error.to_string()))?
    }

    /// Whether the secret is the one with this hash. Without a hash the answer is no, and takes as
    /// long.
    ///
    /// # Errors
    /// When too many wait.
    pub(crate) async fn is_right(
        &self,
        secret: String,
        hash: Option<String>,
    ) -> Result<bool, HashError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| HashError::Busy)?;
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| HashError::Busy)?;
        let hasher = self.clone();
        tokio::task::spawn_blocking(move || {
            let known = hash.is_some();
            let hash = hash.as_deref().unwrap_or(&hasher.decoy);
            let right = PasswordHash::new(hash).is_ok_and(|hash| {
                hasher
                    .argon2
                    .verify_password(secret.as_bytes(), &hash)
                    .is_ok()
            });
            drop(place);
            right && known
        })
        .await
        .map_err(|error| HashError::Failed(error.to_string()))
    }
}
