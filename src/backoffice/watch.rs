//! Watch: what needs a person, in one place. Reviews come with the sync; the server finds the rest.
//!
//! It must not know how a matter is found.

mod end;
mod matter;
mod reviews;
mod state;
mod words;

pub use state::Watching;

use crate::api::ApiError;
use crate::i18n::t;
use crate::replica::Replica;
use crate::routes::{Address, Navigator, use_query};
use crate::ui::{Choice, EmptyState, ErrorState, Icon, ScreenTitle, Segmented, Skeleton, Switch};
use end::EndDialog;
use leptos::prelude::*;
use matter::{EndedMatter, OpenMatter};
use reviews::OpenReviews;
use state::is_open;
use sync::api::watch::{WatchKind, WatchMatter};

/// Its address.
pub const WATCH: &str = "/backoffice/watch";
const ENDED: &str = "ended";

/// What needs a person, or how it ended.
#[component]
pub fn WatchPage() -> impl IntoView {
    let words = t().watch;
    let (query, navigator) = (use_query(), Navigator::get());
    let shows_ended = Memo::new(move |_| query.with(|query| query.get("show") == Some(ENDED)));
    let choices = vec![
        Choice {
            value: String::new(),
            text: words.open.to_owned(),
        },
        Choice {
            value: ENDED.to_owned(),
            text: words.ended.to_owned(),
        },
    ];
    let watching = Watching::get();
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.title />
                    <p class="page-hint">{words.hint}</p>
                </div>
                <div class="page-actions">
                    <Segmented
                        label=words.show
                        choices=choices
                        value=Signal::derive(move || {
                            if shows_ended.get() { ENDED } else { "" }.to_owned()
                        })
                        test_id="watch-show"
                        on_choose=move |show: String| {
                            navigator.go(Address::at(WATCH).with("show", Some(&show)));
                        }
                    />
                </div>
            </header>
            {watching
                .map(|watching| {
                    view! {
                        <div class="watch-notify">
                            <Switch
                                label=words.notify
                                on=watching.notifies
                                test_id="watch-notify"
                                on_switch=move |on| watching.notify(on)
                            />
                            <p>{words.notify_hint}</p>
                        </div>
                        {move || match shows_ended.get() {
                            true => view! { <Ended watching /> }.into_any(),
                            false => view! { <Open watching /> }.into_any(),
                        }}
                    }
                })}
        </div>
    }
}

#[component]
fn Failed(watching: Watching) -> impl IntoView {
    let text = move || {
        let failed = watching.failed.with(|why| why.as_ref().map(ApiError::text));
        failed.unwrap_or_default()
    };
    view! {
        <ErrorState
            title=t().watch.failed
            text=Signal::derive(text)
            on_retry=move || watching.ask()
        />
    }
}

#[component]
fn Open(watching: Watching) -> impl IntoView {
    let words = t().watch;
    let reviews = Replica::expect().reviews();
    let reviews = Memo::new(move |_| reviews.with(|all| reviews::open(all)));
    let others = Memo::new(move |_| {
        watching.matters.with(|all| {
            let open = all.iter().filter(|one| is_open(one));
            open.map(|one| one.no).collect::<Vec<_>>()
        })
    });
    let has_reviews = Memo::new(move |_| reviews.with(|all| !all.is_empty()));
    let has_others = Memo::new(move |_| others.with(|all| !all.is_empty()));
    let failed = Memo::new(move |_| watching.failed.with(Option::is_some));
    let ending = RwSignal::new(None::<(WatchKind, uuid::Uuid)>);
    view! {
        <Show when=move || has_reviews.get()>
            <section class="watch-part">
                <h2 class="devices-title">{words.reviews}</h2>
                <OpenReviews open=reviews />
            </section>
        </Show>
        {move || match (watching.ready.get(), failed.get(), has_others.get()) {
            (false, true, _) => view! { <Failed watching /> }.into_any(),
            (false, false, _) => view! { <Skeleton /> }.into_any(),
            (true, _, false) if has_reviews.get() => ().into_any(),
            (true, _, false) => {
                view! {
                    <EmptyState
                        picture=Icon::Success
                        title=words.nothing
                        text=words.nothing_hint
                    />
                }
                    .into_any()
            }
            (true, _, true) => {
                view! {
                    <section class="watch-part">
                        <h2 class="devices-title">{words.others}</h2>
                        <ul class="reviews" data-testid="matters">
                            <For each=move || {
                                    others.with(|all| all.iter().map(|no| id_of(*no)).collect::<Vec<_>>())
                                } key=|id| *id children=move |id| {
                                    let one = numbered(watching, id);
                                    one.map(|one| view! { <OpenMatter one ending /> }).into_any()
                                } />
                        </ul>
                    </section>
                }
                    .into_any()
            }
        }}
        <EndDialog ending=ending />
    }
}

#[component]
fn Ended(watching: Watching) -> impl IntoView {
    let words = t().watch;
    let ended = Memo::new(move |_| {
        watching.matters.with(|all| {
            let ended = all.iter().filter(|one| one.ended.is_some());
            ended.map(|one| one.no).collect::<Vec<_>>()
        })
    });
    let failed = Memo::new(move |_| watching.failed.with(Option::is_some));
    move || match (
        watching.ready.get(),
        failed.get(),
        ended.with(Vec::is_empty),
    ) {
        (false, true, _) => view! { <Failed watching /> }.into_any(),
        (false, false, _) => view! { <Skeleton /> }.into_any(),
        (true, _, true) => view! {
            <EmptyState
                picture=Icon::Clock
                title=words.none_ended
                text=words.none_ended_hint
            />
        }
        .into_any(),
        (true, _, false) => view! {
            <ul class="reviews" data-testid="ended-matters">
                <For each=move || {
                        ended.with(|all| all.iter().map(|no| id_of(*no)).collect::<Vec<_>>())
                    } key=|id| *id children=move |id| {
                        let one = numbered(watching, id);
                        one.map(|one| view! { <EndedMatter one /> }).into_any()
                    } />
            </ul>
        }
        .into_any(),
    }
}

/// Lists are keyed by ids everywhere, so that their code is there once.
fn id_of(no: i64) -> uuid::Uuid {
    uuid::Uuid::from_u128(u128::from(no.unsigned_abs()))
}

fn numbered(watching: Watching, id: uuid::Uuid) -> Option<WatchMatter> {
    watching.matters.with_untracked(|all| {
        let mut all = all.iter();
        all.find(|one| id_of(one.no) == id).cloned()
    })
}
