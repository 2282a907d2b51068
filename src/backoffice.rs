//! BackOffice: the manager's view of the store in a browser.
//!
//! It must not know the other surfaces, the network or the device's storage: it reads and changes
//! through the replica, and asks `api` for what does not sync.

mod doing;
mod facts;
mod give_back;
mod history;
mod places;
mod registers;
mod review;
mod reviews;
mod sale;
mod sales;
mod settle;
mod shell;
mod sign_in;
mod tables;

use crate::i18n::choice::Spoken;
use crate::replica::{Replica, Surface};
use crate::ui::Skeleton;
use facts::Facts;
use leptos::prelude::*;
use shell::Shell;
use sign_in::SignIn;

/// BackOffice.
#[component]
pub fn BackOfficeApp() -> impl IntoView {
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
