//! What a server is told at its start.

use crate::region::Region;
use std::path::PathBuf;

/// How costly it is to guess a password or a PIN (argon2id).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// What OWASP recommends for argon2id.
    fn default() -> Self {
        PasswordCost {
            memory_kib: 19 * 1024,
            passes: 2,
        }
    }
}

/// What a server is told at its start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The folder that holds the stores.
    pub data: PathBuf,
    /// The folder of the built app; without it there is only the API.
    pub app: Option<PathBuf>,
    /// The address under which browsers reach it, when that is not the one it listens on. With
    /// `https` cookies are sent over it alone.
    pub public_url: Option<String>,
    /// Whether to make the demonstration store and print its sign-ins.
    pub demo: bool,
    /// Where the demonstration store is.
    pub region: Region,
    /// Whether the last address in `X-Forwarded-For` is the caller's: only behind a proxy that
    /// writes it.
    pub behind_proxy: bool,
    /// How costly it is to guess a password.
    pub password_cost: PasswordCost,
}
