//! The sync protocol: wire types and their codec, the device's engine (base, outbox, view by
//! rebase) and the server's engine over a storage trait.
//!
//! Sans-I/O: inputs come in, outputs go out. It must not know clocks, chance, the network, storage
//! media, async or screens; the simulator and the real adapters drive the same code.

/// Whether a bug is turned on that the simulator is to find; never, but in its tests.
#[cfg(feature = "bugs")]
macro_rules! buggy {
    ($bug:ident) => {
        crate::bugs::is_on(crate::bugs::Bug::$bug)
    };
}
#[cfg(not(feature = "bugs"))]
macro_rules! buggy {
    ($bug:ident) => {
        false
    };
}

pub mod api;
#[cfg(feature = "bugs")]
pub mod bugs;
pub mod codec;
pub mod device;
pub mod protocol;
pub mod row;
#[cfg(feature = "server")]
pub mod server;
