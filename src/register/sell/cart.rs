//! The panel of the sale on the screen: lines, totals, Save and Charge.
//!
//! It must not know what a tap becomes; the till does.

use super::state::SaleState;
use crate::i18n::{self, t};
use crate::platform::intl;
use crate::register::acts::MoreMenu;
use crate::register::till::Till;
use crate::register::till::sheet::{Sheet, Task};
use crate::replica::LinkState;
use crate::ui::{Banner, Button, EmptyState, Icon, IconButton, Look, Money, Tone};
use leptos::prelude::*;
use sale::{LineId, Quantity};

/// The panel beside the catalogue.
#[component]
pub fn CartPanel() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let cart = till.cart;
    let is_new = move || till.sale_id.get().is_none();
    let gone = Memo::new(move |_| cart.with(|cart| cart.gone));
    let locked = Memo::new(move |_| cart.with(|cart| cart.gone || cart.read_only));
    let empty = Memo::new(move |_| cart.with(|cart| cart.rows.is_empty()));
    let heading = move || {
        cart.with(|c| c.title.clone())
            .unwrap_or_else(|| words.new_sale.into())
    };
    let gone_text = Signal::derive(move || {
        let why = match till.link().get() {
            LinkState::SyncOff | LinkState::HandingOver => words.gone_sync_off,
            _ => words.gone,
        };
        words.gone_why(words.gone_title, why)
    });
    view! {
        <section class="cart" aria-label=words.cart>
            <header class="cart-head">
                <h2 class="cart-title">{heading}</h2>
                <Show when=move || !is_new() && !locked.get()>
                    <MoreMenu />
                </Show>
                <Show when=move || !is_new()>
                    <Button look=Look::Quiet picture=Icon::Plus on_press=move || till.go_new()>
                        {words.new_sale}
                    </Button>
                </Show>
                <Show when=move || is_new() && !empty.get()>
                    <Button look=Look::Quiet picture=Icon::Remove on_press=move || till.draft.set(Vec::new())>
                        {words.put_aside}
                    </Button>
                </Show>
            </header>
            <Show when=move || gone.get()>
                <Banner tone=Tone::Caution picture=Icon::Info text=gone_text>
                    <Button on_press=move || till.go("saved")>{words.other_sale}</Button>
                </Banner>
            </Show>
            <SaleState />
            <div class="cart-lines" tabindex="0" role="group" aria-label=words.items>
                <Show when=move || empty.get() && !gone.get()>
                    <EmptyState
                        picture=Icon::Receipt
                        title=words.empty_cart
                        text=words.empty_cart_hint
                    />
                </Show>
                <ul>
                    <For each=move || {
                            cart.with(|cart| cart.rows.iter().map(|row| row.id.0).collect::<Vec<_>>())
                        } key=|id| *id children=move |id| view! { <LineView id=LineId(id) locked=locked /> }.into_any() />
                </ul>
            </div>
            <TotalsBlock />
            <footer class="cart-acts">
                <Button
                    large=true
                    picture=Icon::Save
                    test_id="save-sale"
                    disabled=Signal::derive(move || is_new() && empty.get())
                    on_press=move || {
                        if till.sale_id.get_untracked().is_none() {
                            till.manage(Task::Sheet(Sheet::Details));
                        } else {
                            till.go_new();
                        }
                    }
                >
                    {move || if is_new() { words.save } else { words.done }}
                </Button>
                <Button
                    look=Look::Primary
                    large=true
                    picture=Icon::Cash
                    test_id="charge"
                    disabled=Signal::derive(move || empty.get() || locked.get())
                    on_press=move || till.go_charge()
                >
                    {move || {
                        let due = cart.with(|cart| cart.totals.due);
                        match till.currency().get().filter(|_| !gone.get()) {
                            Some(currency) => words.charge_amount(intl::money(due, &currency)),
                            None => words.charge.to_owned(),
                        }
                    }}
                </Button>
            </footer>
        </section>
    }
}

#[component]
fn LineView(id: LineId, locked: Memo<bool>) -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let row = Memo::new(move |_| {
        till.cart
            .with(|cart| cart.rows.iter().find(|row| row.id == id).cloned())
    });
    let name = move || row.with(|row| row.as_ref().map(|r| r.name.clone()).unwrap_or_default());
    let quantity = move || row.with(|row| row.as_ref().map_or(Quantity::ZERO, |r| r.quantity));
    // What came off, and from whom the line came, if not from here.
    let below = move || {
        let saved = till.sale_id.with(Option::is_some);
        let (discount, added) = row.with(|row| {
            let row = row.as_ref();
            (row.and_then(|r| r.discount), row.map(|r| r.added))
        });
        let from = added
            .filter(|_| saved)
            .and_then(|(by, on)| till.elsewhere_by(by, on));
        let from = from.map(|who| t().floor.added_by(&who));
        let parts: Vec<String> = discount
            .map(|d| till.off(d))
            .into_iter()
            .chain(from)
            .collect();
        (!parts.is_empty()).then(|| i18n::facts(&parts))
    };
    let amount = Signal::derive(move || {
        row.with(|row| row.as_ref().map_or(sale::Money::ZERO, |r| r.amount))
    });
    view! {
        <li
            class="cart-line"
            data-testid="cart-line"
            data-line-name=name
            data-quantity=move || quantity().to_string()
        >
            <div class="line-what">
                <span class="line-name">{name}</span>
                {move || {
                    row.with(|row| row.as_ref().map(|r| r.extras.clone()).unwrap_or_default())
                        .into_iter()
                        .map(|extra| view! { <span class="line-extra">{extra}</span> })
                        .collect_view()
                }}
                {move || below().map(|text| view! { <span class="line-from">{text}</span> })}
            </div>
            <Money amount=amount currency=till.currency() />
            <div class="line-acts">
                <Show when=move || till.sale_id.with(Option::is_some)>
                    <IconButton
                        large=true
                        picture=Icon::Tag
                        label=Signal::derive(move || t().floor.discount_on(name()))
                        test_id="line-discount"
                        disabled=locked
                        on_press=move || till.manage(Task::Sheet(Sheet::Discount(Some(id))))
                    />
                </Show>
                <IconButton
                    large=true
                    picture=Icon::Minus
                    label=Signal::derive(move || words.less_of(name()))
                    test_id="line-minus"
                    disabled=locked
                    on_press=move || till.step(id, Quantity(-Quantity::ONE.0))
                />
                <span class="line-quantity">{move || intl::quantity(quantity())}</span>
                <IconButton
                    large=true
                    picture=Icon::Plus
                    label=Signal::derive(move || words.more_of(name()))
                    test_id="line-plus"
                    disabled=locked
                    on_press=move || till.step(id, Quantity::ONE)
                />
                <IconButton
                    large=true
                    picture=Icon::Remove
                    label=Signal::derive(move || words.remove(name()))
                    test_id="line-remove"
                    disabled=locked
                    on_press=move || till.remove(id, row.with_untracked(|row| row.as_ref().map_or(Quantity::ZERO, |r| r.quantity)))
                />
            </div>
        </li>
    }
}

/// What the sale comes to.
#[component]
pub fn TotalsBlock() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let totals = Memo::new(move |_| till.cart.with(|cart| cart.totals.clone()));
    let currency = till.currency();
    let line = move |word: String, amount: sale::Money| {
        view! {
            <div class="total-line">
                <dt>{word}</dt>
                <dd><Money amount=amount currency=currency /></dd>
            </div>
        }
    };
    view! {
        <dl class="totals">
            {move || {
                let totals = totals.get();
                let mut lines = vec![line(words.subtotal.to_owned(), totals.subtotal)];
                if totals.discount != sale::Money::ZERO {
                    lines.push(line(words.discount.to_owned(), -totals.discount));
                }
                for tax in totals.taxes.iter().filter(|tax| tax.amount != sale::Money::ZERO) {
                    let word = match tax.included {
                        true => words.tax_included(&tax.name),
                        false => tax.name.clone(),
                    };
                    lines.push(line(word, tax.amount));
                }
                if totals.paid != sale::Money::ZERO {
                    lines.push(line(words.paid.to_owned(), totals.paid));
                    lines.push(line(words.due.to_owned(), totals.due));
                }
                lines
            }}
            <div class="total-line total-all">
                <dt>{words.total}</dt>
                <dd data-testid="cart-total">
                    <Money amount=Signal::derive(move || totals.get().total) currency=currency />
                </dd>
            </div>
        </dl>
    }
}
