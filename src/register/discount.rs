//! Something off the sale on the screen, or off one line of it (rule H2 above the store's limit).
//!
//! It must not know the limit's rule; the replica is asked.

use super::people::percent;
use super::till::Till;
use crate::i18n::t;
use crate::ui::{Button, Choice, Key, Keypad, Look, Segmented};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, Discount, LineEdit, LineId, Money};

/// All of it.
const WHOLE_PERCENT: i64 = 100;

/// How much comes off, and what the sale comes to then.
pub fn body(till: Till, line: Option<LineId>) -> AnyView {
    let words = t().floor;
    let Some(view) = till.view.get_untracked() else {
        return ().into_any();
    };
    let sale_id = view.sale.id;
    let title = StoredValue::new(view.sale.title().to_owned());
    let before = match line {
        Some(line) => view.sale.line(line).and_then(|line| line.discount),
        None => view.sale.discount,
    };
    let (kind, typed) = (RwSignal::new("percent".to_owned()), RwSignal::new(0_i64));
    let is_percent = move || kind.with(|kind| kind == "percent");
    let change_to = move |discount: Option<Discount>| match line {
        Some(line_id) => Change::EditLine {
            sale_id,
            line_id,
            edit: LineEdit::Discount(discount),
            reason: None,
        },
        None => Change::Discount {
            sale_id,
            discount,
            reason: None,
        },
    };
    let discount = Memo::new(move |_| match is_percent() {
        true => {
            let points = u32::try_from(typed.get().saturating_mul(100)).unwrap_or(0);
            Discount::Percent(points)
        }
        false => Discount::Amount(Money(typed.get())),
    });
    let after = Memo::new(move |_| {
        let sales = till
            .replica
            .preview(&change_to(Some(discount.get())).because("-"));
        let sale = sales.into_iter().find(|sale| sale.id == sale_id);
        sale.map(|sale| till.money(sale.totals().total))
    });
    let hint = Signal::derive(move || {
        let needs = till.replica.needs(&change_to(Some(discount.get())));
        let limit = till.replica.store();
        let limit = limit.with(|s| s.as_ref().map_or(0, |s| s.most_cashier_discount));
        match needs.manager {
            true => words.discount_manager(words.percent_off(percent(limit))),
            false => String::new(),
        }
    });
    let write = move |discount: Option<Discount>| {
        till.sheet.set(None);
        spawn_local(async move {
            if till.change(change_to(discount)).await {
                till.done(
                    words.discounted(title.get_value()),
                    Some(change_to(before)),
                    None,
                );
            }
        });
    };
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let kinds = vec![
        choice("percent", words.percent),
        choice("amount", words.amount),
    ];
    view! {
        <Segmented
            label=words.discount_how
            choices=kinds
            value=kind
            on_choose=move |value| {
                kind.set(value);
                typed.set(0);
            }
        />
        <p class="discount-typed" role="status" data-testid="discount-typed">
            <strong>{move || till.off(discount.get())}</strong>
            <span>{move || after.get().map(|total| words.discount_after(&total))}</span>
        </p>
        <Keypad on_key=move |key: Key| {
            let most = if is_percent() { WHOLE_PERCENT } else { Money::LIMIT.0 };
            typed.update(|typed| *typed = key.press_amount(*typed, most));
        } />
        <p class="ask-hint" role="status">{move || hint.get()}</p>
        <div class="dialog-actions">
            <Show when=move || before.is_some()>
                <Button large=true test_id="discount-back" on_press=move || write(None)>
                    {words.discount_back}
                </Button>
            </Show>
            <Button
                look=Look::Primary
                large=true
                disabled=Signal::derive(move || typed.get() <= 0)
                test_id="discount-confirm"
                on_press=move || write(Some(discount.get_untracked()))
            >
                {words.discount_give}
            </Button>
        </div>
    }
    .into_any()
}
