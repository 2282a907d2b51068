//! The goods of the store: found, changed one by one and several at once, and brought in from a table.
//!
//! It must not know how registers sell them.

mod bulk;
mod draft;
mod fetched;
mod form;
mod import;
mod import_plan;
mod importing;
mod list;
mod lists;
mod looks;
mod parts;
mod place;
mod prices;

pub use import::ImportPage;
pub use place::{GoodsPlace, IMPORT};

use super::facts::Facts;
use crate::api::goods::table_address;
use crate::i18n::t;
use crate::platform::focus;
use crate::routes::{Navigator, use_query};
use crate::ui::{Button, Choice, FilterChip, Icon, Look, ScreenTitle, SearchField, Select, icon};
use fetched::Fetched;
use form::ProductDrawer;
use leptos::prelude::*;
use list::GoodsList;
use lists::ListsDialog;
use place::Looked;

/// The goods.
#[component]
pub fn GoodsPage() -> impl IntoView {
    let words = t().goods;
    let (navigator, query) = (Navigator::get(), use_query());
    let place = Memo::new(move |_| query.with(GoodsPlace::read));
    let looked_at = Memo::new(move |_| place.with(|place| place.looked));
    let fetched = Fetched::of(place.into());
    let listing = RwSignal::new(false);
    let go = move |to: GoodsPlace| navigator.go(to.address());
    let look = move |looked| {
        go(GoodsPlace {
            looked,
            ..place.get_untracked()
        });
    };
    let on_close = Callback::new(move |()| {
        let before = place.get_untracked().looked;
        look(None);
        if let Some(Looked::Product(id)) = before {
            focus::focus_id(&list::row_id(id));
        }
    });
    view! {
        <div class="sales" class:has-drawer=move || looked_at.get().is_some()>
            <div class="sales-page goods-page" id="goods-page">
                <header class="page-head">
                    <ScreenTitle title=words.title />
                    <div class="page-actions">
                        <Button picture=Icon::Edit test_id="goods-lists" on_press=move || listing.set(true)>
                            {words.lists}
                        </Button>
                        <Export />
                        <a class="button button-secondary" href=IMPORT data-testid="goods-import">
                            {icon(Icon::Upload)}
                            <span>{words.import}</span>
                        </a>
                        <Button
                            look=Look::Primary
                            picture=Icon::Plus
                            test_id="add-product"
                            on_press=move || look(Some(Looked::New))
                        >
                            {words.add}
                        </Button>
                    </div>
                </header>
                <Filters place=place fetched=fetched />
                <GoodsList place=place fetched=fetched />
            </div>
            {move || {
                looked_at
                    .get()
                    .map(|looked| view! { <ProductDrawer looked=looked fetched=fetched on_close=on_close /> })
            }}
            <ListsDialog open=listing />
        </div>
    }
}

#[component]
fn Export() -> impl IntoView {
    let words = t().goods;
    let facts = Facts::get();
    let comma = Memo::new(move |_| facts.money(sale::Money(123)).contains(','));
    view! {
        <a
            class="button button-secondary"
            rel="external"
            download="goods.csv"
            href=move || table_address(comma.get())
            data-testid="goods-export"
        >
            {icon(Icon::Download)}
            <span>{words.export}</span>
        </a>
    }
}

#[component]
fn Filters(#[prop(into)] place: Signal<GoodsPlace>, fetched: Fetched) -> impl IntoView {
    let words = t().goods;
    let navigator = Navigator::get();
    let categories = Signal::derive(move || {
        let mut choices = vec![Choice {
            value: String::new(),
            text: words.all_categories.to_owned(),
        }];
        fetched.categories.with(|all| {
            choices.extend(all.iter().map(|category| Choice {
                value: category.name.clone(),
                text: category.name.clone(),
            }));
        });
        choices
    });
    view! {
        <div class="filters" role="group" aria-label=t().backoffice.filters>
            <div class="goods-search">
                <SearchField
                    label=words.search
                    value=Signal::derive(move || place.with(|place| place.search.clone()))
                    test_id="goods-search"
                    on_input=move |search| {
                        navigator.replace(GoodsPlace { search, ..place.get_untracked() }.address());
                    }
                />
            </div>
            <Select
                label=words.category
                quiet=true
                choices=categories
                value=Signal::derive(move || place.with(|place| place.category.clone()))
                test_id="goods-category"
                on_choose=move |category| {
                    navigator.go(GoodsPlace { category, ..place.get_untracked() }.address());
                }
            />
            <FilterChip
                text=words.off_sale
                on=Signal::derive(move || place.with(|place| place.off_sale))
                test_id="goods-off-sale"
                on_press=move || {
                    let before = place.get_untracked();
                    navigator.go(GoodsPlace { off_sale: !before.off_sale, ..before }.address());
                }
            />
        </div>
    }
}
