//! The catalogue: categories, search and tiles. Enter in the search takes an exact code, or the
//! only item found, so that a scanner can type into it.
//!
//! It must not know what becomes of a chosen item.

use crate::i18n::t;
use crate::platform::{intl, keyboard};
use crate::register::till::Till;
use crate::ui::{EmptyState, Icon, Money, SearchField};
use leptos::html;
use leptos::prelude::*;
use sale::Product;
use std::sync::Arc;

/// Most tiles at once; a till of thousands of items would draw for seconds.
const MOST_TILES: usize = 120;
/// How many colours of stripes there are.
const STRIPES: usize = 8;

/// What is looked for, and what it finds.
#[derive(Clone, PartialEq)]
struct Found {
    tiles: Vec<(usize, Arc<Product>)>,
    all: usize,
}

/// The catalogue.
#[component]
pub fn Catalogue() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let offered = till.replica.products();
    let products = Memo::new(move |_| {
        offered.with(|all| {
            let on_sale = all.iter().filter(|product| !product.off_sale);
            on_sale.cloned().collect::<Vec<_>>()
        })
    });
    let (search, category) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let node = NodeRef::<html::Input>::new();
    keyboard::lead_to(node);
    let categories = Memo::new(move |_| {
        products.with(|products| {
            let mut names: Vec<String> = products.iter().map(|p| p.category.clone()).collect();
            names.sort();
            names.dedup();
            names
        })
    });
    let index = Memo::new(move |_| {
        products.with(|products| {
            let mut all: Vec<(String, Arc<Product>)> = products
                .iter()
                .map(|p| {
                    let words = format!("{} {} {}", p.name, p.code, p.barcodes.join(" "));
                    (intl::folded(&words), p.clone())
                })
                .collect();
            let place = |product: &Product| product.favourite.unwrap_or(u32::MAX);
            all.sort_by(|a, b| (place(&a.1), &a.0).cmp(&(place(&b.1), &b.0)));
            all
        })
    });
    let found = Memo::new(move |_| {
        let wanted = search.with(|text| intl::folded(text.trim()));
        let parts: Vec<&str> = wanted.split_whitespace().collect();
        let category = category.get();
        index.with(|index| {
            let mut found = Found {
                tiles: Vec::new(),
                all: 0,
            };
            for (text, product) in index {
                let here = category.as_ref().is_none_or(|c| *c == product.category);
                if here && parts.iter().all(|part| text.contains(part)) {
                    found.all += 1;
                    if found.tiles.len() < MOST_TILES {
                        let at = categories.with_untracked(|c| c.binary_search(&product.category));
                        found
                            .tiles
                            .push((at.unwrap_or(0) % STRIPES, product.clone()));
                    }
                }
            }
            found
        })
    });
    let take = move || {
        let code = search.with_untracked(|text| intl::folded(text.trim()));
        let exact = products.with_untracked(|products| {
            products
                .iter()
                .find(|p| {
                    let scanned = p
                        .barcodes
                        .iter()
                        .any(|barcode| intl::folded(barcode) == code);
                    scanned || intl::folded(&p.code) == code
                })
                .cloned()
        });
        let only = found.with_untracked(|found| match found.tiles.as_slice() {
            [(_, only)] => Some(only.clone()),
            _ => None,
        });
        if let Some(product) = exact.or(only).filter(|_| !code.is_empty()) {
            till.add(product);
            search.set(String::new());
        }
    };
    let shelf = move |name: Option<String>, text: String| {
        let (mine, press) = (name.clone(), name);
        view! {
            <button
                type="button"
                class="shelf-item"
                aria-pressed=move || if category.get() == mine { "true" } else { "false" }
                on:click=move |_| category.set(press.clone())
            >
                {text}
            </button>
        }
    };
    view! {
        <section class="catalogue" aria-label=words.items>
            <form
                class="catalogue-search"
                on:submit=move |event| {
                    event.prevent_default();
                    take();
                }
            >
                <SearchField
                    label=words.search_products
                    value=search
                    shortcut="/"
                    node=node
                    test_id="product-search"
                    on_input=move |text| search.set(text)
                />
            </form>
            <div class="shelf" role="group" aria-label=words.items tabindex="0">
                {shelf(None, words.all_products.to_owned())}
                {move || {
                    categories.get().into_iter().map(|c| shelf(Some(c.clone()), c)).collect_view()
                }}
            </div>
            <div class="tiles-box">
                <Show when=move || found.with(|found| found.all == 0)>
                    {move || {
                        let (title, text) = match products.with(Vec::is_empty) {
                            true => (words.no_catalogue, words.no_catalogue_hint),
                            false => (words.no_products, words.no_products_hint),
                        };
                        view! { <EmptyState picture=Icon::Tag title=title text=text /> }
                    }}
                </Show>
                <ul class="tiles">
                    <For each=move || {
                            found.with(|found| found.tiles.iter().map(|(_, p)| p.id.0).collect::<Vec<_>>())
                        } key=|id| *id children=move |id| {
                            let tile = Memo::new(move |_| {
                                found
                                    .with(|found| {
                                        found.tiles.iter().find(|(_, p)| p.id.0 == id).cloned()
                                    })
                            });
                            let tile = move || {
                                tile.get()
                                    .map(|(stripe, product)| view! { <Tile stripe product /> })
                            };
                            tile.into_any()
                        } />
                </ul>
                <p class="tiles-more" role="status">
                    {move || {
                        found
                            .with(|found| {
                                (found.all > found.tiles.len())
                                    .then(|| {
                                        let whole = |n: usize| u64::try_from(n).unwrap_or(0);
                                        words.refine(whole(found.all), whole(found.tiles.len()))
                                    })
                            })
                    }}
                </p>
            </div>
        </section>
    }
}

#[component]
fn Tile(stripe: usize, product: Arc<Product>) -> impl IntoView {
    let till = Till::get();
    let locked = Memo::new(move |_| till.cart.with(|cart| cart.gone));
    let (name, price) = (product.name.clone(), product.price);
    view! {
        <li>
            <button
                type="button"
                class=format!("product-tile stripe-{stripe}")
                data-testid="product-tile"
                data-product-name=name.clone()
                disabled=move || locked.get()
                on:click=move |_| till.add(product.clone())
            >
                <span class="tile-name">{name.clone()}</span>
                <Money amount=price currency=till.currency() />
            </button>
        </li>
    }
}
