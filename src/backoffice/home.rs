//! What BackOffice opens on: how the shop stands right now, each tile a way to its report or list.
//! What the replica has is live; the rest is asked for.
//!
//! It must not know how a report is shown.

mod best;
mod registers;
mod takings;
mod tile;

use super::facts::Facts;
use super::places::{Age, SalesPlace, sale_address};
use super::reports::{Fetched, ReportPlace, Today};
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{AgeStep, ErrorState, ScreenTitle, age_step, age_text};
use leptos::prelude::*;
use sale::civil::Period;
use sale::{Money, SaleId};
use sync::api::reports::{Compare, ReportName};
use tile::tile;

/// Where it is.
pub const PATH: &str = "/backoffice/home";

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let words = t().home;
    let today = Today::follow();
    let question = Memo::new(move |_| {
        let place = ReportPlace {
            period: Period::Today,
            compare: Some(Compare::Before),
            ..ReportPlace::of(ReportName::Home)
        };
        Some((ReportName::Home, place.asked(today.date.get()?)?))
    });
    let fetched = Fetched::follow(question);
    let failed = Memo::new(move |_| {
        let known = fetched.report.with(Option::is_some);
        fetched
            .failed
            .get()
            .or(today.failed.get())
            .filter(|_| !known)
    });
    let retry = move || {
        today.ask();
        fetched.ask();
    };
    view! {
        <div class="page home">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.title />
                    <p class="page-hint">{words.hint}</p>
                </div>
            </header>
            <div class="tiles">{live()} {registers::registers()}</div>
            {move || match failed.get() {
                Some(error) => {
                    view! {
                        <ErrorState
                            title=t().reports.failed
                            text=ApiError::text(&error)
                            on_retry=retry
                        />
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <div class="home-day">
                            {takings::takings(fetched)} <div class="home-side">{best::best(fetched)}</div>
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Open {
    count: u64,
    value: Money,
    due: Money,
    oldest: Option<(i64, SaleId, String)>,
    old: u64,
    part_paid: u64,
}

/// The open sales and what needs a person, as the replica has them.
fn live() -> AnyView {
    let (words, office) = (t().home, t().backoffice);
    let (replica, facts, now) = (Replica::expect(), Facts::get(), Clock::now());
    let (sales, reviews, known) = (replica.open_sales(), replica.reviews(), replica.is_known());
    let open = Memo::new(move |_| {
        let (now, steps) = (now.get(), facts.steps().get());
        sales.with(|sales| {
            let mut open = Open::default();
            for view in sales {
                let sale = &view.sale;
                let opened = sale.opened_at_ms;
                open.count += 1;
                open.value = open.value + view.totals.total;
                open.due = open.due + view.totals.due;
                open.part_paid += u64::from(view.totals.due != view.totals.total);
                if open
                    .oldest
                    .as_ref()
                    .is_none_or(|(oldest, ..)| opened < *oldest)
                {
                    open.oldest = Some((opened, sale.id, sale.title().to_owned()));
                }
                if steps.is_some_and(|steps| age_step(opened, now, steps) >= AgeStep::Old) {
                    open.old += 1;
                }
            }
            open
        })
    });
    let waiting = Memo::new(move |_| {
        let open = reviews.with(|all| all.iter().filter(|r| r.resolution.is_none()).count());
        u64::try_from(open).unwrap_or(0)
    });
    // What isn't known yet is no nought.
    let once_known = move |text: String| match known.get() {
        true => text,
        false => t().common.unknown.to_owned(),
    };
    let list = |age: Age| {
        let place = SalesPlace {
            age,
            ..SalesPlace::default()
        };
        place.address().to_string()
    };
    let plain = Signal::stored("");
    let oldest_class = Signal::derive(move || {
        let oldest = open.with(|open| open.oldest.as_ref().map(|(at, ..)| *at));
        match (oldest, facts.steps().get()) {
            (Some(at), Some(steps)) => age_step(at, now.get(), steps).class(),
            _ => "",
        }
    });
    let needs = move || {
        let (reviews, old) = (waiting.get(), open.with(|open| open.old));
        match (reviews, old) {
            (0, 0) => words.nothing_needs.to_owned(),
            (0, old) => words.needs_old(old),
            (reviews, 0) => words.needs_reviews(reviews),
            (reviews, old) => {
                crate::i18n::facts(&[words.needs_reviews(reviews), words.needs_old(old)])
            }
        }
    };
    view! {
        {tile(
            "home-open",
            words.open,
            Signal::derive(move || ReportPlace::of(ReportName::Open).address().to_string()),
            Signal::derive(move || once_known(intl::count(open.with(|open| open.count)))),
            Signal::derive(move || once_known(words.worth(facts.money(open.with(|o| o.value))))),
            plain,
        )}
        {tile(
            "home-due",
            words.due,
            Signal::derive(move || list(Age::Any)),
            Signal::derive(move || once_known(facts.money(open.with(|open| open.due)))),
            Signal::derive(move || once_known(words.part_paid(open.with(|o| o.part_paid)))),
            plain,
        )}
        {tile(
            "home-oldest",
            words.oldest,
            Signal::derive(move || {
                open.with(|open| match &open.oldest {
                    Some((_, id, _)) => sale_address(*id).to_string(),
                    None => list(Age::Any),
                })
            }),
            Signal::derive(move || {
                once_known(
                    open.with(|open| match &open.oldest {
                        Some((at, ..)) => age_text(*at, now.get()),
                        None => office.kpi_none.to_owned(),
                    }),
                )
            }),
            Signal::derive(move || {
                open.with(|open| match &open.oldest {
                    Some((_, _, title)) => title.clone(),
                    None => once_known(words.no_sale.to_owned()),
                })
            }),
            oldest_class,
        )}
        {tile(
            "home-needs",
            words.needs,
            Signal::derive(move || match waiting.get() {
                0 => list(Age::Old),
                _ => "/backoffice/reviews".to_owned(),
            }),
            Signal::derive(move || {
                once_known(intl::count(waiting.get() + open.with(|open| open.old)))
            }),
            Signal::derive(move || once_known(needs())),
            plain,
        )}
    }
    .into_any()
}
