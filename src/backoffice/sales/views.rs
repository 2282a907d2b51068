//! Lists under a name: one's own, and those that managers of the store share.
//!
//! It must not know the list.

use super::super::facts::Facts;
use super::super::places::SalesPlace;
use super::columns::{self, Columns};
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::replica::Replica;
use crate::routes::{Navigator, Query};
use crate::ui::{
    Button, ErrorState, Icon, IconButton, Look, Skeleton, Switch, TextField, Toast, Toasts,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::views::{NewView, SavedView};

/// Most characters of a name.
const MOST_NAME: u32 = 60;

type Asked = RwSignal<Option<Result<Vec<SavedView>, ApiError>>>;

/// Those that there are, and a name for the list as it is.
#[component]
pub fn ViewsForm(
    /// What the list shows.
    place: Signal<SalesPlace>,
    /// A view was opened or saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = t().sales;
    let (toasts, shown) = (Toasts::get(), Columns::get());
    let asked: Asked = RwSignal::new(None);
    ask(asked);
    let (name, shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move || {
        let given = name.with_untracked(|name| name.trim().to_owned());
        if given.is_empty() {
            wrong.set(Some(words.view_name_needed.to_owned()));
            return;
        }
        let address = SalesPlace {
            sale: None,
            ..place.get_untracked()
        }
        .address()
        .to_string();
        let view = NewView {
            name: given,
            shared: shared.get_untracked(),
            place: address
                .split_once('?')
                .map_or("", |(_, query)| query)
                .to_owned(),
            columns: shown.shown().with_untracked(|all| columns::written(all)),
        };
        busy.set(true);
        spawn_local(async move {
            let answer = api::save_view(&view).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    toasts.show(Toast::done(t().sales.view_saved(&view.name)));
                    on_done.try_run(());
                }
                Err(error) => {
                    let _ = wrong.try_set(Some(error.text()));
                }
            }
        });
    };
    view! {
        {move || match asked.get() {
            None => view! { <Skeleton count=2 /> }.into_any(),
            Some(Err(error)) => {
                view! {
                    <ErrorState
                        title=words.views_failed
                        text=error.text()
                        on_retry=move || ask(asked)
                    />
                }
                    .into_any()
            }
            Some(Ok(views)) if views.is_empty() => {
                view! { <p class="dialog-text">{words.no_views}</p> }.into_any()
            }
            Some(Ok(views)) => {
                let rows = views.into_iter().map(|view| entry(view, asked, on_done));
                view! { <ul class="views">{rows.collect_view()}</ul> }.into_any()
            }
        }}
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField
                label=words.view_name
                value=name
                hint=words.view_name_hint
                error=wrong
                most=MOST_NAME
                test_id="view-name"
            />
            <Switch
                label=words.view_share
                on=shared
                test_id="view-share"
                on_switch=move |on| shared.set(on)
            />
            <div class="dialog-actions">
                <Button look=Look::Primary submit=true busy=busy test_id="view-save">
                    {words.view_save}
                </Button>
            </div>
        </form>
    }
}

fn ask(asked: Asked) {
    spawn_local(async move {
        let answer = api::views().await;
        let _ = asked.try_set(Some(answer));
    });
}

fn entry(view: SavedView, asked: Asked, on_done: Callback<()>) -> AnyView {
    let words = t().sales;
    let (navigator, facts, shown) = (Navigator::get(), Facts::get(), Columns::get());
    let own = Replica::expect()
        .signed_in()
        .with_untracked(|who| who.as_ref().is_some_and(|who| who.id == view.owner));
    let note = match (own, view.shared) {
        (false, _) => words.view_of(untrack(|| facts.employee(view.owner))),
        (true, true) => words.view_shared.to_owned(),
        (true, false) => String::new(),
    };
    let (id, name, place, kept) = (view.id, view.name.clone(), view.place, view.columns);
    let open = move |_| {
        // What is in it is read anew, so that no saved text becomes an address of its own.
        navigator.go(SalesPlace::read(&Query::parse(&place)).address());
        if !kept.is_empty() {
            shown.show(columns::read(&kept));
        }
        on_done.run(());
    };
    view! {
        <li>
            <button type="button" class="view" data-testid="saved-view" data-name=name.clone() on:click=open>
                <span>{name.clone()}</span>
                <small>{note}</small>
            </button>
            {own
                .then(|| {
                    view! {
                        <IconButton
                            picture=Icon::Remove
                            label=words.view_remove(&name)
                            test_id="view-remove"
                            on_press=move || {
                                spawn_local(async move {
                                    match api::remove_view(id).await {
                                        Ok(()) => ask(asked),
                                        Err(error) => {
                                            let _ = asked.try_set(Some(Err(error)));
                                        }
                                    }
                                });
                            }
                        />
                    }
                })}
        </li>
    }
    .into_any()
}
