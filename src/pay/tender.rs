//! Taking the money for one sale: by card for what is due, or in cash with the amount given.
//!
//! It must not know the rest of the bill.

use super::notes::{currency, not_saved};
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl};
use crate::replica::{LinkState, Replica, SaleView, Tendering, Turn};
use crate::ui::{Button, Icon, Key, Keypad, Look, Money, Toast, Toasts, TurnNotice};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Cash, Change, Method, NewTender, TenderId};
use std::sync::Arc;

/// A sale that was paid just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// What it was called.
    pub title: String,
    /// What it came to.
    pub total: sale::Money,
    /// Cash to give back.
    pub change: sale::Money,
}

/// What it takes to pay.
#[component]
pub fn TakeMoney(
    /// The sale, as long as it is open.
    open: Memo<Option<Arc<SaleView>>>,
    /// Set when it is paid.
    paid: RwSignal<Option<Paid>>,
    /// Money is being taken right now.
    busy: RwSignal<bool>,
) -> impl IntoView {
    let replica = Replica::expect();
    let toasts = Toasts::get();
    let words = t().pay;
    let cash = RwSignal::new(false);
    let given = RwSignal::new(0i64);
    let due = Memo::new(move |_| open.with(|o| o.as_ref().map_or(0, |v| v.totals.due.0)));
    let store = replica.store();
    let coin = Memo::new(move |_| {
        store.with(|s| s.as_ref().map_or(sale::Money::ZERO, |s| s.cash_rounding))
    });
    let turn = Turn::take(
        replica,
        open.with_untracked(|o| o.as_ref().map(|v| v.sale.id)),
        open,
    );
    let shut = Signal::derive(move || !turn.is_ours());
    let take = move |method: Method, given_now: i64| {
        let Some(view) = open.get_untracked() else {
            return;
        };
        if busy.get_untracked() || !turn.is_ours() {
            return;
        }
        busy.set(true);
        let (sale_id, due) = (view.sale.id, view.totals.due.0);
        let (due_now, given_now) = (sale::Money(due), sale::Money(given_now));
        let taken = match method {
            Method::Cash => Cash::given(given_now, due_now, coin.get_untracked()),
            _ => Cash {
                amount: given_now.min(due_now),
                ..Cash::default()
            },
        };
        let amount = taken.amount.0;
        let tender = NewTender {
            id: TenderId(new_uuid()),
            method,
            amount: taken.amount,
            rounding: taken.rounding,
            tip: sale::Money::ZERO,
            change: taken.change,
            seen_total: view.totals.total,
        };
        let done = Paid {
            title: view.sale.title().to_owned(),
            total: view.totals.total,
            change: taken.change,
        };
        spawn_local(async move {
            let mut saved = Ok(());
            if due > 0 {
                saved = replica.change(Change::Tender { sale_id, tender }).await;
            }
            if saved.is_ok() && amount < due {
                let _ = given.try_set(0);
                toasts.show(Toast::note(words.part_paid.to_owned()));
            } else if saved.is_ok() {
                saved = replica.change(Change::Close { sale_id }).await;
                if saved.is_ok() {
                    let _ = paid.try_set(Some(done));
                }
            }
            if let Err(why) = saved {
                toasts.show(not_saved(why));
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="pay-take" aria-label=words.title>
            {notice(replica, turn)}
            <Show
                when=move || { due.get() > 0 }
                fallback=move || {
                    view! {
                        <Button
                            look=Look::Primary
                            large=true
                            wide=true
                            picture=Icon::Check
                            busy=busy
                            disabled=shut
                            test_id="tender-confirm"
                            on_press=move || take(Method::Cash, 0)
                        >
                            {words.finish}
                        </Button>
                    }
                }
            >
                <Show
                    when=move || cash.get()
                    fallback=move || {
                        view! {
                            <Button
                                look=Look::Primary
                                large=true
                                wide=true
                                picture=Icon::Card
                                busy=busy
                                disabled=shut
                                test_id="pay-card"
                                on_press=move || take(Method::Card, due.get_untracked())
                            >
                                {words.card}
                            </Button>
                            <Button
                                large=true
                                wide=true
                                picture=Icon::Cash
                                disabled=shut
                                test_id="pay-cash"
                                on_press=move || cash.set(true)
                            >
                                {words.cash}
                            </Button>
                        }
                    }
                >
                    <TakeCash due coin given busy shut on_take=move |given| take(Method::Cash, given) />
                    <Button look=Look::Quiet large=true wide=true on_press=move || cash.set(false)>
                        {words.other_way}
                    </Button>
                </Show>
            </Show>
        </section>
    }
}

/// What the person must know before they take money (rules G1, G2).
fn notice(replica: Replica, turn: Turn) -> AnyView {
    let words = t().common;
    let (people, connection, money) =
        (replica.employees(), replica.connection(), currency(replica));
    let name = move |id| people.with(|all| all.iter().find(|e| e.id == id).map(|e| e.name.clone()));
    let held = Signal::derive(move || match turn.stand.get() {
        Some(Tendering::HeldBy(lease)) => Some(match lease.employee_id.and_then(name) {
            Some(who) => (words.being_paid_by)(&lease.place, &who),
            None => (words.being_paid)(&lease.place),
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
    view! { <TurnNotice held alone changed on_go_on=move || turn.go_on() /> }.into_any()
}

#[component]
fn TakeCash(
    due: Memo<i64>,
    coin: Memo<sale::Money>,
    given: RwSignal<i64>,
    busy: RwSignal<bool>,
    shut: Signal<bool>,
    #[prop(into)] on_take: Callback<i64>,
) -> impl IntoView {
    let words = t().pay;
    let money = currency(Replica::expect());
    let due_in = move || sale::Money(due.get());
    let cash_due = Signal::derive(move || Cash::due(due_in(), coin.get()));
    let taken = Memo::new(move |_| Cash::given(sale::Money(given.get()), due_in(), coin.get()));
    view! {
        <div class="pay-cash" role="group" aria-label=words.cash>
            <Show when=move || cash_due.get() != due_in()>
                <p class="pay-sum" data-testid="cash-due">
                    <span>{t().common.cash_due}</span>
                    <Money amount=cash_due currency=money />
                </p>
            </Show>
            <p class="pay-sum">
                <span>{words.given}</span>
                <Money amount=Signal::derive(move || sale::Money(given.get())) currency=money />
            </p>
            <Button
                large=true
                wide=true
                test_id="tender-exact"
                on_press=move || given.set(cash_due.get_untracked().0)
            >
                {words.exact}
            </Button>
            <Keypad currency=money on_key=move |key: Key| {
                given.update(|given| *given = key.press_amount(*given, sale::Money::LIMIT.0));
            } />
            <p class="pay-sum pay-sum-change">
                <span>{words.change}</span>
                <strong data-testid="change-due">
                    <Money amount=Signal::derive(move || taken.get().change) currency=money />
                </strong>
            </p>
            <Button
                look=Look::Primary
                large=true
                wide=true
                picture=Icon::Check
                busy=busy
                test_id="tender-confirm"
                disabled=Signal::derive(move || shut.get() || taken.get().amount <= sale::Money::ZERO)
                on_press=move || on_take.run(given.get_untracked())
            >
                {words.take}
            </Button>
        </div>
    }
}
