//! One phone or browser: what it says of itself, its name, and taking it out of use.
//!
//! It must not know the other devices.

use super::asked::{Asked, Deed};
use super::parts::{DeviceFacts, Liveness, Ways};
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use sync::api::devices::{DeviceKind, DeviceOverview};

/// What a phone or a browser is called: by its name, else by what it is and its numbers.
pub(super) fn called(one: &DeviceOverview) -> String {
    let words = t().devices;
    let what = match one.kind {
        DeviceKind::Pay => words.what_pay,
        DeviceKind::BackOffice => words.what_browser,
        DeviceKind::Register => words.what_register,
    };
    match one.name.as_str() {
        "" => format!("{what} {}", one.number_prefix.trim_end_matches('-')),
        name => name.to_owned(),
    }
}

/// One phone or browser.
#[component]
pub(super) fn DeviceCard(
    /// How it stands.
    device: Signal<Option<DeviceOverview>>,
    /// Set to what is to be done about it.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let words = t().devices;
    let identity = Replica::expect().identity();
    let name = Memo::new(move |_| {
        device
            .with(|one| one.as_ref().map(called))
            .unwrap_or_default()
    });
    let kind = device.with_untracked(|one| one.as_ref().map_or(DeviceKind::Pay, |one| one.kind));
    let is_this = Memo::new(move |_| {
        let this = identity.with(|this| this.as_ref().map(|this| this.device_id));
        this.is_some() && device.with(|one| one.as_ref().map(|one| one.id)) == this
    });
    let (picture, what) = match kind {
        DeviceKind::Pay => (Icon::Phone, words.what_pay),
        _ => (Icon::Rail, words.what_browser),
    };
    let is_out =
        Memo::new(move |_| device.with(|o| o.as_ref().is_some_and(|o| o.out_ms.is_some())));
    let unsent = Memo::new(move |_| device.with(|one| one.as_ref().map_or(0, |one| one.unsent)));
    let ask = Callback::new(move |deed: Deed| {
        asked.set(device.get_untracked().map(|one| Asked {
            deed,
            kind,
            register: None,
            device: Some(one.id),
            name: called(&one),
            given: one.name,
            unsent: one.unsent,
        }));
    });
    view! {
        <li class="register" data-testid="device-card" data-device=move || name.get()>
            <header class="register-head">
                <span class="register-picture">{icon(picture)}</span>
                <div class="register-name">
                    <h3>{move || name.get()}</h3>
                    <p>{move || if is_this.get() { words.this_browser } else { what }}</p>
                </div>
                <Liveness device=device activated=true alone=false />
            </header>
            <dl class="register-facts">
                {(kind == DeviceKind::Pay)
                    .then(|| {
                        view! {
                            <div class:is-unsent=move || { unsent.get() > 0 }>
                                <dt>{t().backoffice.unsent}</dt>
                                <dd>{move || intl::count(unsent.get())}</dd>
                            </div>
                        }
                    })}
                <DeviceFacts device=device />
            </dl>
            <footer class="register-foot">
                <Ways
                    ask=ask
                    out=Signal::derive(move || !is_out.get() && !is_this.get())
                    out_text=if kind == DeviceKind::Pay { words.take_out } else { words.sign_out }
                />
            </footer>
        </li>
    }
}
