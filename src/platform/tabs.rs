//! The tabs of one browser: a lock that one of them holds for as long as it lives, and a channel
//! that all of them hear.
//!
//! It must not know what is said.

use futures::channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A lock that this tab holds. Dropping it gives it back, and so does the end of the tab.
#[derive(Debug)]
pub struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The lock, when nobody holds it. A browser that knows no locks gives it to everybody.
pub async fn take_if_free(name: &str) -> Option<Held> {
    request(name, true).await
}

/// The lock, as soon as nobody holds it who asked before.
pub async fn take(name: &str) -> Held {
    request(name, false).await.unwrap_or(Held(None))
}

async fn request(name: &str, only_if_free: bool) -> Option<Held> {
    let (granted, answer) = oneshot::channel();
    let granted = Rc::new(Cell::new(Some(granted)));
    let hold = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            // Dropped unsaid: somebody else has it.
            granted.take();
            return JsValue::UNDEFINED;
        }
        let mut release = None;
        let life = Promise::new(&mut |resolve, _| release = Some(resolve));
        if let Some(granted) = granted.take() {
            // Nobody waits any more: the lock is given back as it is dropped.
            let _ = granted.send(Held(release));
        }
        life.into()
    });
    match ask(name, only_if_free, &hold) {
        Ok(_) => answer.await.ok(),
        Err(_) => Some(Held(None)),
    }
}

/// The bindings have no stable word for locks.
fn ask(name: &str, only_if_free: bool, hold: &JsValue) -> Result<JsValue, JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into())?;
    let request = Reflect::get(&locks, &"request".into())?.dyn_into::<Function>()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;
    request.call3(&locks, &name.into(), &options, hold)
}

/// A way to the other tabs; dropping it closes it.
#[derive(Debug)]
pub struct Channel {
    channel: BroadcastChannel,
    /// Heard for as long as it lives.
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Opens one; none where the browser has no such thing. `heard` gets what other tabs say.
    pub fn open(name: &str, heard: impl Fn(String) + 'static) -> Option<Channel> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Channel {
            channel,
            _heard: heard,
        })
    }

    /// Says something to every other tab.
    pub fn say(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
