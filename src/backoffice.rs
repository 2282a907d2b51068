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
pub mod parts;
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
use home::PATH as HOME;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{NavigateOptions, path};
use parts::{Parts, part};
use places::SalesPlace;
use shell::Shell;
use sign_in::SignIn;
use watch::{WATCH, Watching};

/// BackOffice, and its addresses.
#[component]
pub fn BackOfficeApp(
    /// How each screen is opened.
    parts: Parts,
) -> impl IntoView {
    let nowhere = || view! { <Nowhere href=SalesPlace::PATH text=t().backoffice.sales /> };
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/backoffice") view=ToHome />
            <Route path=path!("/backoffice/first-run") view=move || part(parts.first_run) />
            <ParentRoute path=path!("/backoffice") view=Office>
                <Route path=path!("/home") view=move || part(parts.home) />
                <Route path=path!("/sales") view=move || part(parts.sales) />
                <Route path=path!("/reports/:name") view=move || part(parts.reports) />
                <Route path=path!("/reports") view=ToReports />
                <Route path=path!("/goods") view=move || part(parts.goods) />
                <Route path=path!("/goods/import") view=move || part(parts.goods_import) />
                <Route path=path!("/registers") view=move || part(parts.registers) />
                <Route path=path!("/people") view=move || part(parts.people) />
                <Route path=path!("/tables") view=move || part(parts.tables) />
                <Route path=path!("/store") view=move || part(parts.store) />
                <Route path=path!("/watch") view=move || part(parts.watch) />
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
        <Spoken store=replica.store() person=replica.signed_in() ready=replica.ready()>
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
