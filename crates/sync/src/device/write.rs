//! What the storage is asked to write. It is said to followers, and never kept itself.
//!
//! It must not know when a write is due.

use super::stored::{Archived, Meta};
use crate::protocol::Mutation;
use crate::row::{Kind, Row};
use serde::{Deserialize, Serialize};

/// One transaction of the device's storage, in this order: what goes, then what comes. All of it or
/// nothing; strict durability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Write {
    /// Its number, for the answer.
    pub id: u64,
    /// Kinds whose rows go first, all of them.
    pub clear: Vec<Kind>,
    /// Rows to put, or to delete when they have no body.
    pub rows: Vec<Row>,
    /// Mutations up to this sequence leave the outbox.
    pub outbox_done: u64,
    /// Mutations to put into the outbox.
    pub outbox: Vec<Mutation>,
    /// Mutations with a number below this one leave the archive.
    pub archive_from: u64,
    /// Mutations to put into the archive.
    pub archive: Vec<Archived>,
    /// What the device then knows of itself.
    pub meta: Meta,
}
