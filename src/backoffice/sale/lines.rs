//! What is on a sale, what it comes to, and what was paid.
//!
//! It must not know how any of it came there; that is `steps`.

use super::super::facts::Facts;
use super::super::history::{discount_text, method_text};
use crate::i18n::{self, t};
use crate::platform::intl::{self, Shown};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use sale::{Line, Method, Money, Quantity, Tender, Totals};
use std::sync::Arc;
use sync::device::SaleView;

/// The lines and the sums below them.
#[component]
pub fn Lines(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let lines = Memo::new(move |_| {
        shown.with(|v| v.as_ref().map(|v| v.sale.lines.clone()).unwrap_or_default())
    });
    let totals = Memo::new(move |_| {
        shown.with(|v| v.as_ref().map(|v| v.totals.clone()).unwrap_or_default())
    });
    view! {
        <section class="part">
            <h3>{words.lines}</h3>
            {move || {
                let lines = lines.get();
                if lines.is_empty() {
                    view! { <p class="part-none">{words.no_lines}</p> }.into_any()
                } else {
                    let rows = lines.into_iter().map(|line| line_view(facts, line));
                    view! { <ul class="sale-lines">{rows.collect_view()}</ul> }.into_any()
                }
            }}
            {move || totals_view(facts, &totals.get())}
        </section>
    }
}

fn line_view(facts: Facts, line: Line) -> AnyView {
    let removed = line.is_removed();
    let mut below: Vec<String> = line
        .modifiers
        .iter()
        .map(|extra| {
            if extra.price == Money::ZERO {
                extra.name.clone()
            } else {
                format!("{} {}", extra.name, facts.money(extra.price))
            }
        })
        .collect();
    if line.quantity != Quantity::ONE && !removed {
        below.insert(0, t().backoffice.each(facts.money(line.price_each())));
    }
    below.extend(
        line.discount
            .map(|off| format!("−{}", discount_text(facts, off))),
    );
    below.extend(line.note.clone());
    if removed {
        below.push(t().backoffice.removed.to_owned());
    }
    let amount = facts.money(line.amount());
    view! {
        <li class="sale-line" class:is-removed=removed>
            <span class="part-quantity">{intl::quantity(line.quantity)}</span>
            <span class="part-name">{line.name}</span>
            <span class="part-amount money">{amount}</span>
            {(!below.is_empty())
                .then(|| view! { <span class="part-below">{i18n::facts(&below)}</span> })}
        </li>
    }
    .into_any()
}

fn totals_view(facts: Facts, totals: &Totals) -> AnyView {
    let words = t().backoffice;
    let mut rows: Vec<(String, String, &str)> = Vec::new();
    let plain = totals.discount == Money::ZERO && totals.taxes.iter().all(|tax| tax.included);
    if !plain {
        rows.push((words.subtotal.to_owned(), facts.money(totals.subtotal), ""));
    }
    if totals.discount != Money::ZERO {
        let off = facts.money(-totals.discount);
        rows.push((words.discount.to_owned(), off, ""));
    }
    for tax in totals.taxes.iter().filter(|tax| !tax.included) {
        rows.push((tax.name.clone(), facts.money(tax.amount), ""));
    }
    rows.push((
        words.total.to_owned(),
        facts.money(totals.total),
        "is-total",
    ));
    let paid_taxes = totals.taxes.iter().filter(|tax| tax.amount != Money::ZERO);
    for tax in paid_taxes.filter(|tax| tax.included) {
        rows.push((
            words.tax_included(&tax.name),
            facts.money(tax.amount),
            "is-small",
        ));
    }
    if totals.paid != Money::ZERO {
        rows.push((words.paid.to_owned(), facts.money(totals.paid), ""));
    }
    if totals.rounding != Money::ZERO {
        let rounding = facts.money(totals.rounding);
        rows.push((words.cash_rounding.to_owned(), rounding, "is-small"));
    }
    if totals.due > Money::ZERO && totals.paid != Money::ZERO {
        rows.push((words.due.to_owned(), facts.money(totals.due), "is-due"));
    }
    if totals.due < Money::ZERO {
        rows.push((
            words.overpaid.to_owned(),
            facts.money(-totals.due),
            "is-over",
        ));
    }
    let rows = rows.into_iter().map(|(name, amount, class)| {
        view! {
            <div class=class>
                <dt>{name}</dt>
                <dd class="money">{amount}</dd>
            </div>
        }
    });
    view! { <dl class="sums">{rows.collect_view()}</dl> }.into_any()
}

/// The tenders; nothing at all before the first.
#[component]
pub fn Payments(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let tenders = Memo::new(move |_| {
        shown.with(|v| {
            v.as_ref()
                .map(|v| v.sale.tenders.clone())
                .unwrap_or_default()
        })
    });
    move || {
        let tenders = tenders.get();
        (!tenders.is_empty()).then(|| {
            let rows = tenders
                .into_iter()
                .map(|tender| tender_view(facts, &tender));
            view! {
                <section class="part">
                    <h3>{words.tenders}</h3>
                    <ul class="sale-lines">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}

fn tender_view(facts: Facts, tender: &Tender) -> AnyView {
    let words = t().backoffice;
    let picture = match tender.method {
        Method::Cash => Icon::Cash,
        Method::Card => Icon::Card,
        Method::Other(_) => Icon::Wallet,
    };
    let who = facts.employee(tender.taken_by);
    let mut below = vec![
        words.by_on(facts.place(tender.taken_on, None), who),
        facts.time(tender.taken_at_ms, Shown::Time),
    ];
    if tender.tip != Money::ZERO {
        below.push(words.tender_tip(facts.money(tender.tip)));
    }
    if tender.rounding != Money::ZERO {
        below.push(words.tender_rounding(facts.money(tender.rounding)));
    }
    if tender.change != Money::ZERO {
        below.push(words.tender_change(facts.money(tender.change)));
    }
    view! {
        <li class="sale-line">
            <span class="part-quantity">{icon(picture)}</span>
            <span class="part-name">{method_text(&tender.method).to_owned()}</span>
            <span class="part-amount money">{facts.money(tender.amount)}</span>
            <span class="part-below">{i18n::facts(&below)}</span>
        </li>
    }
    .into_any()
}
