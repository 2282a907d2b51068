//! Taking the money for a saved sale, in one go or in parts, and the screen that says it is paid.
//!
//! It must not know how a sale got its lines.

use super::cart::TotalsBlock;
use super::state::being_paid;
use super::till::Till;
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl};
use crate::replica::{Tendering, Turn};
use crate::ui::{
    Banner, Button, Choice, Icon, Key, Keypad, Look, Money, ScreenTitle, Segmented, Tone,
    TurnNotice, icon,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, Method, NewTender, TenderId};

/// A sale that was paid just now.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Done {
    title: String,
    total: sale::Money,
    change: sale::Money,
}

/// What people hand over for an amount: the next whole notes above it.
fn quick_amounts(due: i64, exponent: u8) -> Vec<i64> {
    let unit = 10i64.saturating_pow(u32::from(exponent.max(2)));
    let mut amounts: Vec<i64> = [5, 10, 20, 50, 100]
        .into_iter()
        .map(|note: i64| note.saturating_mul(unit))
        .map(|note| {
            due.saturating_add(note - 1)
                .div_euclid(note)
                .saturating_mul(note)
        })
        .filter(|amount| *amount > due)
        .collect();
    amounts.sort_by(i64::cmp);
    amounts.dedup();
    amounts.truncate(3);
    amounts
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
    let amount = Memo::new(move |_| match (is_card(), given.get()) {
        (true, 0) => due.get(),
        (_, given) => given.min(due.get()),
    });
    let change = Memo::new(move |_| match is_card() {
        true => 0,
        false => (given.get() - due.get()).max(0),
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
        let (amount, back) = (amount.get_untracked(), change.get_untracked());
        let tender = NewTender {
            id: TenderId(new_uuid()),
            method: if is_card() {
                Method::Card
            } else {
                Method::Cash
            },
            amount: sale::Money(amount),
            tip: sale::Money::ZERO,
            change: sale::Money(back),
            seen_total: view.totals.total,
        };
        let paid = Done {
            title: view.sale.title().to_owned(),
            total: view.totals.total,
            change: sale::Money(back.max(-due)),
        };
        busy.set(true);
        spawn_local(async move {
            let taken = due <= 0 || till.change(Change::Tender { sale_id, tender }).await;
            if taken && amount < due {
                let _ = given.try_set(0);
                till.say(words.part_paid.to_owned());
            } else if taken && till.change(Change::Close { sale_id }).await {
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
        let exponent = currency.with(|currency| currency.as_ref().map_or(2, |c| c.exponent));
        quick_amounts(due.get(), exponent)
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
                        on_press=move || given.set(due.get_untracked().max(0))
                    >
                        {words.exact}
                    </Button>
                    {move || {
                        quick
                            .get()
                            .into_iter()
                            .map(|amount| {
                                view! {
                                    <Button large=true on_press=move || given.set(amount)>
                                        <Money amount=sale::Money(amount) currency=currency />
                                    </Button>
                                }
                            })
                            .collect_view()
                    }}
                </div>
                {notice(till, turn)}
                <Keypad on_key=move |key: Key| {
                    given.update(|given| *given = key.press_amount(*given, sale::Money::LIMIT.0));
                } />
                <p class="charge-change">
                    <span>{words.change}</span>
                    <strong data-testid="change-due">
                        <Money
                            amount=Signal::derive(move || sale::Money(change.get()))
                            currency=currency
                        />
                    </strong>
                </p>
                <Button
                    look=Look::Primary
                    large=true
                    wide=true
                    picture=Icon::Check
                    test_id="tender-confirm"
                    busy=busy
                    disabled=Signal::derive(move || {
                        !turn.is_ours() || (due.get() > 0 && amount.get() <= 0)
                    })
                    on_press=take
                >
                    {move || if due.get() <= 0 { words.finish } else { words.take }}
                </Button>
                <Button
                    look=Look::Quiet
                    large=true
                    wide=true
                    picture=Icon::Back
                    test_id="charge-back"
                    on_press=move || match till.sale_id.get_untracked() {
                        Some(id) => till.go_sale(id),
                        None => till.go_new(),
                    }
                >
                    {t().common.back}
                </Button>
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

#[cfg(test)]
mod tests {
    use super::quick_amounts;

    #[test]
    fn quick_amounts_are_the_next_notes() {
        assert_eq!(quick_amounts(730, 2), [1000, 2000, 5000]);
        assert_eq!(quick_amounts(5000, 2), [6000, 10_000]);
        assert_eq!(quick_amounts(1230, 0), [1500, 2000, 5000]);
    }
}
