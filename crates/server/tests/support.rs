//! What the tests work with: a server of their own, browsers with cookies, and tills that number
//! their changes.

pub mod browser;
pub mod shop;
pub mod till;

pub use browser::Browser;
pub use shop::Shop;
pub use till::Till;

use std::time::Duration;

/// Longest that a test waits for anything.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something that is to happen.
pub async fn soon<T>(what: &str, happening: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, happening)
        .await
        .unwrap_or_else(|_| panic!("{what} did not happen in time"))
}
