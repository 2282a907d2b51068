//! A report as the server last told it, asked for again when the question changes and, at most
//! every few seconds, when the store does.
//!
//! It must not know how a report is shown.

use super::place::word;
use crate::api::{self, ApiError};
use crate::platform::clock::Clock;
use crate::replica::Replica;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::civil::Date;
use std::sync::Arc;
use std::time::Duration;
use sync::api::reports::{Report, ReportName, ReportQuery};

/// How long changes of the store are gathered before a report is asked for again.
const REST: Duration = Duration::from_secs(4);

/// What is asked: which report, over what.
pub type Question = (ReportName, ReportQuery);

/// A report and how it stands. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Fetched {
    question: Memo<Option<Question>>,
    /// The last answer, with what it answers.
    pub report: RwSignal<Option<(Question, Arc<Report>)>>,
    /// Why the last request was in vain.
    pub failed: RwSignal<Option<ApiError>>,
    /// Which request is the latest; answers to earlier ones are dropped.
    asked: StoredValue<u32>,
    /// A look at the store's changes is due.
    due: StoredValue<bool>,
}

impl Fetched {
    /// Asks as long as the component lives.
    pub fn follow(question: Memo<Option<Question>>) -> Fetched {
        let fetched = Fetched {
            question,
            report: RwSignal::new(None),
            failed: RwSignal::new(None),
            asked: StoredValue::new(0),
            due: StoredValue::new(false),
        };
        Effect::new(move |_| {
            question.track();
            fetched.ask();
        });
        fetched.follow_the_store();
        fetched
    }

    /// Asks now.
    pub fn ask(self) {
        let Some(question) = self.question.get_untracked() else {
            return;
        };
        let mine = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(mine);
        spawn_local(async move {
            let answer = api::report(word(question.0), &question.1).await;
            if self.asked.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(report) => {
                    let _ = self.report.try_set(Some((question, Arc::new(report))));
                    let _ = self.failed.try_set(None);
                }
                Err(error) => {
                    let _ = self.failed.try_set(Some(error));
                }
            }
        });
    }

    /// Whether what is shown answers what is asked.
    pub fn is_current(self) -> bool {
        let asked = self.question.get();
        self.report
            .with(|report| report.as_ref().map(|(of, _)| of) == asked.as_ref())
    }

    fn follow_the_store(self) {
        let replica = Replica::expect();
        let (sales, reviews, connection) = (
            replica.open_sales(),
            replica.reviews(),
            replica.connection(),
        );
        let link = Memo::new(move |_| connection.get().link);
        Effect::new(move |first: Option<()>| {
            sales.track();
            reviews.track();
            link.track();
            if first.is_some() && !self.due.get_value() {
                self.due.set_value(true);
                set_timeout(
                    move || {
                        if self.due.try_set_value(false).is_none() {
                            self.ask();
                        }
                    },
                    REST,
                );
            }
        });
    }
}

/// Which business day it is, asked for again when the day is over; none before that is known.
#[derive(Clone, Copy)]
pub struct Today {
    /// The day.
    pub date: RwSignal<Option<Date>>,
    /// Why it is not known.
    pub failed: RwSignal<Option<ApiError>>,
    ends_ms: RwSignal<i64>,
}

impl Today {
    /// Asks as long as the component lives.
    pub fn follow() -> Today {
        let today = Today {
            date: RwSignal::new(None),
            failed: RwSignal::new(None),
            ends_ms: RwSignal::new(0),
        };
        let now = Clock::now();
        let over = Memo::new(move |_| today.ends_ms.get() <= now.get());
        Effect::new(move |_| {
            if over.get() {
                today.ask();
            }
        });
        today
    }

    /// Asks now.
    pub fn ask(self) {
        spawn_local(async move {
            match api::days(None).await {
                Ok(calendar) => {
                    let day = calendar.days.iter().find(|day| day.date == calendar.today);
                    let _ = self.ends_ms.try_set(day.map_or(i64::MAX, |day| day.to_ms));
                    let _ = self.date.try_set(Some(calendar.today));
                    let _ = self.failed.try_set(None);
                }
                Err(error) => {
                    let _ = self.failed.try_set(Some(error));
                }
            }
        });
    }
}
