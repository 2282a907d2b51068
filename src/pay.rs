//! Pay: find a saved sale on the phone and take the money.
//!
//! It must not know the other surfaces, nor how anything is kept or sent.

mod bill;
mod list;
mod notes;
mod tender;

use crate::door::{Activate, SignIn};
use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use crate::routes::Navigator;
use crate::ui::{Elsewhere, Icon, ScreenTitle, Skeleton};
use leptos::prelude::*;
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

/// The surface.
#[component]
pub fn PayApp() -> impl IntoView {
    let replica = Replica::provide(Surface::Pay);
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
        <Spoken store=replica.store()>
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
    let address = Navigator::get().address();
    let sale_id = Memo::new(move |_| {
        address.with(|at| at.segment(1).and_then(|id| id.parse::<SaleId>().ok()))
    });
    view! {
        <div class="phone">
            <list::Bar />
            <notes::Troubles />
            {move || match sale_id.get() {
                Some(id) => view! { <bill::Bill id /> }.into_any(),
                None => view! { <list::List /> }.into_any(),
            }}
        </div>
    }
}
