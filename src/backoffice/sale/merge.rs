//! The question which sale one is merged into, with the money before and after (rule D6).
//!
//! It must not merge anything.

use super::super::facts::Facts;
use crate::i18n::t;
use crate::replica::Replica;
use crate::ui::{Button, Choice, Look, Select};
use leptos::prelude::*;
use sale::{Money, SaleId};
use std::sync::Arc;
use sync::device::SaleView;

/// Asks for the other sale.
#[component]
pub fn MergeForm(
    /// The sale that ends.
    shown: Memo<Option<Arc<SaleView>>>,
    /// Gets the sale that goes on, and what it is called.
    on_merge: Callback<(SaleId, String)>,
    /// Somebody thought better of it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let sales = Replica::expect().open_sales();
    let own = shown.with_untracked(|view| view.as_ref().map(|view| view.sale.id));
    let others = Memo::new(move |_| {
        let mut others: Vec<Arc<SaleView>> = sales.with(|all| {
            let others = all.iter().filter(|view| Some(view.sale.id) != own);
            others.cloned().collect()
        });
        others.sort_by(|a, b| a.sale.title().cmp(b.sale.title()));
        others
    });
    let chosen = RwSignal::new(String::new());
    let into = Memo::new(move |_| {
        let chosen = chosen.get();
        others.with(|others| {
            let other = others
                .iter()
                .find(|view| view.sale.id.to_string() == chosen);
            other.cloned()
        })
    });
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice {
            value: String::new(),
            text: words.merge_choose.to_owned(),
        }];
        choices.extend(others.with(|others| {
            others
                .iter()
                .map(|view| Choice {
                    value: view.sale.id.to_string(),
                    text: choice_text(facts, view),
                })
                .collect::<Vec<_>>()
        }));
        choices
    });
    let total = |view: Option<Arc<SaleView>>| view.map_or(Money::ZERO, |view| view.totals.total);
    let merge = move || {
        if let Some(view) = into.get_untracked() {
            on_merge.run((view.sale.id, view.sale.title().to_owned()));
        }
    };
    view! {
        <div class="form">
            <p class="dialog-text">{words.merge_what}</p>
            <Select
                label=words.merge_into
                choices=choices
                value=chosen
                test_id="merge-into"
                on_choose=move |value: String| chosen.set(value)
            />
            {move || {
                into.get()
                    .map(|other| {
                        let (one, two) = (total(shown.get()), other.totals.total);
                        let rows = [
                            (words.merge_this.to_owned(), one, ""),
                            (other.sale.title().to_owned(), two, ""),
                            (words.merge_after.to_owned(), one + two, "is-total"),
                        ];
                        view! { <dl class="sums">{sums(facts, rows)}</dl> }
                    })
            }}
            <div class="dialog-actions">
                <Button on_press=on_cancel>{t().common.cancel}</Button>
                <Button
                    look=Look::Primary
                    disabled=Signal::derive(move || into.with(Option::is_none))
                    test_id="merge-confirm"
                    on_press=merge
                >
                    {words.merge_confirm}
                </Button>
            </div>
        </div>
    }
}

fn sums(facts: Facts, rows: [(String, Money, &'static str); 3]) -> Vec<AnyView> {
    rows.into_iter()
        .map(|(name, amount, class)| {
            view! {
                <div class=class>
                    <dt>{name}</dt>
                    <dd class="money">{facts.money(amount)}</dd>
                </div>
            }
            .into_any()
        })
        .collect()
}

/// A sale to merge into, with its number where its title is another.
fn choice_text(facts: Facts, view: &SaleView) -> String {
    let words = t().backoffice;
    let (number, title) = (&view.sale.number, view.sale.title());
    let total = facts.money(view.totals.total);
    match title == number {
        true => words.merge_choice_unnamed(number, total),
        false => words.merge_choice(number, title, total),
    }
}
