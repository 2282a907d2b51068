//! BackOffice: the manager's view of the store in a browser.
//!
//! It must not know the other surfaces, the network or the device's storage: it reads and changes
//! through the replica, and asks `api` for what does not sync.

mod doing;
mod facts;
mod give_back;
mod history;
mod palette;
mod places;
mod registers;
mod review;
mod reviews;
mod sale;
mod sales;
mod screens;
mod settle;
mod shell;
mod sign_in;
mod tables;

use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::ui::{NotFound, Nowhere, Skeleton};
use facts::Facts;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{NavigateOptions, path};
use places::SalesPlace;
use registers::RegistersPage;
use reviews::ReviewsPage;
use sales::SalesPage;
use shell::Shell;
use sign_in::SignIn;
use tables::TablesPage;

/// BackOffice, and its addresses.
#[component]
pub fn BackOfficeApp() -> impl IntoView {
    let nowhere = || view! { <Nowhere href=SalesPlace::PATH text=t().backoffice.sales /> };
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/backoffice") view=ToSales />
            <ParentRoute path=path!("/backoffice") view=Office>
                <Route path=path!("/sales") view=SalesPage />
                <Route path=path!("/registers") view=RegistersPage />
                <Route path=path!("/tables") view=TablesPage />
                <Route path=path!("/reviews") view=ReviewsPage />
                <Route path=path!("/*any") view=nowhere />
            </ParentRoute>
        </Routes>
    }
}

/// The short address of the sales, which is not left in the history.
#[component]
fn ToSales() -> impl IntoView {
    let options = NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    };
    let search = use_location().search.get_untracked();
    view! { <Redirect path=format!("{}?{search}", SalesPlace::PATH) options /> }
}

/// Who is not signed in sees no screen.
#[component]
fn Office() -> impl IntoView {
    let replica = Replica::provide(Surface::BackOffice);
    Facts::provide(replica);
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
