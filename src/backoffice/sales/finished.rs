//! Closed and voided sales, page by page from the server.
//!
//! It must not know how a row is drawn.

use super::super::places::{Listed, SalesPlace, Sort};
use super::listing::Listing;
use super::picked::Picked;
use super::table::{SalesTable, is_descending};
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::replica::Replica;
use crate::routes::Navigator;
use crate::ui::{Button, EmptyState, ErrorState, Icon, MorePages, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::SaleId;
use sale::civil::Period;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use sync::api::{ListedSale, SalesOrder, SalesQuery, StatusFilter};
use sync::device::SaleView;

/// How many sales a page has.
const PAGE: u32 = 50;
/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(200);

fn query_of(place: &SalesPlace, span: Option<(i64, i64)>) -> SalesQuery {
    let search = place.search.trim();
    SalesQuery {
        status: match place.listed {
            Listed::Open => StatusFilter::Open,
            Listed::Closed => StatusFilter::Closed,
            Listed::Voided => StatusFilter::Voided,
        },
        search: (!search.is_empty()).then(|| search.to_owned()),
        register: place.register,
        employee: place.employee,
        closed_from_ms: span.map(|(from, _)| from),
        closed_before_ms: span.map(|(_, before)| before),
        sort: match place.sort {
            Sort::Name => SalesOrder::Name,
            Sort::Register => SalesOrder::Register,
            Sort::Employee => SalesOrder::Employee,
            Sort::Total => SalesOrder::Total,
            Sort::Opened | Sort::Table | Sort::Lines | Sort::Due => SalesOrder::Closed,
        },
        descending: is_descending(place),
        after: None,
        limit: Some(PAGE),
    }
}

fn shown(listed: ListedSale) -> Arc<SaleView> {
    Arc::new(SaleView::listed(listed.sale, listed.totals, listed.version))
}

/// What has been fetched so far.
#[derive(Clone, Copy)]
struct Fetched {
    /// None until it is known when the days that are asked for begin and end.
    query: Memo<Option<SalesQuery>>,
    sales: RwSignal<Vec<Arc<SaleView>>>,
    next: RwSignal<Option<String>>,
    count: RwSignal<u64>,
    failed: RwSignal<Option<ApiError>>,
    /// The first page of this query is here.
    ready: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// Which request is the latest; answers to earlier ones are dropped.
    asked: StoredValue<u32>,
}

impl Fetched {
    fn of(query: Memo<Option<SalesQuery>>, sales: RwSignal<Vec<Arc<SaleView>>>) -> Fetched {
        sales.set(Vec::new());
        Fetched {
            query,
            sales,
            next: RwSignal::new(None),
            count: RwSignal::new(0),
            failed: RwSignal::new(None),
            ready: RwSignal::new(false),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    /// Asks for the first page, in place of what is here, once typing rests.
    fn begin(self) {
        let mine = self.turn();
        set_timeout(
            move || {
                if self.asked.try_get_value() == Some(mine) {
                    self.ask(None);
                }
            },
            REST,
        );
    }

    fn turn(self) -> u32 {
        let mine = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(mine);
        mine
    }

    fn ask(self, after: Option<String>) {
        let Some(query) = self.query.get_untracked() else {
            return;
        };
        let mine = self.turn();
        let query = SalesQuery { after, ..query };
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::sales(&query).await;
            if self.asked.try_get_value() != Some(mine) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    let came = page.sales.into_iter().map(shown);
                    if query.after.is_some() {
                        self.sales.update(|sales| sales.extend(came));
                    } else {
                        self.sales.set(came.collect());
                    }
                    self.next.set(page.next);
                    self.count.set(page.count);
                    self.failed.set(None);
                    self.ready.set(true);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    fn shown(self) -> u64 {
        u64::try_from(self.sales.with(Vec::len)).unwrap_or(0)
    }

    fn find(self, id: SaleId) -> Signal<Option<Arc<SaleView>>> {
        let found = Memo::new(move |_| {
            self.sales
                .with(|sales| sales.iter().find(|view| view.sale.id == id).cloned())
        });
        found.into()
    }

    fn listing(self) -> Listing {
        let sales = self.sales;
        Listing {
            count: Memo::new(move |_| sales.with(Vec::len)).into(),
            ids: Callback::new(move |(from, to): (usize, usize)| {
                sales.with(|sales| {
                    let some = sales.get(from.min(sales.len())..to.min(sales.len()));
                    let ids = some.unwrap_or_default().iter().map(|view| view.sale.id);
                    ids.collect()
                })
            }),
            position: Callback::new(move |id| {
                sales.with_untracked(|sales| sales.iter().position(|view| view.sale.id == id))
            }),
            find: Callback::new(move |id| self.find(id)),
            sums: Signal::stored(None),
        }
    }
}

/// Closed or voided sales.
#[component]
pub fn FinishedSales(
    /// Which of the two.
    listed: Listed,
    /// What is shown.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// Those that have come, for who selects among them.
    sales: RwSignal<Vec<Arc<SaleView>>>,
) -> impl IntoView {
    let words = t().backoffice;
    let navigator = Navigator::get();
    let span = RwSignal::new(None::<(i64, i64)>);
    let days = Memo::new(move |_| place.with(|place| place.days));
    let query = Memo::new(move |_| match (days.get(), span.get()) {
        (Some(_), None) => None,
        (asked, span) => Some(place.with(|place| query_of(place, asked.and(span)))),
    });
    let fetched = Fetched::of(query, sales);
    look_up(days, span, fetched.failed);
    Effect::new(move |_| {
        query.track();
        if query.with(Option::is_some) {
            fetched.begin();
        }
    });
    follow_the_store(fetched);
    let picked = Picked::get();
    Effect::new(move |_| {
        sales.with(|sales| {
            let here: BTreeSet<SaleId> = sales.iter().map(|view| view.sale.id).collect();
            picked.keep(|id| here.contains(&id));
        });
    });
    let (empty_title, empty_text) = match listed {
        Listed::Voided => (words.nothing_voided_title, words.nothing_voided),
        _ => (words.nothing_closed_title, words.nothing_closed),
    };
    let state = Memo::new(move |_| {
        let nothing = fetched.sales.with(Vec::is_empty);
        (
            fetched.failed.with(Option::is_some),
            fetched.ready.get(),
            nothing,
        )
    });
    let narrowed = Memo::new(move |_| place.with(SalesPlace::is_narrowed));
    let widen = move || {
        navigator.go(place.get_untracked().widened().address());
    };
    let retry = move || match query.with_untracked(Option::is_some) {
        true => fetched.ask(None),
        false => ask_span(days, span, fetched.failed),
    };
    view! {
        <div class="list" data-testid="finished-sales">
            {move || match state.get() {
                (true, _, _) => {
                    let text = fetched.failed.with(|e| e.as_ref().map(ApiError::text));
                    view! {
                        <ErrorState
                            title=words.list_failed
                            text=text.unwrap_or_default()
                            on_retry=retry
                        />
                    }
                        .into_any()
                }
                (_, false, _) => view! { <Skeleton count=8 /> }.into_any(),
                (_, true, true) if narrowed.get() => {
                    view! {
                        <EmptyState
                            picture=Icon::Search
                            title=words.nothing_found_title
                            text=words.nothing_found
                        >
                            <Button on_press=widen>{words.clear_filters}</Button>
                        </EmptyState>
                    }
                        .into_any()
                }
                (_, true, true) => {
                    view! {
                        <EmptyState picture=Icon::Receipt title=empty_title text=empty_text />
                    }
                        .into_any()
                }
                (_, true, false) => {
                    view! {
                        <SalesTable listing=fetched.listing() place=place held=RwSignal::new(false) />
                        <MorePages
                            more=Signal::derive(move || fetched.next.with(Option::is_some))
                            busy=fetched.busy
                            on_more=move || fetched.ask(fetched.next.get_untracked())
                        >
                            <p>{move || words.shown_of(fetched.count.get(), fetched.shown())}</p>
                        </MorePages>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// Finds out when the days begin and end; for those that move with the day, again when it is over.
fn look_up(
    days: Memo<Option<Period>>,
    span: RwSignal<Option<(i64, i64)>>,
    failed: RwSignal<Option<ApiError>>,
) {
    let now = Clock::now();
    let over = Memo::new(move |_| span.with(|span| span.is_some_and(|(_, to)| to <= now.get())));
    Effect::new(move |_| {
        days.track();
        span.set(None);
        ask_span(days, span, failed);
    });
    Effect::new(move |_| {
        let moves = days.with_untracked(|days| *days == Some(Period::Today));
        if over.get() && moves {
            ask_span(days, span, failed);
        }
    });
}

fn ask_span(
    days: Memo<Option<Period>>,
    span: RwSignal<Option<(i64, i64)>>,
    failed: RwSignal<Option<ApiError>>,
) {
    let Some(asked) = days.get_untracked() else {
        return;
    };
    let dates = match asked {
        Period::Custom(days) => Some((days.first, days.last)),
        _ => None,
    };
    spawn_local(async move {
        let answer = api::days(dates).await;
        // Another choice may have been made meanwhile, or the list be gone.
        if days.try_get_untracked() != Some(Some(asked)) {
            return;
        }
        match answer {
            Ok(calendar) => {
                let meant = asked.days(calendar.today);
                let _ = failed.try_set(None);
                let _ = span.try_set(meant.and_then(|days| calendar.span(days)));
            }
            Err(error) => {
                let _ = failed.try_set(Some(error));
            }
        }
    });
}

/// When a sale leaves the open ones, it may belong here: asks again, as long as nobody has gone
/// past the first page.
fn follow_the_store(fetched: Fetched) {
    let sales = Replica::expect().open_sales();
    let open = Memo::new(move |_| sales.with(Vec::len));
    Effect::new(move |before: Option<usize>| {
        let open = open.get();
        let first_page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let left = before.is_some_and(|before| open < before);
        if left && fetched.sales.with_untracked(Vec::len) <= first_page {
            fetched.begin();
        }
        open
    });
}
