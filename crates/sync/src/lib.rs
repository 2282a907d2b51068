//! The sync protocol: wire types and their codec, the device's engine (base, outbox, view by
//! rebase) and the server's engine over a storage trait.
//!
//! Sans-I/O: inputs come in, outputs go out. It must not know clocks, chance, the network, storage
//! media, async or screens; the simulator and the real adapters drive the same code.

pub mod api;
pub mod codec;
pub mod device;
pub mod protocol;
pub mod row;
#[cfg(feature = "server")]
pub mod server;
