//! The device's engine: base (the server's rows), outbox (what this device did and the server's
//! rows do not show yet) and view (base with the outbox applied on top: the rebase).
//!
//! Inputs come in, outputs go out, through [`Engine::handle`] alone. It must not know IndexedDB,
//! HTTP, timers or screens: an adapter does what an [`Output`] says and tells how it went with an
//! [`Input`]. It asks for one write, one push and one pull at a time.

mod archive;
mod books;
mod change;
mod clock;
mod connection;
mod engine;
mod follow;
mod io;
mod job;
mod leases;
mod numbering;
mod outbox;
mod patches;
mod standing;
mod stored;
mod switch;
mod view;
mod write;
mod writing;

pub use change::{NewChange, NotSaved};
pub use engine::Engine;
pub use io::{Failure, Input, Output};
pub use standing::{FirstCopy, Link, Tendering};
pub use stored::{ArchiveDay, ArchiveIndex, Archived, Meta, SyncMode};
pub use view::SaleView;
pub use write::Write;
