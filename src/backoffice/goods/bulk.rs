//! One change of several products: what is asked, and what would become of their prices.
//!
//! It must not know the list.

use super::fetched::Fetched;
use super::parts::{tax_text, typed_hundredths, typed_money};
use crate::api::{ApiError, goods as api};
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{Button, Choice, Dialog, Look, Select, TextField, Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Money, ProductId, TaxRate};
use std::collections::BTreeSet;
use sync::api::goods::{BulkChange, BulkEdit};

/// Products that are changed together; more of them are changed in parts.
const PART: usize = 250;

/// What is done with those that are chosen; nothing while none is.
#[component]
pub fn BulkBar(chosen: RwSignal<BTreeSet<ProductId>>, fetched: Fetched) -> impl IntoView {
    let words = t().goods;
    let open = RwSignal::new(false);
    let count = move || u64::try_from(chosen.with(BTreeSet::len)).unwrap_or(0);
    view! {
        <Show when=move || !chosen.with(BTreeSet::is_empty)>
            <div class="bulk-bar" data-testid="bulk-bar">
                <strong>{move || words.chosen(count())}</strong>
                <Button look=Look::Primary test_id="bulk-edit" on_press=move || open.set(true)>
                    {words.change_chosen}
                </Button>
                <Button look=Look::Quiet on_press=move || chosen.update(BTreeSet::clear)>
                    {words.choose_none}
                </Button>
            </div>
        </Show>
        <Dialog
            open=open
            title=Signal::derive(move || words.chosen(count()))
            test_id="bulk-dialog"
            on_close=move || open.set(false)
        >
            <Form open=open chosen=chosen fetched=fetched />
        </Dialog>
    }
}

fn number(count: usize) -> String {
    intl::count(u64::try_from(count).unwrap_or(u64::MAX))
}

fn choice(value: &str, text: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    }
}

/// Changes them part by part, and says how many of how many are done. Answers how many became
/// different.
async fn in_parts(
    products: &[ProductId],
    change: &BulkChange,
    progress: RwSignal<(usize, usize)>,
) -> Result<u64, ApiError> {
    let mut changed = 0_u64;
    let _ = progress.try_set((0, products.len()));
    for part in products.chunks(PART) {
        let edit = BulkEdit {
            products: part.to_vec(),
            change: change.clone(),
        };
        changed = changed.saturating_add(u64::from(api::edit_products(&edit).await?.changed));
        let _ = progress.try_update(|(done, _)| *done = done.saturating_add(part.len()));
    }
    Ok(changed)
}

#[component]
fn Form(
    open: RwSignal<bool>,
    chosen: RwSignal<BTreeSet<ProductId>>,
    fetched: Fetched,
) -> impl IntoView {
    let (words, facts, toasts) = (t().goods, Facts::get(), Toasts::get());
    let store = Replica::expect().store();
    let what = RwSignal::new("price_percent".to_owned());
    let (typed, tax) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    // How many of how many are done. Those are chosen no more, so that who tries again after a
    // failure changes none twice.
    let progress = RwSignal::new((0_usize, 0_usize));
    let rates = Memo::new(move |_| -> Vec<TaxRate> {
        let rates = store.with(|s| s.as_ref().map(|s| s.goods.tax_rates.clone()));
        rates.unwrap_or_default()
    });
    let whats = Signal::stored(vec![
        choice("price_percent", words.bulk_percent),
        choice("price_amount", words.bulk_amount),
        choice("category", words.bulk_category),
        choice("taxes", words.bulk_taxes),
        choice("on", words.bulk_on_sale),
        choice("off", words.bulk_off_sale),
    ]);
    let taxes = Signal::derive(move || {
        let rates = rates.get();
        let rates = rates
            .iter()
            .enumerate()
            .map(|(at, rate)| choice(&at.to_string(), &tax_text(rate)));
        std::iter::once(choice("", words.no_tax))
            .chain(rates)
            .collect::<Vec<_>>()
    });
    // Followed while it is typed, so that what would become of a price can be said.
    let change = Memo::new(move |_| -> Option<BulkChange> {
        let text = typed.with(|typed| typed.trim().to_owned());
        match what.get().as_str() {
            "price_percent" => {
                let points = typed_hundredths(&text)?;
                let points = i32::try_from(points).ok().filter(|points| *points != 0)?;
                Some(BulkChange::PricePercent(points))
            }
            "price_amount" => {
                let currency = store.with(|s| s.as_ref().map(|s| s.currency.clone()))?;
                let amount = typed_money(&text, &currency).ok()?;
                (amount != Money::ZERO).then_some(BulkChange::PriceAmount(amount))
            }
            "category" => (!text.is_empty()).then_some(BulkChange::Category(text)),
            "taxes" => {
                let at: Option<usize> = tax.get().parse().ok();
                let chosen = at.and_then(|at| rates.with(|rates| rates.get(at).cloned()));
                Some(BulkChange::Taxes(chosen.into_iter().collect()))
            }
            "on" => Some(BulkChange::OnSale(true)),
            "off" => Some(BulkChange::OnSale(false)),
            _ => None,
        }
    });
    let example = Memo::new(move |_| {
        let change = change.get();
        let product = fetched.products.with(|all| {
            let mut all = all.iter();
            all.find(|product| chosen.with(|chosen| chosen.contains(&product.id)))
                .cloned()
        })?;
        let price = match change? {
            BulkChange::PricePercent(points) => {
                product.price + product.price.scale(i64::from(points), 10_000)
            }
            BulkChange::PriceAmount(amount) => product.price + amount,
            _ => return None,
        };
        let (before, after) = (facts.money(product.price), facts.money(price));
        Some(words.bulk_example(after, before, product.name))
    });
    let is_typed = move || {
        matches!(
            what.get().as_str(),
            "price_percent" | "price_amount" | "category"
        )
    };
    let label = Signal::derive(move || {
        match what.get().as_str() {
            "price_percent" => words.percent,
            "price_amount" => words.amount,
            _ => words.category,
        }
        .to_owned()
    });
    let send = move || {
        let Some(change) = change.get_untracked() else {
            wrong.set(Some(words.bulk_wrong.to_owned()));
            return;
        };
        let products: Vec<ProductId> = chosen.with_untracked(|c| c.iter().copied().collect());
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let answer = in_parts(&products, &change, progress).await;
            let _ = busy.try_set(false);
            let done = progress.try_get_untracked().map_or(0, |(done, _)| done);
            let rest = products.into_iter().skip(done).collect();
            let _ = chosen.try_set(rest);
            match answer {
                Ok(changed) => {
                    toasts.show(Toast::done(words.bulk_done(changed)));
                    let _ = open.try_set(false);
                }
                Err(error) => drop(wrong.try_set(Some(error.text()))),
            }
        });
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if !busy.get_untracked() {
                    send();
                }
            }
        >
            <Select
                label=words.bulk_what
                choices=whats
                value=what
                test_id="bulk-what"
                on_choose=move |value| {
                    typed.set(String::new());
                    wrong.set(None);
                    what.set(value);
                }
            />
            <Show when=is_typed>
                <TextField
                    label=label
                    value=typed
                    hint=Signal::derive(move || example.get())
                    error=wrong
                    test_id="bulk-value"
                />
            </Show>
            <Show when=move || what.with(|what| what == "taxes")>
                <Select
                    label=words.taxes
                    choices=taxes
                    value=tax
                    test_id="bulk-tax"
                    on_choose=move |value| tax.set(value)
                />
            </Show>
            <Show when=move || !is_typed() && wrong.with(Option::is_some)>
                <p class="form-wrong" role="alert">{move || wrong.get()}</p>
            </Show>
            <Show when=move || progress.with(|(done, all)| done < all && PART < *all)>
                <p class="form-hint" role="status" data-testid="bulk-progress">
                    {move || {
                        let (done, all) = progress.get();
                        words.bulk_progress(number(all), number(done))
                    }}
                </p>
            </Show>
            <div class="dialog-actions">
                <Button on_press=move || open.set(false)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true busy=busy test_id="bulk-confirm">
                    {words.change_chosen}
                </Button>
            </div>
        </form>
    }
}
