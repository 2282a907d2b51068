//! Taking the money for one sale: by card for what is due, or in cash with the amount given.
//!
//! It must not know the rest of the bill.

use super::notes::BeforeMoney;
use super::taking::{AtTerminal, Taking};
use super::words::currency;
use crate::i18n::t;
use crate::replica::{Replica, Turn};
use crate::ui::{Button, Icon, Key, Keypad, Look, Money};
use leptos::prelude::*;
use sale::Cash;

/// What it takes to pay.
#[component]
pub fn TakeMoney(
    /// The sale.
    taking: Taking,
    /// Whose turn it is.
    turn: Turn,
) -> impl IntoView {
    let words = t().pay;
    let (open, busy) = (taking.open, taking.busy);
    let cash = RwSignal::new(false);
    let due = Memo::new(move |_| open.with(|o| o.as_ref().map_or(0, |v| v.totals.due.0)));
    let store = Replica::expect().store();
    let coin = Memo::new(move |_| {
        store.with(|s| s.as_ref().map_or(sale::Money::ZERO, |s| s.cash_rounding))
    });
    let shut = Signal::derive(move || !turn.is_ours());
    let to_terminal = move || {
        let asked = open.with_untracked(|view| view.as_ref().map(|view| AtTerminal::of(view)));
        taking.terminal.set(asked);
    };
    let finish = move || {
        if turn.is_ours() {
            taking.finish();
        }
    };
    view! {
        <section class="pay-take" aria-label=words.title>
            <BeforeMoney turn on_go_on=move || turn.go_on() />
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
                            on_press=finish
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
                                on_press=to_terminal
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
                    <TakeCash taking turn due coin />
                    <Button look=Look::Quiet large=true wide=true on_press=move || cash.set(false)>
                        {words.other_way}
                    </Button>
                </Show>
            </Show>
        </section>
    }
}

#[component]
fn TakeCash(taking: Taking, turn: Turn, due: Memo<i64>, coin: Memo<sale::Money>) -> impl IntoView {
    let words = t().pay;
    let money = currency(Replica::expect());
    let given = taking.given;
    let due_in = move || sale::Money(due.get());
    let cash_due = Signal::derive(move || Cash::due(due_in(), coin.get()));
    let taken = Memo::new(move |_| Cash::given(sale::Money(given.get()), due_in(), coin.get()));
    // What is left of one or the other when the cash is in.
    let still_due = Memo::new(move |_| due_in() - taken.get().amount);
    let take = move || {
        if turn.is_ours() {
            taking.in_cash(sale::Money(given.get_untracked()), coin.get_untracked());
        }
    };
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
                <span>
                    {move || if still_due.get() > sale::Money::ZERO { words.still_due } else { words.change }}
                </span>
                <strong data-testid="change-due">
                    <Money
                        amount=Signal::derive(move || match still_due.get() {
                            sale::Money::ZERO => taken.get().change,
                            due => due,
                        })
                        currency=money
                    />
                </strong>
            </p>
            <Button
                look=Look::Primary
                large=true
                wide=true
                picture=Icon::Check
                busy=taking.busy
                test_id="tender-confirm"
                disabled=Signal::derive(move || {
                    !turn.is_ours() || taken.get().amount <= sale::Money::ZERO
                })
                on_press=take
            >
                {words.take}
            </Button>
        </div>
    }
}
