//! The parts of BackOffice, whose code comes when one of their screens is first opened, and what
//! stands in a screen's place until then.
//!
//! It must not know how code is fetched (`bin/backoffice.rs` does). Nothing of a screen may be named
//! elsewhere but what is small: what is reached from outside comes with the program itself.

use super::first_run::FirstRunPage;
use super::goods::{GoodsPage, ImportPage};
use super::home::HomePage;
use super::people::PeoplePage;
use super::registers::RegistersPage;
use super::reports::ReportsPage;
use super::sales::SalesPage;
use super::store::StorePage;
use super::tables::TablesPage;
use super::watch::WatchPage;
use crate::i18n::t;
use crate::ui::{ErrorState, Skeleton};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use send_wrapper::SendWrapper;
use std::pin::Pin;

/// A screen on its way, which comes once its code is there.
pub type Opening = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

macro_rules! screens {
    ($($name:ident: $page:ident, $what:literal;)+) => {
        /// Opens each screen of BackOffice that an address leads to.
        #[derive(Clone, Copy, Debug)]
        pub struct Parts {
            $(#[doc = $what] pub $name: fn() -> Opening,)+
        }

        /// The screens, to be called from the part that they are in.
        pub mod screens {
            use super::*;
            $(
                #[doc = $what]
                pub fn $name() -> AnyView {
                    view! { <$page /> }.into_any()
                }
            )+
        }
    };
}

screens! {
    home: HomePage, "What BackOffice opens on.";
    sales: SalesPage, "The list of sales.";
    reports: ReportsPage, "The reports.";
    goods: GoodsPage, "The goods.";
    goods_import: ImportPage, "Goods from a table.";
    people: PeoplePage, "The employees.";
    store: StorePage, "The store's settings.";
    first_run: FirstRunPage, "What an empty store opens on.";
    registers: RegistersPage, "Registers and phones.";
    tables: TablesPage, "The plan of the tables.";
    watch: WatchPage, "What needs a person.";
}

/// A screen: its outline until the code is there, and a way to try again where it does not come.
pub fn part(open: fn() -> Opening) -> impl IntoView {
    let attempts = RwSignal::new(0);
    let on_retry = Callback::new(move |()| attempts.update(|attempts| *attempts += 1));
    view! {
        <Suspense fallback=|| view! { <Skeleton /> }>
            {move || {
                attempts.track();
                Suspend::new(SendWrapper::new(async move {
                    match open().await {
                        Ok(screen) => screen,
                        Err(_) => {
                            view! {
                                <ErrorState
                                    title=t().common.screen_missing
                                    text=t().common.screen_missing_text
                                    on_retry
                                />
                            }
                                .into_any()
                        }
                    }
                }))
            }}
        </Suspense>
    }
}
