//! A newer build of the app, fetched beside the one that runs and waiting for its turn.
//!
//! It must not decide when that is: nobody is to lose a screen that they work on.

use super::location;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// Runs `then` when a newer build waits, now or later. For the life of the page.
pub fn on_waiting(then: impl Fn() + Copy + 'static) {
    spawn_local(async move {
        let Some(registration) = registration().await else {
            return;
        };
        if registration.waiting().is_some() {
            then();
        }
        let of = registration.clone();
        let found = Closure::<dyn Fn()>::new(move || watch(&of, then));
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    });
}

/// Looks for a newer build now, rather than when the browser thinks of it.
pub fn look() {
    spawn_local(async move {
        if let Some(registration) = registration().await
            && let Ok(looking) = registration.update()
        {
            // What is found is told by `on_waiting`; without a network nothing is.
            let _ = JsFuture::from(looking).await;
        }
    });
}

/// Lets the newer build take over, and loads the page again.
pub fn take() {
    spawn_local(async move {
        let waiting = registration().await.and_then(|r| r.waiting());
        let (Some(waiting), Some(workers)) = (waiting, workers()) else {
            location::reload();
            return;
        };
        let changed = Closure::<dyn Fn()>::new(location::reload);
        workers.set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"type".into(), &"activate".into());
        let _ = waiting.post_message(&message);
    });
}

/// Tells of the build that is being fetched once it is complete; the very first one is no news.
fn watch(registration: &ServiceWorkerRegistration, then: impl Fn() + 'static) {
    let (Some(worker), Some(workers)) = (registration.installing(), workers()) else {
        return;
    };
    let of = worker.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        if of.state() == ServiceWorkerState::Installed && workers.controller().is_some() {
            then();
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// The browser's workers; none where it allows none.
fn workers() -> Option<ServiceWorkerContainer> {
    let workers = window().navigator().service_worker();
    (!JsValue::from(&workers).is_undefined()).then_some(workers)
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let ready = workers()?.ready().ok()?;
    JsFuture::from(ready).await.ok()?.dyn_into().ok()
}
