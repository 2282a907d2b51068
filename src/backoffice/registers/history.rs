//! The history of a register or a phone: its names, activations and switches of sync.
//!
//! It must not know how it is kept.

use crate::api::{self, ApiError};
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::ui::{EmptyState, ErrorState, Icon, Skeleton, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::devices::{DeviceChange, DeviceEvent};
use uuid::Uuid;

fn told(what: &DeviceChange) -> (Icon, String) {
    let words = t().devices;
    match what {
        DeviceChange::Added(name) => (Icon::Plus, words.event_added(name)),
        DeviceChange::Renamed(name) => (Icon::Edit, words.event_renamed(name)),
        DeviceChange::Activated(prefix) => (Icon::Success, words.event_activated(prefix)),
        DeviceChange::Replaced => (Icon::Lock, words.event_replaced.to_owned()),
        DeviceChange::TakenOut => (Icon::Lock, words.event_out.to_owned()),
        DeviceChange::SyncAsked(true) => (Icon::Hourglass, words.event_asked_on.to_owned()),
        DeviceChange::SyncAsked(false) => (Icon::Hourglass, words.event_asked_off.to_owned()),
        DeviceChange::SyncReported(true) => (Icon::Cloud, words.event_on.to_owned()),
        DeviceChange::SyncReported(false) => (Icon::CloudOff, words.event_off.to_owned()),
    }
}

/// What was done about it, latest first.
#[component]
pub(super) fn History(
    /// The register, or the device.
    subject: Uuid,
) -> impl IntoView {
    let (words, facts) = (t().devices, Facts::get());
    let answer = RwSignal::new(None::<Result<Vec<DeviceEvent>, ApiError>>);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let _ = answer.try_set(Some(api::device_history(subject).await));
        });
    };
    ask();
    move || match answer.get() {
        None => view! { <Skeleton count=3 /> }.into_any(),
        Some(Err(why)) => {
            view! { <ErrorState title=words.history_failed text=why.text() on_retry=ask /> }
                .into_any()
        }
        Some(Ok(events)) if events.is_empty() => view! {
            <EmptyState
                picture=Icon::Clock
                title=words.history_empty
                text=words.history_empty_hint
            />
        }
        .into_any(),
        Some(Ok(events)) => {
            let entries = events.into_iter().map(|event| {
                let (picture, text) = told(&event.what);
                let who = match event.employee_id {
                    Some(id) => facts.employee(id),
                    None => words.by_device.to_owned(),
                };
                view! {
                    <li>
                        {icon(picture)}
                        <span>
                            {text}
                            <small>{format!("{who} · {}", facts.time(event.at_ms, Shown::Full))}</small>
                        </span>
                    </li>
                }
            });
            view! {
                <ul class="effects device-history" data-testid="device-history">
                    {entries.collect_view()}
                </ul>
            }
            .into_any()
        }
    }
}
