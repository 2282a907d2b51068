//! One register: how it stands, its switch, its code.
//!
//! It must not know the other registers.

use super::super::facts::Facts;
use super::code::Wanted;
use super::overviews::Overviews;
use super::switch::SyncSwitchOf;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::{self, Shown};
use crate::replica::Replica;
use crate::ui::{Button, Chip, Icon, Look, Tone, ago_text, icon};
use leptos::prelude::*;
use sync::api::RegisterOverview;

/// One register.
#[component]
pub fn RegisterCard(
    /// How it stands.
    overview: Signal<Option<RegisterOverview>>,
    /// All of them, to be told of answers.
    overviews: Overviews,
    /// Set to what a code is wanted for.
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let words = t().backoffice;
    let (facts, now) = (Facts::get(), Clock::now());
    let replica = Replica::expect();
    let (sales, known) = (replica.open_sales(), replica.is_known());
    let name = Memo::new(move |_| {
        overview.with(|one| {
            one.as_ref()
                .map(|one| one.register.name.clone())
                .unwrap_or_default()
        })
    });
    let id = Memo::new(move |_| overview.with(|one| one.as_ref().map(|one| one.register.id)));
    let open = Memo::new(move |_| {
        let id = id.get();
        sales.with(|sales| {
            let here = sales
                .iter()
                .filter(|view| id.is_some() && view.sale.register_id == id);
            u64::try_from(here.count()).unwrap_or(0)
        })
    });
    let activated =
        Memo::new(move |_| overview.with(|o| o.as_ref().is_some_and(|o| o.register.activated)));
    let connected = Memo::new(move |_| overview.with(|o| o.as_ref().is_some_and(|o| o.connected)));
    let unsent = Memo::new(move |_| overview.with(|o| o.as_ref().map_or(0, |o| o.unsent)));
    let last_seen = Memo::new(move |_| overview.with(|o| o.as_ref().and_then(|o| o.last_seen_ms)));
    let state = Memo::new(move |_| match (activated.get(), connected.get()) {
        (false, _) => (Tone::Neutral, Icon::Hourglass, words.never_activated),
        (true, true) => (Tone::Good, Icon::Cloud, words.listening),
        (true, false) => (Tone::Neutral, Icon::Offline, words.away),
    });
    let seen_text = move || match last_seen.get() {
        None => words.never_seen.to_owned(),
        Some(_) if connected.get() => t().common.just_now.to_owned(),
        Some(at) => ago_text(at, now.get()),
    };
    let seen_exact = move || last_seen.get().map(|at| facts.time(at, Shown::Full));
    let get_code = move || {
        if let Some(one) = overview.get_untracked() {
            wanted.set(Some(Wanted::Register {
                id: one.register.id,
                name: one.register.name,
                replaces: one.register.activated,
            }));
        }
    };
    view! {
        <li class="register" data-testid="register-card" data-register=move || name.get()>
            <header class="register-head">
                <span class="register-picture">{icon(Icon::Register)}</span>
                <h2>{move || name.get()}</h2>
                <Chip
                    tone=Signal::derive(move || state.get().0)
                    picture=Signal::derive(move || state.get().1)
                    text=Signal::derive(move || state.get().2.to_owned())
                />
            </header>
            <dl class="register-facts">
                <div>
                    <dt>{words.open_sales}</dt>
                    <dd data-testid="register-open">
                        {move || match known.get() {
                            true => intl::count(open.get()),
                            false => t().common.unknown.to_owned(),
                        }}
                    </dd>
                </div>
                <div class:is-unsent=move || { unsent.get() > 0 }>
                    <dt>{words.unsent}</dt>
                    <dd data-testid="register-unsent">{move || intl::count(unsent.get())}</dd>
                </div>
                <div>
                    <dt>{words.last_seen}</dt>
                    <dd title=seen_exact>{seen_text}</dd>
                </div>
                <div>
                    <dt>{words.prefix}</dt>
                    <dd>
                        {move || {
                            overview.with(|o| o.as_ref().map(|o| o.number_prefix.clone()))
                        }}
                    </dd>
                </div>
            </dl>
            <SyncSwitchOf overview=overview overviews=overviews open=open />
            <footer class="register-foot">
                <Button
                    look=Look::Quiet
                    picture=Icon::Phone
                    test_id="register-code"
                    on_press=get_code
                >
                    {move || if activated.get() { words.get_code_again } else { words.get_code }}
                </Button>
            </footer>
        </li>
    }
}
