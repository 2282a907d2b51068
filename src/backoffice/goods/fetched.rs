//! The goods that were fetched so far, page by page; asked for anew when the store's goods change.
//!
//! It must not know how they are drawn.

use super::place::GoodsPlace;
use crate::api::{self, ApiError};
use crate::replica::Replica;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Product;
use std::time::Duration;
use sync::api::{CategoryCount, ProductsQuery};

/// How long typing, or the store's goods, must rest before the server is asked.
const REST: Duration = Duration::from_millis(200);

/// What has been fetched so far. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Fetched {
    query: Memo<ProductsQuery>,
    /// The products, in order.
    pub products: RwSignal<Vec<Product>>,
    /// The store's categories.
    pub categories: RwSignal<Vec<CategoryCount>>,
    /// How many there are in all.
    pub count: RwSignal<u64>,
    /// Where the next page begins; none when all are here.
    pub next: RwSignal<Option<String>>,
    /// Why the last request did not work.
    pub failed: RwSignal<Option<ApiError>>,
    /// The first page is here.
    pub ready: RwSignal<bool>,
    /// A page is on its way.
    pub busy: RwSignal<bool>,
    /// Which request is the latest; answers to earlier ones are dropped.
    asked: StoredValue<u32>,
}

impl Fetched {
    /// Follows a place and the store's goods.
    pub fn of(place: Signal<GoodsPlace>) -> Fetched {
        let fetched = Fetched {
            query: Memo::new(move |_| place.with(GoodsPlace::query)),
            products: RwSignal::new(Vec::new()),
            categories: RwSignal::new(Vec::new()),
            count: RwSignal::new(0),
            next: RwSignal::new(None),
            failed: RwSignal::new(None),
            ready: RwSignal::new(false),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
        };
        let goods = Replica::expect().products();
        Effect::new(move |_| {
            fetched.query.track();
            goods.track();
            let mine = fetched.turn();
            set_timeout(
                move || {
                    if fetched.asked.try_get_value() == Some(mine) {
                        fetched.ask(None);
                    }
                },
                REST,
            );
        });
        fetched
    }

    fn turn(self) -> u32 {
        let mine = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(mine);
        mine
    }

    /// Asks for a page: the first one, in place of what is here, or the one after.
    pub fn ask(self, after: Option<String>) {
        let mine = self.turn();
        let query = ProductsQuery {
            after,
            ..self.query.get_untracked()
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::goods::products(&query).await;
            if self.asked.try_get_value() != Some(mine) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    if query.after.is_some() {
                        self.products
                            .update(|products| products.extend(page.products));
                    } else {
                        self.products.set(page.products);
                    }
                    self.categories.set(page.categories);
                    self.next.set(page.next);
                    self.count.set(page.count.unwrap_or_default());
                    self.failed.set(None);
                    self.ready.set(true);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}
