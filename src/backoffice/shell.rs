//! What stands around every screen of BackOffice: the way to the others, the search, how the
//! browser stands with the server, and who is signed in.
//!
//! It must not know what the screens show.

use super::doing;
use super::facts::Facts;
use super::offers::Offers;
use super::palette::Palette;
use super::places::SalesPlace;
use super::screens::screens;
use super::watch::{WATCH, Watching};
use crate::api;
use crate::i18n::t;
use crate::platform::{keyboard, storage};
use crate::replica::{LinkState, Replica, Surface};
use crate::routes::Navigator;
use crate::ui::{
    Banner, Button, ConnectionBadge, Icon, IconButton, LanguageMenu, Menu, MenuItem, SearchField,
    SkipLink, ThemeMenu, Toast, Toasts, Tone, icon,
};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{A, Outlet};

/// The preference that keeps the rail folded.
const FOLDED: &str = "rail";

/// The frame and the screen in it.
#[component]
pub fn Shell() -> impl IntoView {
    let folded = RwSignal::new(storage::preference(FOLDED).is_some());
    doing::tell(Replica::expect());
    Offers::provide();
    view! {
        <SkipLink />
        <div class="office" class:is-folded=move || folded.get()>
            <Rail folded=folded />
            <TopBar />
            <main class="office-main" id="content" tabindex="-1">
                <Troubles />
                <Outlet />
            </main>
        </div>
    }
}

#[component]
fn Rail(folded: RwSignal<bool>) -> impl IntoView {
    let words = t().backoffice;
    let watched = Watching::get().map(|watching| watching.open);
    let items = screens();
    let fold = move || {
        let fold = !folded.get_untracked();
        folded.set(fold);
        storage::set_preference(FOLDED, fold.then_some("folded"));
    };
    view! {
        <nav class="side" aria-label=words.navigation>
            <a class="side-brand" href="/" rel="external" aria-label=t().common.app>
                {icon(Icon::Receipt)}
                <span class="side-word">{t().common.app}</span>
            </a>
            <ul class="side-items">
                {items
                    .into_iter()
                    .map(|(href, picture, word)| {
                        view! {
                            <li>
                                <A href=href attr:class="side-item" attr:title=word>
                                    {icon(picture)}
                                    <span class="side-word">{word}</span>
                                    {move || {
                                        let open = watched.map_or(0, |open| open.get());
                                        (href == WATCH && open > 0)
                                            .then(|| view! { <span class="side-count">{open}</span> })
                                    }}
                                </A>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <div class="side-foot">
                <IconButton
                    picture=Icon::Rail
                    label=Signal::derive(move || {
                        if folded.get() { words.unfold } else { words.fold }.to_owned()
                    })
                    on_press=fold
                />
            </div>
        </nav>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let words = t().backoffice;
    let (facts, replica, navigator) = (Facts::get(), Replica::expect(), Navigator::get());
    let (field, toasts) = (NodeRef::<html::Input>::new(), Toasts::get());
    keyboard::lead_to(field);
    // What the list of sales shows; none on another screen.
    let listed = Memo::new(move |_| {
        let is_list = navigator.path().with(|path| path == SalesPlace::PATH);
        is_list.then(|| SalesPlace::read(&navigator.query()))
    });
    let search = move |search: String| {
        let before = listed.get_untracked();
        let is_list = before.is_some();
        let place = SalesPlace {
            search,
            ..before.unwrap_or_default()
        };
        match is_list {
            true => navigator.replace(place.address()),
            false => navigator.go(place.address()),
        }
    };
    let typed = Signal::derive(move || {
        listed.with(|place| place.as_ref().map(|p| p.search.clone()).unwrap_or_default())
    });
    let signed_in = replica.signed_in();
    let name = Signal::derive(move || {
        signed_in.with(|who| who.as_ref().map(|who| who.name.clone()).unwrap_or_default())
    });
    view! {
        <Palette on_sign_out=move || sign_out(replica, toasts) />
        <header class="topbar">
            <p class="topbar-store" data-testid="store-name">{move || facts.store_name()}</p>
            <div class="topbar-search">
                <SearchField
                    label=words.search_sales
                    value=typed
                    shortcut="/"
                    node=field
                    test_id="search"
                    on_input=search
                />
            </div>
            <div class="topbar-end">
                <ConnectionBadge connection=replica.connection() />
                <LanguageMenu />
                <ThemeMenu />
                <Menu id="account-menu" label=words.account picture=Icon::Person text=name>
                    <MenuItem
                        picture=Icon::SignOut
                        text=t().common.sign_out
                        test_id="sign-out"
                        on_press=move || sign_out(replica, toasts)
                    />
                </Menu>
            </div>
        </header>
    }
}

fn sign_out(replica: Replica, toasts: Toasts) {
    spawn_local(async move {
        match api::sign_out(Surface::BackOffice).await {
            Ok(()) | Err(api::ApiError::SignedOut) => replica.set_employee(None).await,
            Err(error) => toasts.show(Toast::failed(error.text())),
        }
    });
}

/// What keeps this browser from working as it should.
#[component]
fn Troubles() -> impl IntoView {
    let words = t().backoffice;
    let replica = Replica::expect();
    let (connection, refused) = (replica.connection(), replica.storage_trouble());
    let trouble = replica.trouble();
    let link = Memo::new(move |_| connection.get().link);
    view! {
        <Show when=move || refused.with(Option::is_some)>
            <Banner
                tone=Tone::Bad
                picture=Icon::Warning
                text=Signal::derive(move || refused.get().unwrap_or_default())
            />
        </Show>
        <Show when=move || trouble.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Warning text=words.trouble />
        </Show>
        <Show when=move || link.get() == LinkState::SignedOut>
            <Banner tone=Tone::Caution picture=Icon::Lock text=words.signed_out>
                <Button on_press=move || {
                    spawn_local(async move { replica.set_employee(None).await })
                }>{t().common.sign_in}</Button>
            </Banner>
        </Show>
        <Show when=move || link.get() == LinkState::Offline>
            <Banner tone=Tone::Caution picture=Icon::Offline text=words.offline>
                <Button picture=Icon::Retry on_press=move || replica.retry()>
                    {t().common.retry}
                </Button>
            </Banner>
        </Show>
    }
}
