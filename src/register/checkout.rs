//! Taking the money for a saved sale, in one go or in parts, and the screen that says it is paid.
//!
//! It must not know how a sale got its lines.

use super::sell::TotalsBlock;
use super::till::Till;
use super::till::words::being_paid;
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl};
use crate::replica::{Tendering, Turn};
use crate::ui::{
    Banner, Button, Choice, Icon, Key, Keypad, Look, Money, ScreenTitle, Segmented, Tone,
    TurnNotice, icon,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Cash, Change, Method, NewTender, TenderId, likely_notes};

const ZERO: sale::Money = sale::Money::ZERO;

/// A sale that was paid just now.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Done {
    title: String,
    total: sale::Money,
    change: sale::Money,
}

/// The screen.
#[component]
pub fn Charge() -> impl IntoView {
    let till = Till::get();
    let done = RwSignal::new(None::<Done>);
    let busy = RwSignal::new(false);
    // While the money is taken here, it is this screen that closes the sale.
    let gone = Memo::new(move |_| till.cart.with(|cart| cart.gone) && !busy.get());
    view! {
        {move || match done.get() {
            Some(done) => view! { <DoneScreen done /> }.into_any(),
            None if gone.get() => view! { <GoneScreen /> }.into_any(),
            None => view! { <TakeMoney done busy /> }.into_any(),
        }}
    }
}

#[component]
fn TakeMoney(done: RwSignal<Option<Done>>, busy: RwSignal<bool>) -> impl IntoView {
    let till = Till::get();
    let turn = Turn::take(till.replica, till.sale_id.get_untracked(), till.view);
    let words = t().register;
    let currency = till.currency();
    let totals = Memo::new(move |_| till.cart.with(|cart| cart.totals.clone()));
    let due = Memo::new(move |_| totals.get().due.0);
    let (given, method) = (RwSignal::new(0i64), RwSignal::new("cash".to_owned()));
    let is_card = move || method.with(|method| method == "card");
    let store = till.replica.store();
    let coin = Memo::new(move |_| store.with(|s| s.as_ref().map_or(ZERO, |s| s.cash_rounding)));
    let cash_due = Memo::new(move |_| Cash::due(sale::Money(due.get()), coin.get()).0);
    let taken = Memo::new(move |_| {
        let (due, given) = (sale::Money(due.get()), sale::Money(given.get()));
        match is_card() {
            true if given == ZERO => Cash {
                amount: due,
                ..Cash::default()
            },
            true => Cash {
                amount: given.min(due),
                ..Cash::default()
            },
            false => Cash::given(given, due, coin.get()),
        }
    });
    let take = move || {
        if !turn.is_ours() {
            return;
        }
        let Some(view) = till.view.get_untracked() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        let (sale_id, due) = (view.sale.id, due.get_untracked());
        let taken = taken.get_untracked();
        let tender = NewTender {
            id: TenderId(new_uuid()),
            method: if is_card() {
                Method::Card
            } else {
                Method::Cash
            },
            amount: taken.amount,
            rounding: taken.rounding,
            tip: ZERO,
            change: taken.change,
            seen_total: view.totals.total,
        };
        let paid = Done {
            title: view.sale.title().to_owned(),
            total: view.totals.total,
            change: match is_card() {
                true => sale::Money(-due).max(ZERO),
                false => taken.change,
            },
        };
        busy.set(true);
        spawn_local(async move {
            let amount = taken.amount.0;
            let is_taken = due <= 0 || till.change(Change::Tender { sale_id, tender }).await;
            if is_taken && amount < due {
                let _ = given.try_set(0);
                till.say(words.part_paid.to_owned());
            } else if is_taken && till.change(Change::Close { sale_id }).await {
                let _ = done.try_set(Some(paid));
            }
            // The component may be gone by now.
            let _ = busy.try_set(false);
        });
    };
    let choices = vec![
        Choice {
            value: "cash".to_owned(),
            text: words.cash.to_owned(),
        },
        Choice {
            value: "card".to_owned(),
            text: words.card.to_owned(),
        },
    ];
    let quick = Memo::new(move |_| {
        let due = sale::Money(match is_card() {
            true => due.get(),
            false => cash_due.get(),
        });
        currency.with(|c| c.as_ref().map_or_else(Vec::new, |c| likely_notes(due, c)))
    });
    let title = Signal::derive(move || {
        till.cart
            .with(|cart| cart.title.clone())
            .unwrap_or_else(|| words.charge_title.to_owned())
    });
    view! {
        <main id="content" tabindex="-1" class="charge">
            <section class="charge-bill" aria-label=words.total>
                <ScreenTitle title=words.charge_title />
                <p class="charge-name">{move || title.get()}</p>
                <ul class="charge-lines" tabindex="0" aria-label=words.items>
                    {move || {
                        till.cart
                            .with(|cart| {
                                cart.rows
                                    .iter()
                                    .map(|row| {
                                        view! {
                                            <li>
                                                <span>{intl::quantity(row.quantity)} " × " {row.name.clone()}</span>
                                                <Money amount=row.amount currency=currency />
                                            </li>
                                        }
                                    })
                                    .collect_view()
                            })
                    }}
                </ul>
                <TotalsBlock />
            </section>
            <section class="charge-take" aria-label=words.charge_title>
                <p class="charge-due">
                    <span>{words.due}</span>
                    <Money amount=Signal::derive(move || sale::Money(due.get())) currency=currency />
                </p>
                <Show when=move || !is_card() && cash_due.get() != due.get()>
                    <p class="charge-given" data-testid="cash-due">
                        <span>{t().common.cash_due}</span>
                        <Money
                            amount=Signal::derive(move || sale::Money(cash_due.get()))
                            currency=currency
                        />
                    </p>
                </Show>
                <Segmented
                    label=words.how
                    choices=choices
                    value=method
                    on_choose=move |chosen| method.set(chosen)
                />
                <p class="charge-given" role="status">
                    <span>{words.given}</span>
                    <Money
                        amount=Signal::derive(move || sale::Money(given.get()))
                        currency=currency
                    />
                </p>
                <div class="quick" role="group" aria-label=words.quick>
                    <Button
                        large=true
                        test_id="tender-exact"
                        on_press=move || {
                            let exact = if is_card() { due } else { cash_due };
                            given.set(exact.get_untracked().max(0));
                        }
                    >
                        {words.exact}
                    </Button>
                    {move || {
                        quick
                            .get()
                            .into_iter()
                            .map(|amount| {
                                view! {
                                    <Button large=true on_press=move || given.set(amount.0)>
                                        <Money amount=amount currency=currency />
                                    </Button>
                                }
                            })
                            .collect_view()
                    }}
                </div>
                {notice(till, turn)}
                <Keypad currency on_key=move |key: Key| {
                    given.update(|given| *given = key.press_amount(*given, sale::Money::LIMIT.0));
                } />
                // Always in view, whatever is said above.
                <div class="charge-foot">
                    <p class="charge-change">
                        <span>{words.change}</span>
                        <strong data-testid="change-due">
                            <Money
                                amount=Signal::derive(move || taken.get().change)
                                currency=currency
                            />
                        </strong>
                    </p>
                    <Button
                        large=true
                        picture=Icon::Back
                        test_id="charge-back"
                        on_press=move || match till.sale_id.get_untracked() {
                            Some(id) => till.go_sale(id),
                            None => till.go_new(),
                        }
                    >
                        {t().common.back}
                    </Button>
                    <Button
                        look=Look::Primary
                        large=true
                        picture=Icon::Check
                        test_id="tender-confirm"
                        busy=busy
                        disabled=Signal::derive(move || {
                            !turn.is_ours() || (due.get() > 0 && taken.get().amount <= ZERO)
                        })
                        on_press=take
                    >
                        {move || if due.get() <= 0 { words.finish } else { words.take }}
                    </Button>
                </div>
            </section>
        </main>
    }
}

/// What the person must know before they take money (rules G1, G2).
fn notice(till: Till, turn: Turn) -> AnyView {
    let held = Signal::derive(move || match turn.stand.get() {
        Some(Tendering::HeldBy(lease)) => Some(being_paid(till, &lease)),
        _ => None,
    });
    let alone = Signal::derive(move || {
        till.warns_of_absence() && turn.stand.get() == Some(Tendering::Alone)
    });
    let changed = Signal::derive(move || {
        let changed = turn.changed();
        changed.map(|(before, now)| (till.money(before), till.money(now)))
    });
    view! { <TurnNotice held alone changed on_go_on=move || turn.go_on() /> }.into_any()
}

#[component]
fn DoneScreen(done: Done) -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let currency = till.currency();
    view! {
        <main id="content" tabindex="-1" class="paid" data-testid="sale-done">
            <span class="paid-mark">{icon(Icon::Success)}</span>
            <ScreenTitle title=words.done_title />
            <p class="paid-what">
                <bdi>{done.title}</bdi> " · " <Money amount=done.total currency=currency />
            </p>
            <p class="paid-back">
                <span>{words.give_back}</span>
                <strong data-testid="change-due">
                    <Money amount=done.change currency=currency />
                </strong>
            </p>
            <Button large=true picture=Icon::Plus test_id="new-sale" on_press=move || till.go_new()>
                {words.new_sale}
            </Button>
        </main>
    }
}

#[component]
fn GoneScreen() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    view! {
        <main id="content" tabindex="-1" class="plain">
            <ScreenTitle title=words.gone_title />
            <Banner tone=Tone::Caution picture=Icon::Info text=words.gone>
                <Button on_press=move || till.go("saved")>{words.other_sale}</Button>
                <Button look=Look::Primary on_press=move || till.go_new()>{words.new_sale}</Button>
            </Banner>
            <TotalsBlock />
        </main>
    }
}
