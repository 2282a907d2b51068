//! A whole shop on a virtual network, virtual disks and virtual clocks, from one seed: the real
//! engines of devices and server, driven by one queue of events. The same plan gives the same run,
//! bit for bit.
//!
//! It must not know the app, HTTP or a real storage. What it finds is told as a [`Violation`].

/// Whether a bug is turned on that the simulator is to find; never, but in its tests.
#[cfg(feature = "bugs")]
macro_rules! buggy {
    ($bug:ident) => {
        sync::bugs::is_on(sync::bugs::Bug::$bug)
    };
}
#[cfg(not(feature = "bugs"))]
macro_rules! buggy {
    ($bug:ident) => {
        false
    };
}

mod books;
mod chance;
mod check;
mod device;
mod disk;
mod people;
mod plan;
mod remembered;
mod report;
mod rules;
mod server;
mod shrink;
mod telling;
mod trace;
mod world;

pub use plan::{Deed, Fault, FaultId, Plan, What};
pub use report::{Report, Violation};
pub use rules::held;
pub use shrink::shrink;
pub use world::{Run, run, run_twin};
