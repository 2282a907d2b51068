//! Who has shown which token lately, so that a push does not ask the file each time. This process
//! alone writes the file, so what is remembered is right as long as changes are told here too.

use crate::secret::TokenHash;
use crate::storage::access::{self, Device, Session};
use crate::storage::{ReadError, Readers};
use sale::DeviceId;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Most that is remembered of each; at the limit all is forgotten and asked anew.
const MOST_REMEMBERED: usize = 50_000;

/// The tokens that were shown lately.
#[derive(Default)]
pub(crate) struct Tokens {
    devices: Remembered<TokenHash, Arc<Device>>,
    sessions: Remembered<TokenHash, Session>,
}

impl Tokens {
    /// The device with this token.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) async fn device(
        &self,
        readers: &Readers,
        token: TokenHash,
    ) -> Result<Option<Arc<Device>>, ReadError> {
        if let Some(device) = self.devices.get(&token) {
            return Ok(Some(device));
        }
        let before = self.devices.generation();
        let found = readers
            .read(move |connection| Ok(access::device(connection, &token)?))
            .await?
            .map(Arc::new);
        if let Some(device) = &found {
            self.devices.put(before, token, Arc::clone(device));
        }
        Ok(found)
    }

    /// The session with this token, unless it has ended.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) async fn session(
        &self,
        readers: &Readers,
        token: TokenHash,
        now_ms: i64,
    ) -> Result<Option<Session>, ReadError> {
        if let Some(session) = self.sessions.get(&token) {
            return Ok((session.expires_ms > now_ms).then_some(session));
        }
        let before = self.sessions.generation();
        let found = readers
            .read(move |connection| Ok(access::session(connection, &token, now_ms)?))
            .await?;
        if let Some(session) = found {
            self.sessions.put(before, token, session);
        }
        Ok(found)
    }

    /// The device's tokens have changed.
    pub(crate) fn forget_device(&self, device: DeviceId) {
        self.devices.retain(|known| known.device_id != device);
    }

    /// Sessions have ended in many places.
    pub(crate) fn forget_all_sessions(&self) {
        self.sessions.retain(|_| false);
    }

    /// The sessions on a device have ended.
    pub(crate) fn forget_sessions(&self, device: DeviceId) {
        self.sessions.retain(|known| known.device_id != device);
    }

    /// The session has changed.
    pub(crate) fn forget_session(&self, token: TokenHash) {
        self.sessions.remove(&token);
    }
}

/// A map with a limit. What was read before something was forgotten is not put in after it: it may
/// be just what was to be forgotten.
struct Remembered<K, V> {
    inner: Mutex<(u64, HashMap<K, V>)>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Remembered {
            inner: Mutex::new((0, HashMap::new())),
        }
    }
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    fn inner(&self) -> std::sync::MutexGuard<'_, (u64, HashMap<K, V>)> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, key: &K) -> Option<V> {
        self.inner().1.get(key).cloned()
    }

    fn generation(&self) -> u64 {
        self.inner().0
    }

    fn put(&self, generation: u64, key: K, value: V) {
        let mut inner = self.inner();
        if inner.0 != generation {
            return;
        }
        if inner.1.len() >= MOST_REMEMBERED {
            inner.1.clear();
        }
        inner.1.insert(key, value);
    }

    fn remove(&self, key: &K) {
        let mut inner = self.inner();
        inner.0 = inner.0.wrapping_add(1);
        inner.1.remove(key);
    }

    fn retain(&self, keep: impl Fn(&V) -> bool) {
        let mut inner = self.inner();
        inner.0 = inner.0.wrapping_add(1);
        inner.1.retain(|_, value| keep(value));
    }
}
