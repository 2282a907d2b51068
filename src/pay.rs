//! Pay: find a saved sale on the phone and take the money.
//!
//! It must not know the other surfaces, nor how anything is kept or sent.

mod bill;
mod closing;
mod list;
mod notes;
mod paid;
mod taking;
mod tender;
mod terminal;
mod words;

use crate::door::{Activate, SignIn};
use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::ui::{Elsewhere, Icon, NotFound, Nowhere, ScreenTitle, Skeleton};
use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use sale::SaleId;

/// How far the phone is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Elsewhere,
    Opening,
    Activation,
    SignIn,
    Paying,
}

/// Pay, and its addresses.
#[component]
pub fn PayApp() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <ParentRoute path=path!("/pay") view=Phone>
                <Route path=path!("") view=list::List />
                <Route path=path!("/:sale") view=OneBill />
                <Route path=path!("/*any") view=NoBill />
            </ParentRoute>
        </Routes>
    }
}

/// Who is not signed in sees no sale.
#[component]
fn Phone() -> impl IntoView {
    let replica = Replica::provide(Surface::Pay);
    closing::Closing::provide(replica);
    let (ready, identity, employee) = (replica.ready(), replica.identity(), replica.signed_in());
    let elsewhere = replica.elsewhere();
    let step = Memo::new(move |_| match ready.get() {
        _ if elsewhere.with(Option::is_some) => Step::Elsewhere,
        false => Step::Opening,
        true if identity.with(Option::is_none) => Step::Activation,
        true if employee.with(Option::is_none) => Step::SignIn,
        true => Step::Paying,
    });
    view! {
        <Spoken store=replica.store() person=replica.signed_in() ready=replica.ready()>
        {move || match step.get() {
            Step::Elsewhere => view! { <Elsewhere replica /> }.into_any(),
            Step::Opening => view! { <Opening /> }.into_any(),
            Step::Activation => {
                let title = t().door.activate_phone;
                view! { <notes::Troubles /> <Activate picture=Icon::Phone title /> }.into_any()
            }
            Step::SignIn => {
                view! { <notes::Troubles /> <SignIn title=t().door.who_is_there /> }.into_any()
            }
            Step::Paying => view! { <Paying /> }.into_any(),
        }}
        </Spoken>
    }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="phone-main">
            <ScreenTitle title=t().pay.title hidden=true />
            <Skeleton />
        </main>
    }
}

#[component]
fn Paying() -> impl IntoView {
    notes::tell(Replica::expect());
    view! {
        <div class="phone">
            <list::Bar />
            <notes::Troubles />
            <Outlet />
        </div>
    }
}

/// The sale that the address names.
#[component]
fn OneBill() -> impl IntoView {
    let params = use_params_map();
    let sale_id = Memo::new(move |_| {
        params.with(|params| {
            params
                .get_str("sale")
                .and_then(|id| id.parse::<SaleId>().ok())
        })
    });
    move || match sale_id.get() {
        Some(id) => view! { <bill::Bill id /> }.into_any(),
        None => view! { <NoBill /> }.into_any(),
    }
}

#[component]
fn NoBill() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="phone-main">
            <Nowhere href="/pay" text=t().pay.all_sales />
        </main>
    }
}
