//! What the person with the phone must know: what the server made of changes, and what is wrong with the phone.
//!
//! It must not know which screen is shown.

use super::closing::Closing;
use super::words::{currency, money_text};
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::{LinkState, Replica, Tendering, Turn};
use crate::ui::{Banner, Button, Icon, Toast, Toasts, Tone, TurnNotice};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Note;

/// Tells from now on what is worth telling of changes that were sent.
pub fn tell(replica: Replica) {
    let (results, currency, toasts) = (replica.results(), currency(replica), Toasts::get());
    let money = move |amount| money_text(currency, amount);
    let words = t().pay;
    Effect::new(move |before: Option<()>| {
        let results = results.get();
        // What was there before was told before.
        if before.is_none() {
            return;
        }
        for result in results {
            if result.outcome.review.is_some() {
                toasts.show(Toast::failed(words.told_review.to_owned()));
            }
            for note in result.outcome.notes {
                let text = match note {
                    Note::StillDue { due } => words.told_still_due(money(due)),
                    Note::TotalHadChanged { now } => words.told_total(money(now)),
                    Note::AlreadyFinished => words.told_finished.to_owned(),
                    _ => continue,
                };
                toasts.show(Toast::note(text));
            }
        }
    });
}

/// Banners for what stays wrong.
#[component]
pub fn Troubles() -> impl IntoView {
    let replica = Replica::expect();
    let words = t().pay;
    let (storage, trouble) = (replica.storage_trouble(), replica.trouble());
    let (connection, employee) = (replica.connection(), replica.signed_in());
    let storage_text = Signal::derive(move || storage.get().unwrap_or_default());
    let closing = Closing::get();
    let signed_out = Memo::new(move |_| {
        connection.get().link == LinkState::SignedOut && employee.with(Option::is_some)
    });
    view! {
        <Show when=move || storage.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Trouble text=storage_text />
        </Show>
        <Show when=move || trouble.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Trouble text=words.trouble />
        </Show>
        <Show when=move || signed_out.get()>
            <Banner tone=Tone::Caution picture=Icon::Lock text=words.signed_out>
                <Button on_press=move || {
                    spawn_local(closing.sign_out());
                }>{words.sign_in_again}</Button>
            </Banner>
        </Show>
    }
}

/// What the person must know before they take money (rules G1, G2).
#[component]
pub fn BeforeMoney(
    /// Whose turn it is.
    turn: Turn,
    /// The person has seen the new total.
    #[prop(into)]
    on_go_on: Callback<()>,
) -> impl IntoView {
    let replica = Replica::expect();
    let words = t().common;
    let (people, connection, money) =
        (replica.employees(), replica.connection(), currency(replica));
    let name = move |id| people.with(|all| all.iter().find(|e| e.id == id).map(|e| e.name.clone()));
    let held = Signal::derive(move || match turn.stand.get() {
        Some(Tendering::HeldBy(lease)) => Some(match lease.employee_id.and_then(name) {
            Some(who) => words.being_paid_by(&lease.place, &who),
            None => words.being_paid(&lease.place),
        }),
        _ => None,
    });
    let alone = Signal::derive(move || {
        let offline = connection.get().link == LinkState::Offline;
        offline && turn.stand.get() == Some(Tendering::Alone)
    });
    let text = move |amount| {
        let text = money.with(|c| c.as_ref().map(|c| intl::money(amount, c)));
        text.unwrap_or_default()
    };
    let changed = Signal::derive(move || {
        turn.changed()
            .map(|(before, now)| (text(before), text(now)))
    });
    view! { <TurnNotice held alone changed on_go_on /> }
}
