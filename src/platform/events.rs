//! A stream of events that the server sends.
//!
//! It must not know what they say.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// An open stream; dropping it closes it.
#[derive(Debug)]
pub struct Events {
    source: EventSource,
    /// Heard for as long as they live.
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn()>,
}

impl Events {
    /// Opens the stream at `address`; none when the browser will not. `heard` gets the text of each
    /// event of these names, `ended` is told when the browser has given the stream up.
    pub fn open(
        address: &str,
        names: &[&str],
        heard: impl Fn(String) + 'static,
        ended: impl Fn() + 'static,
    ) -> Option<Events> {
        let source = EventSource::new(address).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            heard(event.data().as_string().unwrap_or_default());
        });
        for name in names {
            let listener = heard.as_ref().unchecked_ref();
            source
                .add_event_listener_with_callback(name, listener)
                .ok()?;
        }
        let of = source.clone();
        let failed = Closure::<dyn Fn()>::new(move || {
            // Else the browser is connecting again by itself.
            if of.ready_state() == EventSource::CLOSED {
                ended();
            }
        });
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Events {
            source,
            _heard: heard,
            _failed: failed,
        })
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.source.close();
    }
}
