//! BackOffice: the manager's view of the store in a browser.
//!
//! It must not know the other surfaces, the network or the device's storage: it reads and changes
//! through the replica, and asks `api` for what does not sync.

mod doing;
mod facts;
mod first_run;
mod give_back;
mod goods;
mod history;
mod home;
mod offers;
mod palette;
mod people;
mod places;
mod problems;
mod registers;
mod reports;
mod review;
mod sale;
mod sales;
mod screens;
mod settle;
mod shell;
mod sign_in;
mod store;
mod tables;
mod watch;

use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::ui::{NotFound, Nowhere, Skeleton};
use facts::Facts;
use first_run::FirstRunPage;
use goods::{GoodsPage, ImportPage};
use home::{HomePage, PATH as HOME};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{NavigateOptions, path};
use people::PeoplePage;
use places::SalesPlace;
use registers::RegistersPage;
use reports::ReportsPage;
use sales::SalesPage;
use shell::Shell;
use sign_in::SignIn;
use store::StorePage;
use tables::TablesPage;
use watch::{WATCH, WatchPage, Watching};

/// BackOffice, and its addresses.
#[component]
pub fn BackOfficeApp() -> impl IntoView {
    let nowhere = || view! { <Nowhere href=SalesPlace::PATH text=t().backoffice.sales /> };
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/backoffice") view=ToHome />
            <Route path=path!("/backoffice/first-run") view=FirstRunPage />
            <ParentRoute path=path!("/backoffice") view=Office>
                <Route path=path!("/home") view=HomePage />
                <Route path=path!("/sales") view=SalesPage />
                <Route path=path!("/reports/:name") view=ReportsPage />
                <Route path=path!("/reports") view=ToReports />
                <Route path=path!("/goods") view=GoodsPage />
                <Route path=path!("/goods/import") view=ImportPage />
                <Route path=path!("/registers") view=RegistersPage />
                <Route path=path!("/people") view=PeoplePage />
                <Route path=path!("/tables") view=TablesPage />
                <Route path=path!("/store") view=StorePage />
                <Route path=path!("/watch") view=WatchPage />
                <Route path=path!("/reviews") view=ToWatch />
                <Route path=path!("/*any") view=nowhere />
            </ParentRoute>
        </Routes>
    }
}

/// The short address of BackOffice, which is not left in the history.
#[component]
fn ToHome() -> impl IntoView {
    on_to(HOME)
}

/// The short address of the reports, likewise.
#[component]
fn ToReports() -> impl IntoView {
    on_to("/backoffice/reports/takings")
}

fn on_to(path: &str) -> impl IntoView + use<> {
    let options = NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    };
    let search = use_location().search.get_untracked();
    view! { <Redirect path=format!("{path}?{search}") options /> }
}

/// Where the reviews were before they became a part of Watch.
#[component]
fn ToWatch() -> impl IntoView {
    on_to(WATCH)
}

/// Who is not signed in sees no screen.
#[component]
fn Office() -> impl IntoView {
    let replica = Replica::provide(Surface::BackOffice);
    Facts::provide(replica);
    Watching::provide(replica);
    let (ready, signed_in) = (replica.ready(), replica.signed_in());
    let inside = Memo::new(move |_| ready.get().then(|| signed_in.with(Option::is_some)));
    view! {
        <Spoken store=replica.store()>
            {move || match inside.get() {
                None => {
                    view! {
                        <main id="content" tabindex="-1">
                            <Skeleton />
                        </main>
                    }
                        .into_any()
                }
                Some(false) => view! { <SignIn /> }.into_any(),
                Some(true) => view! { <Shell /> }.into_any(),
            }}
        </Spoken>
    }
}
