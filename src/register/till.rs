//! The sale on the screen and what taps do to it: a new one is a draft of this register until it is
//! saved; of a saved one every tap is a change at once, one after the other.
//!
//! It must not know how any of it is drawn.

use super::acts::Sheet;
use super::cart::Cart;
use super::offline::Guard;
use super::permit::Asks;
use super::tables;
use super::taps::{Tap, change_of, tap_draft, undo_of};
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl, storage};
use crate::replica::{LinkState, NotSaved, Replica, SaleView};
use crate::routes::{Address, Navigator};
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{
    Change, Currency, LineId, NewLine, OpenSale, Product, Quantity, Role, Sale, SaleId, Source,
};
use std::collections::VecDeque;
use std::sync::Arc;
use sync::codec;

/// Where the draft is kept over a reload.
const DRAFT: &str = "register-draft";

/// What a sale is called and who sits where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: Option<String>,
    /// Where the party sits.
    pub table: Option<String>,
    /// How many people.
    pub guests: Option<u32>,
    /// A remark.
    pub note: Option<String>,
}

impl Details {
    /// Those of a sale.
    pub fn of(sale: &Sale) -> Details {
        Details {
            name: sale.name.clone(),
            table: sale.table.as_ref().map(|table| table.name.clone()),
            guests: sale.guests,
            note: sale.note.clone(),
        }
    }
}

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
        let employee = self.replica.signed_in();
        Signal::derive(move || {
            employee.with(|e| e.as_ref().is_some_and(|e| e.role > Role::Cashier))
        })
    }

    /// One more of a product.
    pub fn add(self, product: Arc<Product>) {
        self.tap(Tap::Add(product));
    }

    /// Units on a line, or off it.
    pub fn step(self, line: LineId, by: Quantity) {
        self.tap(Tap::Step(line, by));
    }

    /// Takes off the units of a line that the screen shows (rule C3).
    pub fn remove(self, line: LineId, seen: Quantity) {
        self.tap(Tap::Remove(line, seen));
    }

    fn tap(self, tap: Tap) {
        let Some(id) = self.sale_id.get_untracked() else {
            self.draft.update(|lines| tap_draft(lines, tap));
            return;
        };
        self.taps.update_value(|taps| taps.push_back((id, tap)));
        if self.working.get_value() {
            return;
        }
        self.working.set_value(true);
        spawn_local(async move {
            // One after the other, so that two quick taps on a product are two of one line.
            while let Some((id, tap)) = self.taps.try_update_value(VecDeque::pop_front).flatten() {
                let view = self.view.get_untracked();
                let sale = view
                    .as_ref()
                    .map(|v| &v.sale)
                    .filter(|s| s.id == id && s.is_open());
                match sale.and_then(|sale| change_of(sale, tap)) {
                    Some(change) => {
                        let undo = undo_of(&change);
                        if self.change(change).await && undo.is_some() {
                            self.done(t().floor.taken_off.to_owned(), undo, None);
                        }
                    }
                    None => self.failed(NotSaved::NotHere),
                }
            }
            self.working.set_value(false);
        });
    }

    /// Saves a change, once it has the reason and the manager that it needs (rule H2). Says so
    /// when it was not saved, or is only a request; it is not done then.
    pub async fn change(self, change: Change) -> bool {
        let Some(permitted) = self.permitted(change).await else {
            return false;
        };
        let (change, by) = (permitted.change, permitted.approved_by);
        match self.replica.change_approved(change, by).await {
            Ok(()) if permitted.is_request => {
                self.say(t().floor.left_for_manager.to_owned());
                false
            }
            Ok(()) => true,
            Err(why) => {
                self.failed(why);
                false
            }
        }
    }

    fn failed(self, why: NotSaved) {
        let words = t().register;
        let text = match why {
            NotSaved::Storage => words.not_saved_storage,
            NotSaved::TooMany => words.not_saved_many,
            NotSaved::NotHere | NotSaved::NoLayout => words.not_saved_not_here,
            NotSaved::HandingOver => words.not_saved_handing_over,
            NotSaved::TooLarge => words.not_saved_large,
        };
        self.toasts.show(Toast::failed(text.to_owned()));
    }

    /// Says something in passing.
    pub fn say(self, text: String) {
        self.toasts.show(Toast::note(text));
    }

    /// Says that something is to be checked, and leads there.
    pub fn say_review(self) {
        let words = t().floor;
        let toast = Toast::failed(words.told_review.to_owned());
        self.toasts
            .show(toast.with(words.told_see, self.to_reviews));
    }

    /// Says what was done, with the way back where there is one; it leads to the sale `then`.
    pub fn done(self, text: String, undo: Option<Change>, then: Option<SaleId>) {
        let toast = Toast::done(text);
        self.toasts.show(match undo {
            None => toast,
            Some(change) => toast.with(
                t().floor.undo,
                Callback::new(move |()| {
                    let change = change.clone();
                    spawn_local(async move {
                        if self.change(change).await
                            && let Some(id) = then
                        {
                            self.go_sale(id);
                        }
                    });
                }),
            ),
        });
    }

    /// Saves the draft as a sale; none when that did not work, and the draft stays.
    pub async fn open_draft(self, details: Details) -> Option<SaleId> {
        let sale_id = SaleId(new_uuid());
        let lines = self.draft.get_untracked();
        let open = OpenSale {
            sale_id,
            number: String::new(),
            source: Source::Register,
            name: details.name,
            table: details.table.map(|name| tables::named(self, name)),
            customer: None,
            guests: details.guests,
            note: details.note,
            lines: lines.clone(),
        };
        if !self.change(Change::Open(open)).await {
            return None;
        }
        let saved: Vec<LineId> = lines.iter().map(|line| line.id).collect();
        self.draft
            .update(|now| now.retain(|line| !saved.contains(&line.id)));
        Some(sale_id)
    }

    /// Writes what differs in the details of the sale on the screen.
    pub async fn rewrite(self, sale: &Sale, details: Details) -> bool {
        let (sale_id, before) = (sale.id, Details::of(sale));
        let mut changes = Vec::new();
        if before.name != details.name {
            changes.push(Change::Name {
                sale_id,
                name: details.name,
            });
        }
        if before.table != details.table {
            let table = details.table.map(|name| tables::named(self, name));
            changes.push(Change::Table { sale_id, table });
        }
        if before.guests != details.guests {
            changes.push(Change::Guests {
                sale_id,
                guests: details.guests,
            });
        }
        if before.note != details.note {
            changes.push(Change::Note {
                sale_id,
                note: details.note,
            });
        }
        for change in changes {
            if !self.change(change).await {
                return false;
            }
        }
        true
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
        spawn_local(async move {
            let (id, fresh) = match self.sale_id.get_untracked() {
                Some(id) => (Some(id), false),
                None => (self.open_draft(Details::default()).await, true),
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
