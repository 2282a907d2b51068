//! The register: activation, sign-in, selling, saved sales, taking money, settings.
//!
//! It must not know the other surfaces, nor how anything is kept or sent.

mod acts;
mod bar;
mod checkout;
mod reviews;
mod saved;
mod sell;
mod settings;
mod till;

use crate::door::{Activate, SignIn};
use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::routes::use_query;
use crate::ui::{
    Banner, Elsewhere, Icon, NotFound, Nowhere, ScreenTitle, Skeleton, SkipLink, Tone,
};
use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::path;
use till::Till;
use till::told;

/// How far the register is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Elsewhere,
    Opening,
    Activation,
    SignIn,
    Selling,
}

/// The register, and its addresses.
#[component]
pub fn RegisterApp() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <ParentRoute path=path!("/register") view=Register>
                <Route path=path!("") view=sell::Sell />
                <Route path=path!("/saved") view=saved::Saved />
                <Route path=path!("/charge") view=Charge />
                <Route path=path!("/check") view=reviews::Reviews />
                <Route path=path!("/settings") view=settings::Settings />
                <Route path=path!("/*any") view=NoScreen />
            </ParentRoute>
        </Routes>
    }
}

/// Who is not signed in sells nothing.
#[component]
fn Register() -> impl IntoView {
    let replica = Replica::provide(Surface::Register);
    let (ready, identity, employee) = (replica.ready(), replica.identity(), replica.signed_in());
    let elsewhere = replica.elsewhere();
    let step = Memo::new(move |_| match ready.get() {
        _ if elsewhere.with(Option::is_some) => Step::Elsewhere,
        false => Step::Opening,
        true if identity.with(Option::is_none) => Step::Activation,
        true if employee.with(Option::is_none) => Step::SignIn,
        true => Step::Selling,
    });
    view! {
        <Spoken store=replica.store() person=replica.signed_in() ready=replica.ready()>
        {move || match step.get() {
            Step::Elsewhere => view! { <Elsewhere replica /> }.into_any(),
            Step::Opening => view! { <Opening /> }.into_any(),
            Step::Activation => {
                let title = t().door.activate_register;
                view! { <StorageTrouble /> <Activate picture=Icon::Register title /> }.into_any()
            }
            Step::SignIn => {
                view! { <StorageTrouble /> <SignIn title=t().door.who_sells /> }.into_any()
            }
            Step::Selling => view! { <Selling /> }.into_any(),
        }}
        </Spoken>
    }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="plain">
            <ScreenTitle title=t().register.title hidden=true />
            <p class="visually-hidden">{t().register.opening}</p>
            <Skeleton />
        </main>
    }
}

#[component]
fn StorageTrouble() -> impl IntoView {
    let trouble = Replica::expect().storage_trouble();
    let text = Signal::derive(move || trouble.get().unwrap_or_default());
    view! {
        <Show when=move || trouble.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Trouble text=text />
        </Show>
    }
}

#[component]
fn Selling() -> impl IntoView {
    let till = Till::provide(Replica::expect());
    told::tell(till);
    told::tell_written_over(till);
    view! {
        <div class="till">
            <SkipLink />
            <bar::Bar />
            <Outlet />
            <acts::Sheets />
            <acts::Approval />
            <acts::AwayPrompt />
        </div>
    }
}

/// There is nothing to charge without a sale.
#[component]
fn Charge() -> impl IntoView {
    let query = use_query();
    let has_sale = Memo::new(move |_| query.with(|query| query.get("sale").is_some()));
    move || match has_sale.get() {
        true => view! { <checkout::Charge /> }.into_any(),
        false => view! { <sell::Sell /> }.into_any(),
    }
}

#[component]
fn NoScreen() -> impl IntoView {
    view! {
        <main id="content" tabindex="-1" class="plain">
            <Nowhere href="/register" text=t().register.sell_title />
        </main>
    }
}
