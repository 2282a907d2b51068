//! Waiting for something to come true.

use crate::{LOOK, PATIENCE};
use tokio::time::{Instant, sleep};

/// Waits until something holds.
pub async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let end = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < end, "waited in vain for: {what}");
        sleep(LOOK).await;
    }
}
