//! A stream of events that the server sends.
//!
//! It must not know what they say.

use futures::StreamExt;
use futures::stream::select_all;
use gloo_net::eventsource::futures::EventSource;
use leptos::task::spawn_local;

/// An open stream; dropping it closes it.
#[derive(Debug)]
pub struct Events {
    _source: EventSource,
}

impl Events {
    /// Opens the stream at `address`; none when the browser will not. `heard` gets the text of each
    /// event of these names, those of one name in order; `ended` is told once, when the browser has
    /// given the stream up or it is dropped.
    pub fn open(
        address: &str,
        names: &[&str],
        heard: impl Fn(String) + 'static,
        ended: impl FnOnce() + 'static,
    ) -> Option<Events> {
        let mut source = EventSource::new(address).ok()?;
        let named: Result<Vec<_>, _> = names.iter().map(|name| source.subscribe(*name)).collect();
        let mut events = select_all(named.ok()?);
        spawn_local(async move {
            // An error is the end: while the browser connects again by itself there is none.
            while let Some(Ok((_, event))) = events.next().await {
                heard(event.data().as_string().unwrap_or_default());
            }
            ended();
        });
        Some(Events { _source: source })
    }
}
