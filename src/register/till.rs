//! The till: the sale on the screen, and where it can go. A new sale is a draft of this register until
//! it is saved; of a saved one every tap is a change at once, one after the other.
//!
//! It must not know how any of it is drawn: screens and dialogs lie above, and know the till.

pub mod act;
pub mod asks;
pub mod cart;
pub mod details;
pub mod guard;
pub mod reviews;
pub mod sheet;
pub mod tables;
mod taps;
pub mod told;
pub mod words;

use self::asks::Asks;
use self::cart::Cart;
use self::guard::Guard;
use self::sheet::Sheet;
use self::taps::Tap;
use crate::platform::{intl, storage};
use crate::replica::{LinkState, Replica, SaleView};
use crate::routes::{Address, Navigator};
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Currency, NewLine, Permission, SaleId};
use std::collections::VecDeque;
use std::sync::Arc;
use sync::codec;

/// Where the draft is kept over a reload.
const DRAFT: &str = "register-draft";

/// The till: one for the surface.
#[derive(Clone, Copy)]
pub struct Till {
    /// The copy of the store.
    pub replica: Replica,
    /// The saved sale that the address names.
    pub sale_id: Memo<Option<SaleId>>,
    /// That sale, as long as it is here.
    pub view: Memo<Option<Arc<SaleView>>>,
    /// What is on the screen.
    pub cart: Memo<Cart>,
    /// The lines of the sale that is not saved yet.
    pub draft: RwSignal<Vec<NewLine>>,
    /// The other open sales on its table (rule C6).
    pub shared: Memo<Vec<Arc<SaleView>>>,
    /// What is being done with the sale, in a dialog.
    pub sheet: RwSignal<Option<Sheet>>,
    /// Its details are being written.
    pub saving: RwSignal<bool>,
    /// What a change still needs.
    pub asks: Asks,
    /// What waits for a word while the server is away.
    pub guard: Guard,
    taps: StoredValue<VecDeque<(SaleId, Tap)>>,
    working: StoredValue<bool>,
    /// Leads to what is to be checked; it outlives each message.
    to_reviews: Callback<()>,
    navigator: Navigator,
    toasts: Toasts,
}

impl Till {
    /// Makes the till and gives it to everything below.
    pub fn provide(replica: Replica) -> Till {
        let navigator = Navigator::get();
        let sale_id = Memo::new(move |_| navigator.query().read::<SaleId>("sale"));
        let found = Memo::new(move |_| sale_id.get().map(|id| replica.sale(id)));
        let view = Memo::new(move |_| found.get().and_then(|sale| sale.get()));
        let kept = storage::preference(DRAFT).and_then(|text| codec::decode(&text).ok());
        let draft = RwSignal::<Vec<NewLine>>::new(kept.unwrap_or_default());
        // The saved sale as it was when it was last open here.
        let last = RwSignal::new(None::<Arc<SaleView>>);
        Effect::new(move |_| {
            let text = draft.with(|lines| match lines.is_empty() {
                true => None,
                false => codec::encode(lines).ok(),
            });
            storage::set_preference(DRAFT, text.as_deref());
        });
        Effect::new(move |_| {
            if let Some(view) = view.get().filter(|view| view.sale.is_open()) {
                last.set(Some(view));
            }
        });
        let cart = Memo::new(move |_| match (sale_id.get(), view.get()) {
            (None, _) => draft.with(|lines| Cart::of_draft(lines)),
            (_, Some(view)) if view.sale.is_open() => Cart::of_saved(&view, false),
            (id, _) => last.with(|last| match last {
                Some(last) if Some(last.sale.id) == id => Cart::of_saved(last, true),
                _ => Cart::gone(),
            }),
        });
        let seen = replica.seen_sales();
        let shared = Memo::new(move |_| {
            let Some(id) = sale_id.get() else {
                return Vec::new();
            };
            seen.with(|all| {
                let tables = sale::shared_tables(all.iter().map(|view| &view.sale), intl::folded);
                let table = tables.into_iter().find(|table| table.sales.contains(&id));
                let others = table.map(|table| table.sales).unwrap_or_default();
                let other = |v: &&Arc<SaleView>| v.sale.id != id && others.contains(&v.sale.id);
                all.iter().filter(other).cloned().collect()
            })
        });
        let till = Till {
            replica,
            sale_id,
            view,
            cart,
            draft,
            shared,
            sheet: RwSignal::new(None),
            saving: RwSignal::new(false),
            asks: Asks::new(),
            guard: Guard::new(),
            taps: StoredValue::new(VecDeque::new()),
            working: StoredValue::new(false),
            to_reviews: Callback::new(move |()| {
                navigator.go(Address::at("/register/check"));
            }),
            navigator,
            toasts: Toasts::get(),
        };
        // What was said to one person is not the next one's to take back.
        on_cleanup(move || till.toasts.clear());
        provide_context(till);
        till
    }

    /// The one that [`Till::provide`] made.
    pub fn get() -> Till {
        use_context().unwrap_or_else(|| Till::provide(Replica::expect()))
    }

    /// What the store takes money in.
    pub fn currency(self) -> Signal<Option<Currency>> {
        let store = self.replica.store();
        Signal::derive(move || store.with(|store| store.as_ref().map(|s| s.currency.clone())))
    }

    /// Whether sync is on, as this register sees it.
    pub fn link(self) -> Signal<LinkState> {
        let connection = self.replica.connection();
        Signal::derive(move || connection.get().link)
    }

    /// Whether the server is away while it should be there (rule F7).
    pub fn warns_of_absence(self) -> bool {
        self.link().get() == LinkState::Offline
    }

    /// Whether who is signed in may change the register (rule H1).
    pub fn is_manager(self) -> Signal<bool> {
        self.replica.may(Permission::RegisterSettings)
    }

    /// To the sale that is not saved yet.
    pub fn go_new(self) {
        self.navigator.go(Address::at("/register"));
    }

    /// To a saved sale.
    pub fn go_sale(self, id: SaleId) {
        self.navigator
            .go(Address::at("/register").with("sale", Some(&id.to_string())));
    }

    /// To another screen of the register.
    pub fn go(self, screen: &str) {
        self.navigator
            .go(Address::at(&format!("/register/{screen}")));
    }

    /// To the money: a draft is saved first.
    pub fn go_charge(self) {
        let known = self.sale_id.get_untracked();
        spawn_local(async move {
            let (id, fresh) = match known {
                Some(id) => (Some(id), false),
                None => (self.open_draft(Default::default()).await, true),
            };
            let Some(id) = id.map(|id| id.to_string()) else {
                return;
            };
            if fresh {
                self.navigator
                    .replace(Address::at("/register").with("sale", Some(&id)));
            }
            self.navigator
                .go(Address::at("/register/charge").with("sale", Some(&id)));
        });
    }
}
