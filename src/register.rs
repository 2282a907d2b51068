//! The register: activation, sign-in, selling, saved sales, taking money, settings.
//!
//! It must not know the other surfaces, nor how anything is kept or sent.

mod acts;
mod bar;
mod cart;
mod catalogue;
mod charge;
mod discount;
mod give;
mod merge;
mod offline;
mod people;
mod permit;
mod reviews;
mod save;
mod saved;
mod settings;
mod split;
mod state;
mod tables;
mod taps;
mod till;
mod told;

use crate::door::{Activate, SignIn};
use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::routes::{Address, Navigator};
use crate::ui::{Banner, Elsewhere, Icon, ScreenTitle, Skeleton, SkipLink, Tone};
use leptos::prelude::*;
use till::Till;

/// How far the register is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Elsewhere,
    Opening,
    Activation,
    SignIn,
    Selling,
}

/// The surface.
#[component]
pub fn RegisterApp() -> impl IntoView {
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
        <Spoken store=replica.store()>
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

/// Which screen of the till an address means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Sell,
    Saved,
    Charge,
    Reviews,
    Settings,
}

fn screen(address: &Address) -> Screen {
    match address.segment(1) {
        Some("saved") => Screen::Saved,
        // There is nothing to charge without a sale.
        Some("charge") if address.get("sale").is_some() => Screen::Charge,
        Some("check") => Screen::Reviews,
        Some("settings") => Screen::Settings,
        _ => Screen::Sell,
    }
}

#[component]
fn Selling() -> impl IntoView {
    let till = Till::provide(Replica::expect());
    told::tell(till);
    told::tell_written_over(till);
    let address = Navigator::get().address();
    let screen = Memo::new(move |_| address.with(screen));
    Effect::new(move |_| {
        if screen.get() == Screen::Sell && till.sale_id.with(Option::is_none) {
            till.guard.next_task();
        }
    });
    view! {
        <div class="till">
            <SkipLink />
            <bar::Bar />
            {move || match screen.get() {
                Screen::Sell => view! { <Sell /> }.into_any(),
                Screen::Saved => view! { <saved::Saved /> }.into_any(),
                Screen::Charge => view! { <charge::Charge /> }.into_any(),
                Screen::Reviews => view! { <reviews::Reviews /> }.into_any(),
                Screen::Settings => view! { <settings::Settings /> }.into_any(),
            }}
            <acts::Sheets />
            <permit::Approval />
            <offline::AwayPrompt />
        </div>
    }
}

#[component]
fn Sell() -> impl IntoView {
    let till = Till::get();
    let title = Signal::derive(move || {
        till.cart
            .with(|cart| cart.title.clone())
            .unwrap_or_else(|| t().register.sell_title.to_owned())
    });
    view! {
        <main id="content" tabindex="-1" class="sell">
            <ScreenTitle title=title hidden=true />
            <catalogue::Catalogue />
            <cart::CartPanel />
        </main>
    }
}
