//! The server's no, in words that a device acts on.

use super::Lease;
use serde::{Deserialize, Serialize};

/// Why the server did not do it. Nothing was stored, unless it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Refusal {
    /// A mutation before these is missing; those before the gap stand.
    Gap {
        /// The sequence that the server waits for.
        expected: u64,
    },
    /// Another device uses the same identity: this sequence is known with other content.
    Fork {
        /// The sequence in question.
        sequence: u64,
    },
    /// The store was restored or laid anew: snapshot, and offer again what came after this.
    Epoch {
        /// The store's epoch.
        #[serde(with = "crate::codec::u64_as_text")]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        epoch: u64,
        /// The device's last sequence that the store has.
        last_sequence: u64,
    },
    /// Sync is off for this register.
    SyncOff,
    /// Not all of the register's mutations are here, or its rows differ: pull, push, try again.
    NotYet {
        /// The device's last sequence that the store has.
        last_sequence: u64,
        /// The end of the log.
        head: u64,
    },
    /// Not signed in, or the device was revoked.
    SignedOut,
    /// More than a limit allows.
    TooMuch {
        /// What was too much.
        what: String,
    },
    /// Another device takes money for this sale just now (rule G1).
    BeingPaid {
        /// Who and where.
        by: Lease,
    },
    /// The server cannot just now; nothing is lost, try again later.
    Busy {
        /// How long to wait, in milliseconds.
        retry_ms: u32,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Gap { expected } => {
                write!(
                    f,
                    "Change {expected} of this device has not arrived yet; it is sent again."
                )
            }
            Refusal::Fork { sequence } => write!(
                f,
                "Another device uses this one's identity (change {sequence}). Nothing was overwritten; it gets one of its own."
            ),
            Refusal::Epoch { .. } => f.write_str(
                "The store was restored from a backup; this device offers its changes again.",
            ),
            Refusal::SyncOff => f.write_str("Sync is off for this register; its sales stay on it."),
            Refusal::NotYet { .. } => f.write_str(
                "The server does not have everything of this register yet; nothing was removed.",
            ),
            Refusal::SignedOut => f.write_str(
                "This device is signed out. Its changes are kept; sign in to send them.",
            ),
            Refusal::TooMuch { what } => write!(f, "Too much at once: {what}. Nothing was stored."),
            Refusal::BeingPaid { by } => write!(f, "This sale is being paid at {}.", by.place),
            Refusal::Busy { .. } => {
                f.write_str("The server is busy. Nothing is lost; it is tried again.")
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Whether the same request may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Refusal::Busy { .. } | Refusal::NotYet { .. } | Refusal::Gap { .. }
        )
    }
}
