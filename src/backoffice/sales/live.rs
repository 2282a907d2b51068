//! The list of open sales as it follows the replica: what changed is taken in once a frame, however
//! much of it there was.
//!
//! It must not know how the list is drawn.

use super::super::facts::Facts;
use super::super::places::{Age, Listed, SalesPlace};
use super::book::{Book, Names, Order, Wanted};
use super::listing::Listing;
use super::picked::Picked;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::{document, intl};
use crate::replica::Replica;
use crate::ui::Announcer;
use leptos::prelude::*;
use sale::{AgeSteps, EmployeeId, RegisterId, SaleId, Source};
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

/// How long changes are gathered before a screen reader is told of them.
const TELL_AFTER: Duration = Duration::from_secs(5);
/// How many rows are read ahead at a time.
const AHEAD: usize = 200;

/// The list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Live {
    /// What it holds.
    pub book: RwSignal<Book, LocalStorage>,
    /// Whether that is all there is: not before the replica knew it and it was taken in.
    pub known: RwSignal<bool>,
    replica: Replica,
}

/// How the store and the browser call and fold things.
struct StoreNames(Facts);

impl Names for StoreNames {
    fn folded(&self, text: &str) -> String {
        intl::folded(text)
    }

    fn ordered(&self, text: &str) -> String {
        intl::ordered(text)
    }

    fn place(&self, register: Option<RegisterId>, source: Source) -> String {
        untrack(|| self.0.place(register, Some(source)))
    }

    fn employee(&self, id: EmployeeId) -> String {
        untrack(|| self.0.employee(id))
    }
}

impl Live {
    /// Follows the replica.
    pub fn of(place: Memo<SalesPlace>, picked: Picked) -> Live {
        let (facts, replica) = (Facts::get(), Replica::expect());
        let book = RwSignal::new_local(Book::new(Rc::new(StoreNames(facts))));
        let known = RwSignal::new(false);
        let live = Live {
            book,
            known,
            replica,
        };
        live.follow(place, picked);
        let called = move || (facts.employees().track(), facts.registers().track());
        Effect::new(move |before: Option<()>| {
            called();
            if before.is_some() {
                book.update(Book::rename);
            }
        });
        let now = Clock::now();
        let wanted =
            Memo::new(move |_| place.with(|place| wanted(place, facts.steps().get(), now)));
        Effect::new(move |_| {
            // Another list leaves this one as it was.
            if place.with(|place| place.listed == Listed::Open) {
                let wanted = wanted.get();
                book.update(|book| book.want(wanted));
            }
        });
        live
    }

    /// It as a table reads it.
    pub fn listing(self) -> Listing {
        let Live { book, replica, .. } = self;
        Listing {
            count: Memo::new(move |_| book.with(Book::len)).into(),
            ids: Callback::new(move |(from, to)| book.with(|book| book.ids(from..to))),
            position: Callback::new(move |id| book.with_untracked(|book| book.position(id))),
            find: Callback::new(move |id: SaleId| replica.sale(id)),
            sums: Memo::new(move |_| Some(book.with(Book::listed))).into(),
        }
    }

    fn follow(self, place: Memo<SalesPlace>, picked: Picked) {
        let Live {
            book,
            known,
            replica,
        } = self;
        let (sales, all_known) = (replica.sales(), replica.is_known());
        let seen = StoredValue::new(None::<u64>);
        let asked = StoredValue::new(false);
        let tell = telling();
        let take_in = move || {
            if asked.try_set_value(false).is_some() {
                return;
            }
            let Some(changed) = sales.try_with_untracked(|sales| {
                let changed = seen.get_value().and_then(|seen| sales.since(seen));
                let changed: Option<Vec<SaleId>> = changed.map(Iterator::collect);
                seen.set_value(Some(sales.version()));
                let _ = book.try_update(|book| match &changed {
                    Some(ids) => {
                        for id in ids {
                            book.change(*id, sales.open(*id));
                        }
                    }
                    None => book.replace(sales.all_open()),
                });
                changed
            }) else {
                return;
            };
            // Said once: what follows it draws the whole list anew.
            let is_known = all_known.try_get_untracked() == Some(true);
            if known.try_get_untracked() == Some(!is_known) {
                known.set(is_known);
            }
            match changed {
                Some(ids) if ids.is_empty() => {}
                Some(ids) => {
                    if place.with_untracked(|place| place.listed == Listed::Open) {
                        picked.keep(|id| sales.with_untracked(|sales| sales.open(id).is_some()));
                    }
                    tell.run(ids.len());
                }
                None => read_ahead(
                    move |range| {
                        let more = book.try_with_untracked(|book| book.read_ahead(range));
                        more == Some(true)
                    },
                    0,
                ),
            }
        };
        Effect::new(move |before: Option<()>| {
            sales.track();
            all_known.track();
            if before.is_none() || !document::is_visible() {
                take_in();
            } else if !asked.get_value() {
                asked.set_value(true);
                request_animation_frame(take_in);
            }
        });
    }
}

fn wanted(place: &SalesPlace, steps: Option<AgeSteps>, now: Signal<i64>) -> Wanted {
    let minutes = steps.and_then(|steps| match place.age {
        Age::Any => None,
        Age::Ageing => Some(steps.ageing_minutes),
        Age::Old => Some(steps.old_minutes),
        Age::VeryOld => Some(steps.very_old_minutes),
    });
    Wanted {
        needles: place.search.split_whitespace().map(intl::folded).collect(),
        register: place.register,
        employee: place.employee,
        // Ages only matter to a list that is narrowed down by them.
        opened_until_ms: minutes.map(|minutes| now.get() - i64::from(minutes) * 60_000),
        order: Order {
            by: place.sort,
            descending: place.descending,
        },
    }
}

/// A little at a time, so that nobody waits for it: `read` says whether there is more.
fn read_ahead(read: impl Fn(Range<usize>) -> bool + Copy + 'static, from: usize) {
    set_timeout(
        move || {
            let to = from.saturating_add(AHEAD);
            if read(from..to) {
                read_ahead(read, to);
            }
        },
        Duration::from_millis(5),
    );
}

/// Tells screen readers how many sales changed, now and then and all at once.
fn telling() -> Callback<usize> {
    let changed = StoredValue::new(0_usize);
    let announcer = Announcer::get();
    Callback::new(move |count: usize| {
        if changed.get_value() == 0 {
            set_timeout(
                move || {
                    let count = changed.try_get_value().unwrap_or(0);
                    if let Some(announcer) = announcer.filter(|_| count > 0) {
                        let count = u64::try_from(count).unwrap_or(0);
                        announcer.tell(t().backoffice.updated(count));
                    }
                    changed.try_set_value(0);
                },
                TELL_AFTER,
            );
        }
        changed.update_value(|changed| *changed += count);
    })
}
