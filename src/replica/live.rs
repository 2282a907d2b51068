//! The live stream of one device, watched: an end, an error or silence is told once.
//!
//! It must not interpret what the stream says.

use crate::platform::clock::now_ms;
use futures::future::{AbortHandle, Abortable};
use futures::stream::{self, StreamExt};
use gloo_net::eventsource::futures::EventSource;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use sync::codec;
use sync::device::Failure;
use sync::protocol::Live;

/// The server speaks each 15 s; after this long without a word the stream counts as dead.
const SILENCE_MS: i64 = 40_000;
/// How often silence is looked for.
const LOOK_MS: u32 = 5_000;

/// An open stream; dropping it closes it, and nothing more is told.
#[derive(Debug)]
pub struct LiveStream {
    reader: AbortHandle,
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Opens the stream at `address`. `heard` gets every message and, once, why it ended.
pub fn open(address: &str, heard: impl Fn(Result<Live, Failure>) + 'static) -> LiveStream {
    let (reader, registration) = AbortHandle::new_pair();
    let address = address.to_owned();
    let reading = async move {
        let ended = read(&address, &heard).await;
        heard(Err(ended));
    };
    spawn_local(async move {
        // Aborted means closed on purpose.
        let _ = Abortable::new(reading, registration).await;
    });
    LiveStream { reader }
}

async fn read(address: &str, heard: &impl Fn(Result<Live, Failure>)) -> Failure {
    let Ok(mut source) = EventSource::new(address) else {
        return Failure::Unreachable;
    };
    let mut streams = Vec::new();
    for name in ["patch", "heartbeat", "leases", "bye"] {
        match source.subscribe(name) {
            Ok(stream) => streams.push(stream),
            Err(_) => return Failure::Unreachable,
        }
    }
    let last_ms = Rc::new(Cell::new(now_ms()));
    let looks = stream::unfold((), |()| async {
        TimeoutFuture::new(LOOK_MS).await;
        Some((None, ()))
    });
    let words = stream::select_all(streams).map(Some);
    let mut both = Box::pin(stream::select(words, looks));
    while let Some(next) = both.next().await {
        match next {
            Some(Ok((_, message))) => {
                last_ms.set(now_ms());
                let text = message.data().as_string().unwrap_or_default();
                match codec::decode::<Live>(&text) {
                    Ok(live) => heard(Ok(live)),
                    // A word of a newer server: the cursor finds what it was about.
                    Err(_) => continue,
                }
            }
            Some(Err(_)) => return Failure::Unreachable,
            None if now_ms() - last_ms.get() > SILENCE_MS => return Failure::Unreachable,
            None => {}
        }
    }
    Failure::Unreachable
}
