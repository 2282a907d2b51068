//! What sells best today, and the tips that the shop owes its staff.
//!
//! It must not know what else is on Home.

use super::takings::{section_of, total};
use crate::backoffice::facts::Facts;
use crate::backoffice::reports::{Fetched, ReportPlace, figure};
use crate::i18n::t;
use crate::ui::{Icon, Skeleton, icon};
use leptos::prelude::*;
use sale::civil::Period;
use sync::api::reports::{ReportName, ReportSection, Unit};

/// How many goods are named.
const MOST: usize = 6;

fn address() -> String {
    let place = ReportPlace {
        period: Period::Today,
        ..ReportPlace::of(ReportName::Takings)
    };
    place.address().to_string()
}

/// Both tiles.
pub fn best(fetched: Fetched) -> AnyView {
    let words = t().home;
    let facts = Facts::get();
    let sums = section_of(fetched, "home_takings");
    let goods = section_of(fetched, "home_best_sellers");
    let tips = move || {
        let tips = sums.with(|sums| total(sums.as_ref()?, "tips_not_cash").0);
        figure(facts, Unit::Money, tips)
    };
    view! {
        <a class="tile kpi-way" href=address() data-testid="home-tips">
            <h2 class="kpi-name">{words.tips}</h2>
            <p class="kpi-figure">{tips}</p>
            <p class="kpi-note">{words.tips_hint}</p>
            {icon(Icon::Forward)}
        </a>
        <section class="tile" aria-labelledby="home-best">
            <header class="tile-head">
                <h2 class="kpi-name" id="home-best">{words.best}</h2>
                <a class="tile-way" href=address()>
                    {words.see_all}
                    {icon(Icon::Forward)}
                </a>
            </header>
            {move || match goods.get() {
                None => view! { <Skeleton count=4 /> }.into_any(),
                Some(goods) if goods.rows.is_empty() => {
                    view! { <p class="page-hint">{words.best_none}</p> }.into_any()
                }
                Some(goods) => view! { <ol class="best">{list(facts, &goods)}</ol> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn list(facts: Facts, goods: &ReportSection) -> Vec<AnyView> {
    let rows = goods.rows.iter().take(MOST).map(|row| {
        let figures = goods
            .measures
            .iter()
            .zip(&row.values)
            .map(|(measure, value)| {
                view! { <span class="best-figure">{figure(facts, measure.unit, *value)}</span> }
                    .into_any()
            });
        let name = row.label.clone().or_else(|| row.key.clone());
        view! {
            <li>
                <span class="best-name">{name}</span>
                {figures.collect::<Vec<_>>()}
            </li>
        }
        .into_any()
    });
    rows.collect()
}
