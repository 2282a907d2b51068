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
pub mod link;
mod picture;
pub mod shop;
mod slow;
mod watch;

pub use browser::{Browser, PHONE, Size, TABLET};
pub use device::Device;
pub use link::Link;
pub use shop::{Build, Shop};

use std::time::Duration;
pub use thirtyfour::Key;

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

/// Runs one story; stories run one after the other, since each has several browsers.
pub fn story<F: Future<Output = ()>>(story: F) {
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = ONE_AT_A_TIME
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(story);
}
