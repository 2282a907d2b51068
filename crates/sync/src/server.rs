//! The server's engine: one store's mutations put in one order, applied, and shipped as rows.
//!
//! It works inside one transaction of a [`Storage`] and must not know which storage that is, who
//! is connected, or what time it is. Nothing it answers may leave before the transaction is on
//! stable storage (rule A2); that is the caller's part.

#[cfg(feature = "contract")]
pub mod contract;
mod disk;
mod hand_over;
mod leases;
mod memory;
mod pull;
mod push;
pub mod replay;
mod storage;
mod transaction;

pub use disk::MemoryDisk;
pub use leases::{LeaseHolder, Leases};
pub use memory::MemoryStorage;
pub use pull::pull;
pub use storage::{
    DeviceState, Filling, LogEntry, PageLimits, Storage, StorageError, StoreState, StoredRow,
};
pub use transaction::{
    Acknowledged, Author, Committed, GONE_TOLD_MS, Reducer, Transaction, chained,
};
