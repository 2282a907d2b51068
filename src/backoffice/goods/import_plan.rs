//! The dry run of an import: how many rows are new, changed, doubtful, left alone, and each with why.
//!
//! It must not know how rows are read.

use super::importing::{Importing, Step};
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::intl;
use crate::ui::{Button, Chip, CodeText, FilterChip, Icon, Look, Switch, Tone};
use leptos::prelude::*;
use sync::api::goods::{Fate, ImportPlan, PlannedRow, RowReason, Why};
use uuid::Uuid;

fn fate_word(fate: Fate) -> &'static str {
    let words = t().goods;
    match fate {
        Fate::New => words.fate_new,
        Fate::Changed => words.fate_changed,
        Fate::Doubtful => words.fate_doubtful,
        Fate::Same => words.fate_same,
        Fate::Refused => words.fate_refused,
    }
}

fn reason_text(reason: RowReason) -> String {
    let words = t().goods;
    let why = match reason.why {
        Why::BrokenQuote => words.why_broken_quote,
        Why::NameMissing => words.why_name_missing,
        Why::PriceMissing => words.why_price_missing,
        Why::PriceUnreadable => words.why_price_unreadable,
        Why::PriceTooExact => words.why_price_too_exact,
        Why::PriceLeap => words.why_price_leap,
        Why::TooLong => words.why_too_long,
        Why::CodeRounded => words.why_code_rounded,
        Why::CodeTwice => words.why_code_twice,
        Why::BarcodeRounded => words.why_barcode_rounded,
        Why::BarcodeCheckDigit => words.why_barcode_check_digit,
        Why::BarcodeUnreadable => words.why_barcode_unreadable,
        Why::BarcodeElsewhere => words.why_barcode_elsewhere,
        Why::TaxUnknown => words.why_tax_unknown,
        Why::OnSaleUnreadable => words.why_on_sale_unreadable,
    };
    match reason.cell.is_empty() {
        true => why.to_owned(),
        false => words.reason(reason.cell, why),
    }
}

/// Shows the dry run, and writes it when somebody says so.
#[component]
pub fn PlanStep(importing: Importing, id: Uuid, plan: ImportPlan) -> impl IntoView {
    let words = t().goods;
    let counts = [
        (Fate::New, plan.new),
        (Fate::Changed, plan.changed),
        (Fate::Doubtful, plan.doubtful),
        (Fate::Refused, plan.refused),
    ];
    let first = counts.iter().rev().find(|(_, count)| *count > 0);
    let shown = RwSignal::new(first.map_or(Fate::New, |(fate, _)| *fate));
    let doubtful = RwSignal::new(false);
    let same = u64::from(plan.same);
    let sure = u64::from(plan.new) + u64::from(plan.changed);
    let (unsure, rows) = (u64::from(plan.doubtful), StoredValue::new(plan.rows));
    let written = Memo::new(move |_| sure + if doubtful.get() { unsure } else { 0 });
    let count_of = move |fate: Fate| {
        counts
            .iter()
            .find(|(f, _)| *f == fate)
            .map_or(0, |(_, n)| *n)
    };
    let here = Memo::new(move |_| {
        rows.with_value(|rows| {
            let rows = rows.iter().filter(|row| row.fate == shown.get());
            rows.cloned().collect::<Vec<_>>()
        })
    });
    let more = move || {
        let there = u64::try_from(here.with(Vec::len)).unwrap_or(0);
        let all = u64::from(count_of(shown.get()));
        (all > there).then(|| words.rows_shown(intl::count(all), intl::count(there)))
    };
    view! {
        <section class="import" data-testid="import-plan">
            <p class="import-about">{words.plan_hint}</p>
            <div class="filters" role="group" aria-label=words.import_title>
                {counts
                    .map(|(fate, count)| {
                        view! {
                            <FilterChip
                                text=fate_word(fate)
                                on=Signal::derive(move || shown.get() == fate)
                                count=Some(usize::try_from(count).unwrap_or(usize::MAX))
                                test_id=match fate {
                                    Fate::New => "fate-new",
                                    Fate::Changed => "fate-changed",
                                    Fate::Doubtful => "fate-doubtful",
                                    _ => "fate-refused",
                                }
                                on_press=move || shown.set(fate)
                            />
                        }
                    })
                    .into_iter()
                    .collect_view()}
                <span class="import-same" data-testid="fate-same">{words.same_rows(same)}</span>
            </div>
            <table class="table import-table">
                <thead>
                    <tr>
                        <th scope="col" class="cell-line">
                            {words.row}
                        </th>
                        <th scope="col">{words.product}</th>
                        <th scope="col" class="cell-price">
                            {words.price}
                        </th>
                        <th scope="col">{words.why}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || here.get().into_iter().map(|row| view! { <Row row /> }).collect_view()}
                </tbody>
            </table>
            <p class="import-about">{more}</p>
            <Show when=move || unsure != 0>
                <Switch
                    label=words.take_doubtful
                    on=doubtful
                    test_id="take-doubtful"
                    on_switch=move |on| doubtful.set(on)
                />
            </Show>
            <div class="import-foot">
                <Button on_press=move || importing.step.set(Step::File)>{words.other_file}</Button>
                <Button
                    look=Look::Primary
                    busy=importing.busy
                    disabled=Signal::derive(move || written.get() == 0)
                    test_id="import-write"
                    on_press=move || importing.write(id, doubtful.get_untracked())
                >
                    {move || words.write_import(written.get())}
                </Button>
            </div>
        </section>
    }
}

#[component]
fn Row(row: PlannedRow) -> impl IntoView {
    let facts = Facts::get();
    let price = match (row.price, row.price_before) {
        (Some(price), Some(before)) if price != before => t()
            .goods
            .price_from_to(facts.money(before), facts.money(price)),
        (Some(price), _) => facts.money(price),
        (None, _) => String::new(),
    };
    let (tone, picture) = match row.fate {
        Fate::New => (Tone::Good, Icon::Plus),
        Fate::Changed => (Tone::Info, Icon::Edit),
        Fate::Doubtful => (Tone::Caution, Icon::Warning),
        Fate::Same => (Tone::Neutral, Icon::Check),
        Fate::Refused => (Tone::Bad, Icon::Trouble),
    };
    let reasons: Vec<String> = row.reasons.into_iter().map(reason_text).collect();
    let why = match reasons.is_empty() {
        true => view! { <Chip tone=tone picture=picture text=fate_word(row.fate) /> }.into_any(),
        false => reasons.join(" · ").into_any(),
    };
    view! {
        <tr data-testid="planned-row">
            <td class="cell-line">{row.line}</td>
            <th scope="row" translate="no">
                {row.name} <span class="cell-note">
                    <CodeText>{row.code}</CodeText>
                </span>
            </th>
            <td class="cell-price">{price}</td>
            <td class=format!("cell-why {}", tone.class())>{why}</td>
        </tr>
    }
}
