//! The reports of BackOffice: their tabs, what they are narrowed down to, and their sections; or the
//! sales that one figure is made of.
//!
//! It must not know how a section is drawn.

mod change;
mod choose;
mod draw;
mod entries;
mod fetched;
mod look;
mod made_of;
mod place;
mod say;
mod section;
mod table;

pub use fetched::{Fetched, Today};
pub use place::ReportPlace;
pub use say::{changed, figure};

use super::facts::Facts;
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::{self, Shown};
use crate::platform::location;
use crate::routes::{Navigator, use_query};
use crate::ui::{
    Banner, Button, EmptyState, ErrorState, Icon, Nowhere, ScreenTitle, Skeleton, SkeletonShape,
    Tone, ago_text,
};
use leptos::prelude::*;
use leptos_router::components::A;
use look::Look;
use place::NAMES;
use std::sync::Arc;
use sync::api::reports::{Report, ReportName, ReportSection};

/// A report, as the address says.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let navigator = Navigator::get();
    let query = use_query();
    let place = Memo::new(move |before: Option<&Option<ReportPlace>>| {
        let read = ReportPlace::read(&navigator.path().get(), &query.get());
        // While the screen is being left, it stays what it was.
        read.or_else(|| before.cloned().flatten())
    });
    match place.get_untracked() {
        None => {
            let way = "/backoffice/reports/takings";
            view! { <Nowhere href=way text=t().reports.title /> }.into_any()
        }
        Some(first) => {
            let place = Memo::new(move |_| place.get().unwrap_or_else(|| first.clone()));
            screen(place)
        }
    }
}

fn screen(place: Memo<ReportPlace>) -> AnyView {
    let words = t().reports;
    let today = Today::follow();
    let query = Memo::new(move |_| place.with(|place| place.asked(today.date.get()?)));
    let look = Look {
        place,
        query,
        facts: Facts::get(),
    };
    let title = Signal::derive(move || say::name(place.with(|place| place.name)).to_owned());
    let part = Memo::new(move |_| place.with(|place| place.part.clone()));
    let body = Memo::new(move |_| (place.with(|place| place.name), part.get()));
    let span = move || {
        let query = query.get()?;
        let open = place.with(|place| place.name == ReportName::Open);
        let day = |date| intl::date(date, Shown::Date);
        (!open).then(|| match query.from == query.to {
            true => day(query.from),
            false => words.days_between(day(query.from), day(query.to)),
        })
    };
    view! {
        <div class="page reports">
            <header class="page-head">
                <div>
                    <ScreenTitle title=title />
                    <p class="page-hint">
                        <span class="report-hint">
                            {move || say::hint(place.with(|place| place.name))}
                        </span>
                        <span class="report-span" data-testid="report-span">{span}</span>
                    </p>
                </div>
                <div class="page-actions">
                    <Button picture=Icon::Print test_id="print" on_press=location::print>
                        {words.print}
                    </Button>
                </div>
            </header>
            <nav class="report-tabs" aria-label=words.title>
                {NAMES
                    .into_iter()
                    .map(|(name, _)| {
                        let way = move || {
                            let here = place.get();
                            let place = ReportPlace {
                                name,
                                sorted: None,
                                part: None,
                                ..here
                            };
                            place.address().to_string()
                        };
                        view! {
                            <A
                                href=way
                                attr:class="report-tab"
                            >
                                {say::name(name)}
                            </A>
                        }
                    })
                    .collect_view()}
            </nav>
            {choose::choose(look, today.date)}
            {move || match body.get() {
                (_, Some(part)) => made_of::made_of(look, part),
                (name, None) => report(look, name, today),
            }}
        </div>
    }
    .into_any()
}

/// The sections of a report, once they are here.
fn report(look: Look, name: ReportName, today: Today) -> AnyView {
    let words = t().reports;
    let question = Memo::new(move |_| look.query.get().map(|query| (name, query)));
    let fetched = Fetched::follow(question);
    let report = Memo::new(move |_| {
        fetched
            .report
            .with(|r| r.as_ref().map(|(_, report)| Arc::clone(report)))
    });
    let ids = Memo::new(move |_| {
        report.with(|report| {
            let sections = &report.as_ref()?.sections;
            Some(sections.iter().map(|s| s.id.clone()).collect::<Vec<_>>())
        })
    });
    let failed = Memo::new(move |_| fetched.failed.get().or(today.failed.get()));
    let retry = move || {
        today.ask();
        fetched.ask();
    };
    let state = Memo::new(move |_| (ids.with(Option::is_some), failed.with(Option::is_some)));
    let entries = (name == ReportName::Exceptions).then(|| entries::entries(look));
    view! {
        <div class="report" class:is-old=move || !fetched.is_current() data-testid="report">
            {move || match state.get() {
                (false, true) => {
                    let text = failed.with(|e| e.as_ref().map(ApiError::text));
                    view! {
                        <ErrorState
                            title=words.failed
                            text=text.unwrap_or_default()
                            on_retry=retry
                        />
                    }
                        .into_any()
                }
                (false, false) => {
                    view! { <Skeleton shape=SkeletonShape::Cards count=6 /> }.into_any()
                }
                (true, old) => sections(look, name, report, ids, old.then_some(retry)),
            }}
            {entries}
        </div>
    }
    .into_any()
}

/// The section with an id, which keeps its last state while another report comes.
fn find(report: Memo<Option<Arc<Report>>>, id: String) -> Memo<Option<Arc<ReportSection>>> {
    Memo::new(move |before: Option<&Option<Arc<ReportSection>>>| {
        let found = report.with(|report| {
            let sections = &report.as_ref()?.sections;
            sections.iter().find(|section| section.id == id).cloned()
        });
        match (before.cloned().flatten(), found) {
            (Some(before), Some(found)) if *before == found => Some(before),
            (before, None) => before,
            (_, found) => found.map(Arc::new),
        }
    })
}

/// Whether anything happened: a figure of any kind that is not nought.
fn says_nothing(report: &Report) -> bool {
    let figures = report.sections.iter().flat_map(|s| &s.total);
    figures.flatten().all(|figure| *figure == 0)
        && report.sections.iter().all(|s| {
            let figures = s.rows.iter().flat_map(|row| &row.values);
            figures.flatten().all(|figure| *figure == 0)
        })
}

fn sections(
    look: Look,
    name: ReportName,
    report: Memo<Option<Arc<Report>>>,
    ids: Memo<Option<Vec<String>>>,
    old: Option<impl Fn() + Copy + Send + Sync + 'static>,
) -> AnyView {
    let (words, now, navigator) = (t().reports, Clock::now(), Navigator::get());
    let age = move || {
        let at = report.with(|report| report.as_ref().map_or(0, |report| report.at_ms));
        words.as_of(ago_text(at, now.get()))
    };
    let nothing = Memo::new(move |_| report.with(|r| r.as_ref().is_some_and(|r| says_nothing(r))));
    let widen = move || navigator.go(look.place.get_untracked().widened().address());
    let stale = old.map(|retry| {
        view! {
            <Banner tone=Tone::Caution picture=Icon::Offline text=Signal::derive(age)>
                <Button picture=Icon::Retry on_press=retry>
                    {t().common.retry}
                </Button>
            </Banner>
        }
    });
    view! {
        {stale}
        {move || {
            if nothing.get() {
                let (title, text) = match name {
                    ReportName::Open => (words.empty_open_title, words.empty_open),
                    ReportName::Exceptions => (words.empty_exceptions_title, words.empty_exceptions),
                    _ => (words.empty_title, words.empty),
                };
                let narrowed = look.place.with_untracked(ReportPlace::is_narrowed);
                return view! {
                    <EmptyState picture=Icon::Chart title=title text=text>
                        {narrowed
                            .then(|| {
                                view! {
                                    <Button on_press=widen>{t().backoffice.clear_filters}</Button>
                                }
                            })}
                    </EmptyState>
                }
                    .into_any();
            }
            let all = ids.get().unwrap_or_default().into_iter();
            all.map(|id| section::section(look, find(report, id))).collect::<Vec<_>>().into_any()
        }}
        <p class="report-foot">{age}</p>
    }
    .into_any()
}
