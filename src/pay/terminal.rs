//! By card, the second step: the amount for the terminal, and the word that it has been paid there.
//!
//! It must not know what a terminal is like; a person works it.

use super::notes::BeforeMoney;
use super::taking::{AtTerminal, Taking};
use super::words::currency;
use crate::i18n::t;
use crate::replica::{Replica, Turn};
use crate::ui::{Button, Icon, Look, Money, ScreenTitle};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn Terminal(
    /// What the terminal is asked for.
    asked: AtTerminal,
    /// The sale.
    taking: Taking,
    /// Whose turn it is.
    turn: Turn,
) -> impl IntoView {
    let words = t().pay;
    let money = currency(Replica::expect());
    let (terminal, open) = (taking.terminal, taking.open);
    let go_on = move || {
        turn.go_on();
        let now = open.with_untracked(|view| view.as_ref().map(|view| AtTerminal::of(view)));
        terminal.set(now.filter(|now| now.amount > sale::Money::ZERO));
    };
    view! {
        <main id="content" tabindex="-1" class="phone-main" data-testid="pay-terminal">
            <div class="bill-head">
                <Button
                    look=Look::Quiet
                    large=true
                    picture=Icon::Back
                    test_id="terminal-back"
                    on_press=move || terminal.set(None)
                >
                    {t().common.back}
                </Button>
                <ScreenTitle title=words.card />
            </div>
            <p class="bill-due" data-testid="terminal-amount">
                <span>{words.terminal_amount}</span>
                <Money amount=asked.amount currency=money />
            </p>
            <p class="pay-terminal-hint">{words.terminal_first}</p>
            <section class="pay-take" aria-label=words.title>
                <BeforeMoney turn on_go_on=go_on />
                <Show when=move || turn.changed().is_some()>
                    <p class="pay-terminal-hint">{words.terminal_taken}</p>
                </Show>
                <Button
                    look=Look::Primary
                    large=true
                    wide=true
                    picture=Icon::Check
                    busy=taking.busy
                    // What the terminal has taken is written down even if more was added meanwhile.
                    disabled=Signal::derive(move || !turn.is_free())
                    test_id="terminal-paid"
                    on_press=move || taking.by_card(asked)
                >
                    {words.terminal_paid}
                </Button>
            </section>
        </main>
    }
}
