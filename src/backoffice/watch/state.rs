//! What is watched: what the server finds, asked again and again while BackOffice is open, and the
//! reviews, which sync. How many there are stands on the rail; what is new may be told by the browser.
//!
//! It must not know how a matter is shown.

use super::words;
use crate::api::{self, ApiError};
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::{notify, storage};
use crate::replica::Replica;
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use sync::api::watch::{WatchAct, WatchDeed, WatchKind, WatchMatter, Watched};
use uuid::Uuid;

/// The preference that notifications are wanted.
const WANTED: &str = "watch-notify";

/// What is watched. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Watching {
    /// What the server found, latest first.
    pub(super) matters: RwSignal<Vec<WatchMatter>>,
    pub(super) ready: RwSignal<bool>,
    pub(super) failed: RwSignal<Option<ApiError>>,
    /// Whether the browser is to tell what is new.
    pub(super) notifies: RwSignal<bool>,
    /// How many matters are open, reviews among them.
    pub open: Signal<usize>,
    toasts: Toasts,
}

impl Watching {
    /// Watches from now on, and gives it to everything below.
    pub fn provide(replica: Replica) {
        let matters = RwSignal::new(Vec::<WatchMatter>::new());
        let reviews = replica.reviews();
        let open = Memo::new(move |_| {
            let reviews = reviews.with(|all| all.iter().filter(|r| r.resolution.is_none()).count());
            let others = |all: &Vec<WatchMatter>| all.iter().filter(|one| is_open(one)).count();
            reviews + matters.with(others)
        });
        let wanted = storage::preference(WANTED).is_some() && notify::are_allowed();
        let watching = Watching {
            matters,
            ready: RwSignal::new(false),
            failed: RwSignal::new(None),
            notifies: RwSignal::new(wanted),
            open: open.into(),
            toasts: Toasts::get(),
        };
        let (signed_in, now, registers) = (replica.signed_in(), Clock::now(), replica.registers());
        Effect::new(move |_| {
            // Now and then, and as soon as what it is about may have changed.
            let _ = now.get();
            reviews.with(|_| ());
            registers.with(|_| ());
            if signed_in.with(Option::is_some) {
                watching.ask();
            }
        });
        watching.tell(Facts::get());
        provide_context(watching);
    }

    /// What [`Watching::provide`] gave.
    pub fn get() -> Option<Watching> {
        use_context()
    }

    pub(super) fn ask(self) {
        spawn_local(async move { self.heard(api::watch().await) });
    }

    fn heard(self, answer: Result<Watched, ApiError>) {
        match answer {
            Ok(watched) => {
                let is_news = self
                    .matters
                    .try_with_untracked(|all| *all != watched.matters);
                if is_news == Some(true) {
                    self.matters.set(watched.matters);
                }
                let _ = self.failed.try_set(None);
                let _ = self.ready.try_set(true);
            }
            Err(why) => {
                let _ = self.failed.try_set(Some(why));
            }
        }
    }

    /// Does something about a matter, and says `done`.
    pub(super) fn act(
        self,
        (kind, subject): (WatchKind, Uuid),
        deed: WatchDeed,
        done: Option<&'static str>,
    ) {
        let toasts = self.toasts;
        spawn_local(async move {
            let answer = api::watch_act(&WatchAct {
                kind,
                subject,
                deed,
            })
            .await;
            match (&answer, done) {
                (Ok(_), Some(done)) => toasts.show(Toast::done(done.to_owned())),
                (Ok(_), None) => {}
                (Err(why), _) => toasts.show(Toast::failed(why.text())),
            }
            match answer {
                Ok(_) => self.heard(answer),
                // Somebody else was quicker: what stands now is shown.
                Err(_) => self.ask(),
            }
        });
    }

    /// The matter of a kind about something, while it is open.
    pub(super) fn matter(self, kind: WatchKind, subject: Uuid) -> Signal<Option<WatchMatter>> {
        let found = Memo::new(move |_| {
            self.matters.with(|all| {
                let mut all = all.iter();
                let found = all.find(|one| one.kind == kind && one.subject == subject);
                found.filter(|one| one.ended.is_none()).cloned()
            })
        });
        found.into()
    }

    /// Wants notifications, or no more; asks the browser when it has to.
    pub(super) fn notify(self, wanted: bool) {
        let toasts = self.toasts;
        if !wanted {
            storage::set_preference(WANTED, None);
            self.notifies.set(false);
            return;
        }
        notify::ask(move |allowed| {
            storage::set_preference(WANTED, allowed.then_some("on"));
            let _ = self.notifies.try_set(allowed);
            if !allowed {
                toasts.show(Toast::failed(t().watch.notify_refused.to_owned()));
            }
        });
    }

    /// Lets the browser tell what is new from now on; what was there before was seen before.
    fn tell(self, facts: Facts) {
        let (replica, now) = (Replica::expect(), Clock::now());
        Effect::new(move |seen: Option<Option<BTreeSet<i64>>>| {
            if !self.ready.get() {
                return None;
            }
            let open: Vec<WatchMatter> = self.matters.with(|all| {
                let open = all.iter().filter(|one| one.ended.is_none());
                open.cloned().collect()
            });
            if let Some(Some(seen)) = seen
                && self.notifies.get_untracked()
            {
                for one in open.iter().filter(|one| !seen.contains(&one.no)) {
                    let text = untrack(|| words::sentence(replica, facts, one, now.get()));
                    let title = words::title(one.kind);
                    notify::show(title, &text.unwrap_or_default(), &one.no.to_string());
                }
            }
            Some(open.iter().map(|one| one.no).collect())
        });
    }
}

/// Whether it is open; reviews are counted by themselves.
pub(super) fn is_open(one: &WatchMatter) -> bool {
    one.ended.is_none() && one.kind != WatchKind::Review
}
