//! How the store stands right now: four figures over all open sales, whatever the list shows.
//!
//! It must not know the list.

use super::super::facts::Facts;
use super::super::places::{Age, SalesPlace};
use super::live::Live;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl;
use crate::ui::{AgeStep, Icon, age_step, age_text, icon};
use leptos::prelude::*;
use sale::{Money, SaleId};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Figures {
    open: u64,
    value: Money,
    due: Money,
    oldest: Option<(SaleId, i64, String)>,
    old: u64,
}

/// Four figures; the last two lead to what they count.
#[component]
pub fn Kpis(
    /// What the list shows.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// The open sales.
    live: Live,
) -> impl IntoView {
    let words = t().backoffice;
    let (facts, now) = (Facts::get(), Clock::now());
    let known = live.known;
    // What isn't known yet is no nought.
    let once_known = move |text: String| match known.get() {
        true => text,
        false => t().common.unknown.to_owned(),
    };
    let figures = Memo::new(move |_| {
        let (now, steps) = (now.get(), facts.steps().get());
        live.book.with(|book| {
            let all = book.all();
            let old = steps.map(|steps| {
                let minutes = i64::from(steps.old_minutes);
                book.opened_until(now - minutes * 60_000)
            });
            Figures {
                open: all.sales,
                value: all.total,
                due: all.due,
                oldest: book.oldest().map(|view| {
                    let sale = &view.sale;
                    (sale.id, sale.opened_at_ms, sale.title().to_owned())
                }),
                old: old.and_then(|old| u64::try_from(old).ok()).unwrap_or(0),
            }
        })
    });
    let oldest_address = move || {
        let oldest = figures.with(|f| f.oldest.as_ref().map(|(id, _, _)| *id));
        let sale = oldest.or(place.with(|place| place.sale));
        SalesPlace {
            sale,
            ..place.get()
        }
        .address()
        .to_string()
    };
    let old_address = move || {
        let place = SalesPlace {
            age: Age::Old,
            ..SalesPlace::default()
        };
        place.address().to_string()
    };
    let old_after = move || {
        let minutes = facts.steps().get().map_or(60, |steps| steps.old_minutes);
        t().common.span(u64::from(minutes))
    };
    let oldest_step = move || {
        let steps = facts.steps().get();
        figures.with(|figures| match (&figures.oldest, steps) {
            (Some((_, opened, _)), Some(steps)) => age_step(*opened, now.get(), steps),
            _ => AgeStep::Fresh,
        })
    };
    view! {
        <section class="kpis" aria-label=words.kpi_title>
            <div class="kpi">
                <h2 class="kpi-name">{words.kpi_open}</h2>
                <p class="kpi-figure" data-testid="kpi-open">
                    {move || once_known(intl::count(figures.with(|f| f.open)))}
                </p>
            </div>
            <div class="kpi">
                <h2 class="kpi-name">{words.kpi_value}</h2>
                <p class="kpi-figure money">
                    {move || once_known(facts.money(figures.with(|f| f.value)))}
                </p>
                <p class="kpi-note">
                    {move || {
                        let (value, due) = figures.with(|f| (f.value, f.due));
                        (due != value).then(|| words.kpi_due(facts.money(due)))
                    }}
                </p>
            </div>
            <a class="kpi kpi-way" href=oldest_address data-testid="kpi-oldest">
                <h2 class="kpi-name">{words.kpi_oldest}</h2>
                <p class=move || format!("kpi-figure {}", oldest_step().class())>
                    {move || {
                        once_known(
                            figures
                                .with(|f| match &f.oldest {
                                    Some((_, opened, _)) => age_text(*opened, now.get()),
                                    None => words.kpi_none.to_owned(),
                                }),
                        )
                    }}
                </p>
                <p class="kpi-note">
                    {move || figures.with(|f| f.oldest.as_ref().map(|(_, _, title)| title.clone()))}
                </p>
                {icon(Icon::Forward)}
            </a>
            <a class="kpi kpi-way" href=old_address data-testid="kpi-old">
                <h2 class="kpi-name">{move || words.kpi_older(old_after())}</h2>
                <p class="kpi-figure">
                    {move || once_known(intl::count(figures.with(|f| f.old)))}
                </p>
                <p class="kpi-note">
                    {move || {
                        figures
                            .with(|f| {
                                (f.open > 0).then(|| words.kpi_of_all(f.old * 100 / f.open))
                            })
                    }}
                </p>
                {icon(Icon::Forward)}
            </a>
        </section>
    }
}
