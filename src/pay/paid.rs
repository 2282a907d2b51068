//! The sale is paid: what to give back, and undoing it until the screen is left.
//!
//! It must not know how the money was taken.

use super::list::to_list;
use super::taking::{Paid, Taking};
use super::words::{currency, money_text};
use crate::i18n::t;
use crate::replica::Replica;
use crate::routes::Navigator;
use crate::ui::{Button, Icon, Look, Money, ScreenTitle, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Method;

/// The screen. The sale closes when it is left.
#[component]
pub fn PaidScreen(paid: Paid, taking: Taking) -> impl IntoView {
    let navigator = Navigator::get();
    let words = t().pay;
    let money = currency(Replica::expect());
    let closing = taking.closing;
    on_cleanup(move || spawn_local(closing.now()));
    // Another device may close it, and so does this one when it is put away.
    let open = taking.open;
    let can_undo = Memo::new(move |_| open.with(Option::is_some));
    let card = paid.method() == Some(&Method::Card);
    let in_cash = paid.method() == Some(&Method::Cash);
    let (title, total, change) = (paid.title.clone(), paid.total, paid.change);
    let undo = move || {
        let amount = money_text(money, paid.amount());
        let said = match card {
            true => words.undone_card(&amount),
            false => words.undone(&amount),
        };
        taking.undo(paid.clone(), said);
    };
    let undo = Callback::new(move |()| undo());
    view! {
        <main id="content" tabindex="-1" class="pay-done" data-testid="pay-done">
            <span class="pay-done-mark">{icon(Icon::Success)}</span>
            <ScreenTitle title=words.done_title />
            <p><bdi>{title}</bdi> " · " <Money amount=total currency=money /></p>
            {in_cash
                .then(|| {
                    view! {
                        <p class="pay-done-back">
                            <span>{words.give_back}</span>
                            <strong data-testid="change-due">
                                <Money amount=change currency=money />
                            </strong>
                        </p>
                    }
                })}
            <Button
                look=Look::Primary
                large=true
                wide=true
                test_id="pay-next"
                on_press=to_list(navigator)
            >
                {words.next}
            </Button>
            <Show when=move || can_undo.get()>
                <Button
                    look=Look::Quiet
                    large=true
                    wide=true
                    picture=Icon::Undo
                    busy=taking.busy
                    test_id="pay-undo"
                    on_press=undo
                >
                    {words.undo}
                </Button>
                <p class="pay-done-hint">{words.undo_hint}</p>
            </Show>
        </main>
    }
}
