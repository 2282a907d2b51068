//! A whole shop on a virtual network, virtual disks and virtual clocks, from one seed: the real
//! engines of devices and server, driven by one queue of events. The same seed gives the same run,
//! bit for bit.
//!
//! It must not know the app, HTTP or a real storage. What it found is told as a [`Violation`].

pub mod chance;
pub mod disk;
pub mod server;
pub mod shop;
pub mod till;

pub use shop::{Plan, Report, Shop, Violation};
