//! What the cards of registers, phones and browsers have in common: whether it is live, what it says
//! of itself, and what can be done about it.
//!
//! It must not know which card it is part of.

use super::asked::Deed;
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::Shown;
use crate::ui::{Button, Chip, Icon, Look, Tone, ago_text};
use leptos::prelude::*;
use sync::api::devices::DeviceOverview;

/// How lately a register that works alone was heard of, for it to be there, in milliseconds.
const LATELY_MS: i64 = 10 * 60 * 1000;

/// Whether it is live.
#[component]
pub(super) fn Liveness(
    /// How it stands; none before it is known, or where there is no device.
    device: Signal<Option<DeviceOverview>>,
    /// Whether it is in use.
    #[prop(into)]
    activated: Signal<bool>,
    /// Whether its sync is off: it then has no stream, and is heard of now and then (rule F4).
    #[prop(into)]
    alone: Signal<bool>,
) -> impl IntoView {
    let (words, now) = (t().backoffice, Clock::now());
    let state = Memo::new(move |_| {
        device.with(|one| match one {
            Some(one) if one.out_ms.is_some() => {
                (Tone::Caution, Icon::Lock, t().devices.out_of_use)
            }
            _ if !activated.get() => (Tone::Neutral, Icon::Hourglass, words.never_activated),
            Some(one) if one.connected => (Tone::Good, Icon::Cloud, words.listening),
            Some(one)
                if alone.get()
                    && one
                        .last_seen_ms
                        .is_some_and(|at| now.get() - at < LATELY_MS) =>
            {
                (Tone::Info, Icon::CloudOff, t().devices.alone)
            }
            _ => (Tone::Neutral, Icon::Offline, words.away),
        })
    });
    view! {
        <Chip
            tone=Signal::derive(move || state.get().0)
            picture=Signal::derive(move || state.get().1)
            text=Signal::derive(move || state.get().2.to_owned())
        />
    }
}

/// What it says of itself, as terms of a list.
#[component]
pub(super) fn DeviceFacts(
    /// How it stands.
    device: Signal<Option<DeviceOverview>>,
) -> impl IntoView {
    let words = t().devices;
    let (facts, now) = (Facts::get(), Clock::now());
    let out_ms = Memo::new(move |_| device.with(|one| one.as_ref().and_then(|one| one.out_ms)));
    let seen_ms =
        Memo::new(move |_| device.with(|one| one.as_ref().and_then(|one| one.last_seen_ms)));
    let connected = Memo::new(move |_| device.with(|o| o.as_ref().is_some_and(|o| o.connected)));
    let seen = move || match seen_ms.get() {
        None => t().backoffice.never_seen.to_owned(),
        Some(_) if connected.get() => t().common.just_now.to_owned(),
        Some(at) => ago_text(at, now.get()),
    };
    let build = move || {
        let build = device.with(|one| one.as_ref().and_then(|one| one.build.clone()));
        build.unwrap_or_else(|| words.not_said.to_owned())
    };
    let storage = move || match device.with(|one| one.as_ref().and_then(|one| one.storage_kept)) {
        Some(true) => words.storage_kept,
        Some(false) => words.storage_loose,
        None => words.not_said,
    };
    view! {
        <div>
            <dt>{t().backoffice.last_seen}</dt>
            <dd title=move || seen_ms.get().map(|at| facts.time(at, Shown::Full))>{seen}</dd>
        </div>
        <div>
            <dt>{words.app_version}</dt>
            <dd data-testid="device-build">{build}</dd>
        </div>
        <div>
            <dt>{words.storage}</dt>
            <dd>{storage}</dd>
        </div>
        <Show when=move || out_ms.get().is_some()>
            <div>
                <dt>{words.out_since}</dt>
                <dd>{move || out_ms.get().map(|at| facts.time(at, Shown::Full))}</dd>
            </div>
        </Show>
    }
}

/// What can be done about it.
#[component]
pub(super) fn Ways(
    /// What is chosen.
    ask: Callback<Deed>,
    /// Whether it can be taken out of use.
    #[prop(into)]
    out: Signal<bool>,
    /// What taking it out of use is called.
    out_text: &'static str,
) -> impl IntoView {
    let words = t().devices;
    view! {
        <Button
            look=Look::Quiet
            picture=Icon::Edit
            test_id="device-rename"
            on_press=move || ask.run(Deed::Rename)
        >
            {words.rename}
        </Button>
        <Button
            look=Look::Quiet
            picture=Icon::Clock
            test_id="device-show-history"
            on_press=move || ask.run(Deed::History)
        >
            {words.history}
        </Button>
        <Show when=move || out.get()>
            <Button
                look=Look::Quiet
                picture=Icon::Lock
                test_id="device-out"
                on_press=move || ask.run(Deed::TakeOut)
            >
                {out_text}
            </Button>
        </Show>
    }
}
