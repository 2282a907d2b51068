//! Taking the money for one sale: by card for what is due, or in cash with the amount given.
//!
//! It must not know the rest of the bill.

use super::notes::{BeforeMoney, currency};
use super::taking::{AtTerminal, Taking};
use crate::i18n::t;
use crate::replica::{Replica, Turn};
use crate::ui::{Button, Icon, Key, Keypad, Look, Money};
use leptos::prelude::*;

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
                    <Cash taking turn due />
                    <Button look=Look::Quiet large=true wide=true on_press=move || cash.set(false)>
                        {words.other_way}
                    </Button>
                </Show>
            </Show>
        </section>
    }
}

#[component]
fn Cash(taking: Taking, turn: Turn, due: Memo<i64>) -> impl IntoView {
    let words = t().pay;
    let money = currency(Replica::expect());
    let given = taking.given;
    // What is left of one or the other when the cash is in.
    let left = Memo::new(move |_| given.get().saturating_sub(due.get()));
    let take = move || {
        if turn.is_ours() {
            taking.in_cash(sale::Money(given.get_untracked()));
        }
    };
    view! {
        <div class="pay-cash" role="group" aria-label=words.cash>
            <p class="pay-sum">
                <span>{words.given}</span>
                <Money amount=Signal::derive(move || sale::Money(given.get())) currency=money />
            </p>
            <Button
                large=true
                wide=true
                test_id="tender-exact"
                on_press=move || given.set(due.get_untracked())
            >
                {words.exact}
            </Button>
            <Keypad on_key=move |key: Key| {
                given.update(|given| *given = key.press_amount(*given, sale::Money::LIMIT.0));
            } />
            <p class="pay-sum pay-sum-change">
                <span>
                    {move || if left.get() < 0 { words.still_due } else { words.change }}
                </span>
                <strong data-testid="change-due">
                    <Money
                        amount=Signal::derive(move || sale::Money(left.get().saturating_abs()))
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
                disabled=Signal::derive(move || !turn.is_ours() || given.get() <= 0)
                on_press=take
            >
                {words.take}
            </Button>
        </div>
    }
}
