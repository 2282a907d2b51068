//! What sections are made with, and what is made. It must not know which sections there are.

use super::section::{Names, Spec, Table};
use crate::days::Wall;
use crate::storage::StoreNo;
use rusqlite::Connection;
use sale::AgeSteps;

/// What sections are made with.
pub(super) struct Desk<'c> {
    pub connection: &'c Connection,
    pub store: StoreNo,
    pub now_ms: i64,
    pub wall: Wall,
    /// The business day that it is, in days since 1970.
    pub today: i32,
    pub begins_hour: u8,
    pub steps: AgeSteps,
    pub names: Names,
}

/// Sections of one period; days are told as those of the period that they are compared with, so many
/// days on.
pub(super) type Made = Vec<(Spec, Table)>;
