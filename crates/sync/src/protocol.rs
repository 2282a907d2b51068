//! What devices and the server say to each other. JSON, enums externally tagged, money in minor
//! units, quantities in thousandths; fields are only ever added, and optional.

mod lease;
mod refusal;

pub use lease::{LEASE_MS, Lease, LeaseAnswer, LeaseRequest};
pub use refusal::Refusal;

use crate::codec::{self, Unreadable};
use crate::row::{Digest, Row};
use sale::{Change, Context, DeviceId, EmployeeId, MutationId, Outcome, RegisterId, StoreId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh64::xxh64;

/// The version of the transport; the server serves this one and the one before.
pub const PROTOCOL: u16 = 1;

/// Most mutations in one push.
pub const MOST_MUTATIONS: usize = 100;
/// Most bytes of one push.
pub const MOST_PUSH_BYTES: usize = 256 * 1024;
/// Most rows in one page of a pull.
pub const MOST_PAGE_ROWS: u32 = 2_000;
/// Bytes that fill a page of a pull, before they are packed: some seconds of a slow line.
pub const MOST_PAGE_BYTES: usize = 768 * 1024;
/// Longest that a pull waits for news, in seconds.
pub const MOST_WAIT_S: u32 = 25;

/// One thing that a person did, with its identity (rule A3).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mutation {
    /// 1, 2, 3 … under the device.
    pub sequence: u64,
    /// Its own identity, whichever device sends it.
    pub mutation_id: MutationId,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The manager who approved it with their PIN, where one was asked (rule H2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<EmployeeId>,
    /// The device's cursor when it was done.
    pub seen: u64,
    /// What the field that it writes held on the screen (rule C4), verbatim: a
    /// [`sale::FieldValue`], or something of a newer build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<sale::FieldValue>))]
    pub was: Option<Box<RawValue>>,
    /// What was done, verbatim: a [`Change`], or something of a newer build.
    #[cfg_attr(feature = "openapi", schema(value_type = Change))]
    pub change: Box<RawValue>,
}

impl PartialEq for Mutation {
    fn eq(&self, other: &Mutation) -> bool {
        self.sequence == other.sequence
            && self.mutation_id == other.mutation_id
            && self.at_ms == other.at_ms
            && self.employee_id == other.employee_id
            && self.approved_by == other.approved_by
            && self.seen == other.seen
            && self.was.as_ref().map(|was| was.get()) == other.was.as_ref().map(|was| was.get())
            && self.change.get() == other.change.get()
    }
}

impl Mutation {
    /// The change that it carries.
    ///
    /// # Errors
    /// When this build cannot read it; the mutation is then kept whole in a review (rule A4).
    pub fn decode(&self) -> Result<Change, Unreadable> {
        codec::decode(self.change.get())
    }

    /// Who did it, where and when, for `apply`; the register is the device's.
    #[must_use]
    pub fn context(&self, register_id: Option<RegisterId>) -> Context {
        Context {
            mutation_id: self.mutation_id,
            employee_id: self.employee_id,
            approved_by: self.approved_by,
            register_id,
            at_ms: self.at_ms,
            // What this build cannot read says nothing.
            was: self
                .was
                .as_ref()
                .and_then(|was| codec::decode(was.get()).ok()),
        }
    }

    /// What makes a repeat the same mutation (rule A3): everything but the sequence and the cursor,
    /// which a device that got a new identity gives afresh.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hash = xxh64(self.mutation_id.0.as_bytes(), 0);
        hash = xxh64(self.employee_id.0.as_bytes(), hash);
        hash = xxh64(&self.at_ms.to_be_bytes(), hash);
        // Only where they are: mutations without them keep the fingerprint that they always had.
        if let Some(approved_by) = self.approved_by {
            hash = xxh64(approved_by.0.as_bytes(), hash);
        }
        if let Some(was) = &self.was {
            hash = xxh64(was.get().as_bytes(), hash);
        }
        xxh64(self.change.get().as_bytes(), hash)
    }
}

/// A device sends what it has not had acknowledged, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Push {
    /// [`PROTOCOL`] of the sender.
    pub protocol: u16,
    /// The sender's build, for support.
    pub build: String,
    /// The epoch that the device knows; 0 for a device that knows none yet.
    #[serde(with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub epoch: u64,
    /// Mutations in the outbox, these included.
    pub unsent: u64,
    /// At most [`MOST_MUTATIONS`].
    pub mutations: Vec<Mutation>,
}

/// What became of one mutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushResult {
    /// Which one.
    pub sequence: u64,
    /// Its position in the store's log.
    pub position: u64,
    /// What became of it.
    pub outcome: Outcome,
}

/// The server's answer to a push: everything in it is on stable storage (rule A2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushAnswer {
    /// The store's epoch.
    #[serde(with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub epoch: u64,
    /// The device's highest sequence that has an outcome.
    pub acknowledged: u64,
    /// The end of the log.
    pub head: u64,
    /// One for each mutation that was sent, repeats included (rule A3).
    pub results: Vec<PushResult>,
}

/// Asks for what changed after a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pull {
    /// The epoch that the device knows; 0 for a device that knows none yet.
    #[serde(with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub epoch: u64,
    /// The device's cursor; 0 for all there is.
    pub since: u64,
    /// For the second and later pages: where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageToken>,
    /// How long the server may wait for news when there are none, in seconds, at most
    /// [`MOST_WAIT_S`].
    #[serde(default, skip_serializing_if = "is_nought")]
    pub wait_s: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference.
fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// Where a page of a pull ended: rows come in the order of (version, kind, id).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageToken {
    /// The end of the log when the first page was read.
    pub first_head: u64,
    /// Version of the last row that was sent. Every row of a version is sent in one page.
    pub version: u64,
}

/// Rows that changed after `from`. A device applies the pages of one pull at once, when the last
/// has come: a row that changes again while pages are on their way is missing from its old place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Patch {
    /// The store's epoch.
    #[serde(with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub epoch: u64,
    /// The cursor that it continues; 0 replaces everything that the device holds.
    pub from: u64,
    /// The device's cursor once the last page is applied (rule B2).
    pub to: u64,
    /// The next page, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageToken>,
    /// The asking device's highest sequence whose effect is in the rows up to `to`. What it covers
    /// may leave the outbox, if it is proven to be the device's own.
    pub acknowledged: u64,
    /// [`Mutation::fingerprint`] of the mutation with that sequence; 0 when there is none. With
    /// another one in its outbox a device knows that somebody else uses its identity.
    #[serde(default, with = "crate::codec::u64_as_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub acknowledged_fingerprint: u64,
    /// The rows, oldest change first.
    pub rows: Vec<Row>,
    /// How many open sales the store has, for telling how far a copy from nought is; with each of
    /// its pages but the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_sales: Option<u64>,
    /// Of all rows as of `to`; on a last page only (rule B3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// The oldest build of the app that may go on; an older one is to be loaded anew. It may push
    /// for ever: what it holds is never refused for its age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_build: Option<String>,
}

/// What the live stream says. Only ever a hint: a lost one costs time, nothing else (rule B5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Live {
    /// What one commit changed.
    #[serde(rename = "patch")]
    Patch(Patch),
    /// The server is there, and the log ends here.
    #[serde(rename = "heartbeat")]
    Heartbeat {
        /// The end of the log.
        head: u64,
        /// The server's clock, only shown.
        server_ms: i64,
    },
    /// Who takes money for which sale just now, all of them (rule G1); when it changes, and at the
    /// beginning.
    #[serde(rename = "leases")]
    Leases {
        /// Each sale once.
        leases: Vec<Lease>,
    },
    /// The stream ends, since the server stops or the stream is old; come back after a while.
    #[serde(rename = "bye")]
    Bye {
        /// How long to wait, in milliseconds.
        retry_ms: u32,
    },
}

/// What a device tells of itself, now and then and whenever it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusReport {
    /// Mutations in the outbox.
    pub unsent: u64,
    /// Its cursor.
    pub cursor: u64,
    /// The build of the app, for support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// Whether the browser has promised to keep the device's storage; none while that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_kept: Option<bool>,
    /// What the device's clock says, to find one that is off; it decides nothing (rule B1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<i64>,
}

/// What a device is told in return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusAnswer {
    /// Whether its sync is to be on (rule F6).
    pub sync_asked: bool,
    /// Whether the server takes it for on (rule F6).
    pub sync_reported: bool,
    /// The end of the log.
    pub head: u64,
}

/// A register asks the server to take over what it holds (rule F2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOver {
    /// The last sequence that the register pushed; 0 when it never did.
    pub final_sequence: u64,
    /// Its cursor.
    pub cursor: u64,
    /// Of all rows that it holds.
    pub digest: Digest,
}

/// The server has everything of this register; only now may the register remove its copy (F2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Where in the log the hand-over stands.
    pub position: u64,
    /// The last sequence taken over.
    pub final_sequence: u64,
    /// How many open sales the store has.
    pub open_sales: u64,
}

/// Who a device is: given at activation, kept by the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identity {
    /// The device.
    pub device_id: DeviceId,
    /// Its store.
    pub store_id: StoreId,
    /// Its register; none for a Pay phone and BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// What the human numbers of its sales begin with, this device's alone (rule C7).
    pub number_prefix: String,
}

/// A device whose identity is used by another asks for one of its own (rule A3): the same register,
/// another device. Answered with an [`Identity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Readmission {
    /// The fresh id that it gave itself; the same again when it asks again.
    pub device_id: DeviceId,
}
