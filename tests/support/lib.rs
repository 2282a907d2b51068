//! What the stories share: a real server as a process, real browsers, and a network between the
//! two that can be cut. For tests only: what goes wrong here ends the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

pub mod browser;
pub mod device;
mod hand;
pub mod link;
pub mod paper;
mod picture;
pub mod shop;
mod slow;
mod stage;
pub mod wait;
mod watch;

pub use browser::{Browser, PHONE, Size, TABLET};
pub use device::Device;
pub use link::Link;
pub use shop::{Build, Shop};
pub use stage::story;

use std::time::Duration;
pub use thirtyfour::Key;

tokio::task_local! {
    /// What every device of a story speaks from its first page on, as the code of a language;
    /// without it, what its browser does.
    pub static LANGUAGE: &'static str;
}

/// How long a story waits for something to come true before it fails.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// How often it looks.
pub const LOOK: Duration = Duration::from_millis(50);

/// A path that the test command names.
pub fn named(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: run the stories with `cargo xtask test`")
    })
}
