//! What stands around every screen of BackOffice: the way to the others, the search, how the
//! browser stands with the server, and who is signed in.
//!
//! It must not know what the screens show.

use super::doing;
use super::facts::Facts;
use super::places::{Place, SalesPlace};
use super::registers::RegistersPage;
use super::reviews::ReviewsPage;
use super::sales::SalesPage;
use super::tables::TablesPage;
use crate::api;
use crate::i18n::t;
use crate::platform::{focus, keyboard, storage};
use crate::replica::{LinkState, Replica, Surface};
use crate::routes::Navigator;
use crate::ui::{
    Banner, Button, ConnectionBadge, EmptyState, Icon, IconButton, LanguageMenu, Menu, MenuItem,
    ScreenTitle, SearchField, SkipLink, ThemeMenu, Toast, Toasts, Tone, icon,
};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The preference that keeps the rail folded.
const FOLDED: &str = "rail";

/// Which screen it is, whatever it shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Sales,
    Registers,
    Reviews,
    Tables,
    Unknown,
}

fn screen_of(place: &Place) -> Screen {
    match place {
        Place::Sales(_) => Screen::Sales,
        Place::Registers => Screen::Registers,
        Place::Reviews => Screen::Reviews,
        Place::Tables => Screen::Tables,
        Place::Unknown => Screen::Unknown,
    }
}

/// The frame and the screen in it.
#[component]
pub fn Shell() -> impl IntoView {
    let navigator = Navigator::get();
    let address = navigator.address();
    let place = Memo::new(move |_| address.with(Place::read));
    let screen = Memo::new(move |_| place.with(screen_of));
    let sales = Memo::new(move |before: Option<&SalesPlace>| match place.get() {
        Place::Sales(sales) => sales,
        // The screen is about to go; what it showed last will do.
        _ => before.cloned().unwrap_or_default(),
    });
    let folded = RwSignal::new(storage::preference(FOLDED).is_some());
    doing::tell(Replica::expect());
    view! {
        <SkipLink />
        <div class="office" class:is-folded=move || folded.get()>
            <Rail screen=screen folded=folded />
            <TopBar sales=sales screen=screen />
            <main class="office-main" id="content" tabindex="-1">
                <Troubles />
                {move || match screen.get() {
                    Screen::Sales => view! { <SalesPage place=sales /> }.into_any(),
                    Screen::Registers => view! { <RegistersPage /> }.into_any(),
                    Screen::Reviews => view! { <ReviewsPage /> }.into_any(),
                    Screen::Tables => view! { <TablesPage /> }.into_any(),
                    Screen::Unknown => view! { <Nowhere /> }.into_any(),
                }}
            </main>
        </div>
    }
}

#[component]
fn Rail(screen: Memo<Screen>, folded: RwSignal<bool>) -> impl IntoView {
    let words = t().backoffice;
    let reviews = Replica::expect().reviews();
    let open_reviews = Memo::new(move |_| {
        reviews.with(|all| all.iter().filter(|r| r.resolution.is_none()).count())
    });
    let items = [
        (
            Screen::Sales,
            "/backoffice/sales",
            Icon::Receipt,
            words.sales,
        ),
        (
            Screen::Registers,
            "/backoffice/registers",
            Icon::Register,
            words.registers,
        ),
        (
            Screen::Tables,
            "/backoffice/tables",
            Icon::Table,
            words.tables,
        ),
        (
            Screen::Reviews,
            "/backoffice/reviews",
            Icon::Flag,
            words.reviews,
        ),
    ];
    let fold = move || {
        let fold = !folded.get_untracked();
        folded.set(fold);
        storage::set_preference(FOLDED, fold.then_some("folded"));
    };
    view! {
        <nav class="side" aria-label=words.navigation>
            <a class="side-brand" href="/" aria-label=t().common.app>
                {icon(Icon::Receipt)}
                <span class="side-word">{t().common.app}</span>
            </a>
            <ul class="side-items">
                {items
                    .into_iter()
                    .map(|(of, href, picture, word)| {
                        let is_reviews = of == Screen::Reviews;
                        view! {
                            <li>
                                <a
                                    class="side-item"
                                    href=href
                                    title=word
                                    aria-current=move || (screen.get() == of).then_some("page")
                                >
                                    {icon(picture)}
                                    <span class="side-word">{word}</span>
                                    {move || {
                                        let open = open_reviews.get();
                                        (is_reviews && open > 0)
                                            .then(|| view! { <span class="side-count">{open}</span> })
                                    }}
                                </a>
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
fn TopBar(sales: Memo<SalesPlace>, screen: Memo<Screen>) -> impl IntoView {
    let words = t().backoffice;
    let (facts, replica, navigator) = (Facts::get(), Replica::expect(), Navigator::get());
    let (field, toasts) = (NodeRef::<html::Input>::new(), Toasts::get());
    keyboard::lead_to(field);
    let search = move |text: String| {
        let here = screen.get_untracked() == Screen::Sales;
        let place = if here {
            SalesPlace {
                search: text,
                ..sales.get_untracked()
            }
        } else {
            SalesPlace {
                search: text,
                ..SalesPlace::default()
            }
        };
        let address = Place::Sales(place).address();
        if here {
            navigator.replace(address);
        } else {
            navigator.go(address);
            focus::focus_input(field);
        }
    };
    let typed = Signal::derive(move || match screen.get() {
        Screen::Sales => sales.with(|place| place.search.clone()),
        _ => String::new(),
    });
    let signed_in = replica.signed_in();
    let name = Signal::derive(move || {
        signed_in.with(|who| who.as_ref().map(|who| who.name.clone()).unwrap_or_default())
    });
    view! {
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

#[component]
fn Nowhere() -> impl IntoView {
    let words = t().common;
    view! {
        <ScreenTitle title=words.not_found_title hidden=true />
        <EmptyState picture=Icon::Search title=words.not_found_title text=words.not_found>
            <a class="button button-primary" href="/backoffice/sales">
                {t().backoffice.sales}
            </a>
        </EmptyState>
    }
}
