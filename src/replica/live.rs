//! The live stream of one device, watched: an end, an error or silence is told once.
//!
//! It must not interpret what the stream says.

use crate::platform::clock::now_ms;
use crate::platform::events::Events;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::codec;
use sync::device::Failure;
use sync::protocol::Live;

/// The server speaks each 15 s; after this long without a word the stream counts as dead.
const SILENCE_MS: i64 = 40_000;
/// How often silence is looked for.
const LOOK_MS: u32 = 5_000;
/// What the server speaks of.
const WORDS: [&str; 4] = ["patch", "heartbeat", "leases", "bye"];

/// An open stream; dropping it closes it, and nothing more is told.
pub struct LiveStream {
    _watch: Rc<Watch>,
}

struct Watch {
    heard: Box<dyn Fn(Result<Live, Failure>)>,
    last_ms: Cell<i64>,
    /// None once it has ended.
    events: RefCell<Option<Events>>,
    told: Cell<bool>,
}

impl Watch {
    fn hear(&self, text: &str) {
        self.last_ms.set(now_ms());
        // A word of a newer server: the cursor finds what it was about.
        if let Ok(live) = codec::decode::<Live>(text) {
            (self.heard)(Ok(live));
        }
    }

    fn is_over(&self) -> bool {
        self.events.borrow().is_none() || now_ms() - self.last_ms.get() > SILENCE_MS
    }

    fn end(&self) {
        self.events.take();
        if !self.told.replace(true) {
            (self.heard)(Err(Failure::Unreachable));
        }
    }
}

/// Opens the stream at `address`. `heard` gets every message and, once, why it ended.
pub fn open(address: &str, heard: impl Fn(Result<Live, Failure>) + 'static) -> LiveStream {
    let watch = Rc::new(Watch {
        heard: Box::new(heard),
        last_ms: Cell::new(now_ms()),
        events: RefCell::default(),
        told: Cell::new(false),
    });
    let (hearer, ender) = (Rc::downgrade(&watch), Rc::downgrade(&watch));
    let events = Events::open(
        address,
        &WORDS,
        move |text| {
            if let Some(watch) = hearer.upgrade() {
                watch.hear(&text);
            }
        },
        move || {
            if let Some(watch) = ender.upgrade() {
                watch.end();
            }
        },
    );
    watch.events.replace(events);
    let looked_at = Rc::downgrade(&watch);
    spawn_local(async move {
        while let Some(watch) = looked_at.upgrade() {
            if watch.is_over() {
                return watch.end();
            }
            drop(watch);
            TimeoutFuture::new(LOOK_MS).await;
        }
    });
    LiveStream { _watch: watch }
}
