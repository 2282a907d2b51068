//! The list of goods, several of which can be chosen for one change; on a phone the rows are cards.
//!
//! It must not know where the products come from.

use super::super::facts::Facts;
use super::bulk::BulkBar;
use super::fetched::Fetched;
use super::parts::Mark;
use super::place::{GoodsPlace, Looked};
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::intl;
use crate::routes::Navigator;
use crate::ui::{Button, CodeText, EmptyState, ErrorState, Icon, MorePages, Skeleton, icon};
use leptos::prelude::*;
use sale::{Product, ProductId};
use std::collections::BTreeSet;
use sync::api::ProductsOrder;

/// The id of a product's row.
pub fn row_id(id: ProductId) -> String {
    format!("product-{id}")
}

/// The list, in every state that it may be in.
#[component]
pub fn GoodsList(#[prop(into)] place: Signal<GoodsPlace>, fetched: Fetched) -> impl IntoView {
    let words = t().goods;
    let navigator = Navigator::get();
    let chosen = RwSignal::new(BTreeSet::<ProductId>::new());
    // What is not in the list is not changed with it.
    Effect::new(move |_| {
        let there: BTreeSet<ProductId> = fetched
            .products
            .with(|all| all.iter().map(|product| product.id).collect());
        let gone = chosen.with_untracked(|chosen| !chosen.is_subset(&there));
        if gone {
            chosen.update(|chosen| chosen.retain(|id| there.contains(id)));
        }
    });
    let state = Memo::new(move |_| {
        let failed = fetched.failed.with(Option::is_some);
        (
            failed,
            fetched.ready.get(),
            fetched.products.with(Vec::is_empty),
        )
    });
    let narrowed = Memo::new(move |_| place.with(GoodsPlace::is_narrowed));
    let shown = move || {
        let shown = fetched.products.with(Vec::len);
        intl::count(u64::try_from(shown).unwrap_or(0))
    };
    view! {
        <div class="list" data-testid="goods-list">
            {move || match state.get() {
                (true, _, _) => {
                    let text = fetched.failed.with(|e| e.as_ref().map(ApiError::text));
                    view! {
                        <ErrorState
                            title=words.failed
                            text=text.unwrap_or_default()
                            on_retry=move || fetched.ask(None)
                        />
                    }
                        .into_any()
                }
                (_, false, _) => view! { <Skeleton count=8 /> }.into_any(),
                (_, true, true) if narrowed.get() => {
                    let widen = move || navigator.go(GoodsPlace::default().address());
                    view! {
                        <EmptyState
                            picture=Icon::Search
                            title=words.nothing_found
                            text=words.nothing_found_hint
                        >
                            <Button on_press=widen>{t().backoffice.clear_filters}</Button>
                        </EmptyState>
                    }
                        .into_any()
                }
                (_, true, true) => {
                    view! { <EmptyState picture=Icon::Goods title=words.none text=words.none_hint /> }
                        .into_any()
                }
                (_, true, false) => {
                    view! {
                        <BulkBar chosen=chosen fetched=fetched />
                        <Table place=place fetched=fetched chosen=chosen />
                        <MorePages
                            more=Signal::derive(move || fetched.next.with(Option::is_some))
                            busy=fetched.busy
                            on_more=move || fetched.ask(fetched.next.get_untracked())
                        >
                            <p data-testid="goods-count">
                                {move || words.shown_of(intl::count(fetched.count.get()), shown())}
                            </p>
                        </MorePages>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Table(
    place: Signal<GoodsPlace>,
    fetched: Fetched,
    chosen: RwSignal<BTreeSet<ProductId>>,
) -> impl IntoView {
    let words = t().goods;
    let all = Memo::new(move |_| {
        let count = fetched.products.with(Vec::len);
        count > 0 && chosen.with(BTreeSet::len) == count
    });
    let choose_all = move |_| {
        let ids = fetched
            .products
            .with_untracked(|all| all.iter().map(|p| p.id).collect());
        chosen.set(if all.get_untracked() {
            BTreeSet::new()
        } else {
            ids
        });
    };
    view! {
        <table class="table goods-table" data-testid="goods-table">
            <caption class="visually-hidden">{move || words.caption(fetched.count.get())}</caption>
            <thead>
                <tr>
                    <th scope="col" class="cell-choose">
                        <label class="check">
                            <input
                                type="checkbox"
                                aria-label=words.choose_all
                                data-testid="choose-all"
                                prop:checked=move || all.get()
                                on:change=choose_all
                            />
                        </label>
                    </th>
                    <Heading class="cell-product" text=words.product sort=ProductsOrder::Name place />
                    <Heading class="cell-code" text=words.code sort=ProductsOrder::Code place />
                    <Heading class="cell-category" text=words.category sort=ProductsOrder::Category place />
                    <th scope="col" class="cell-taxes">
                        {words.taxes}
                    </th>
                    <Heading class="cell-price" text=words.price sort=ProductsOrder::Price place />
                </tr>
            </thead>
            <tbody>
                {move || {
                    fetched
                        .products
                        .get()
                        .into_iter()
                        .map(|product| view! { <Row product place chosen /> }.into_any())
                        .collect_view()
                }}
            </tbody>
        </table>
    }
}

#[component]
fn Row(
    product: Product,
    place: Signal<GoodsPlace>,
    chosen: RwSignal<BTreeSet<ProductId>>,
) -> impl IntoView {
    let (words, facts) = (t().goods, Facts::get());
    let id = product.id;
    let looked = Looked::Product(id);
    let href = move || {
        GoodsPlace {
            looked: Some(looked),
            ..place.get()
        }
        .address()
        .to_string()
    };
    let taxes: Vec<String> = product.taxes.iter().map(super::parts::tax_text).collect();
    let code = product.code.clone();
    let price = facts.money(product.price);
    let price = match &product.measure {
        Some(measure) => words.price_per(price, measure.unit.clone()),
        None => price,
    };
    let turn = move |_| {
        chosen.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    };
    view! {
        <tr
            class="row"
            class:is-selected=move || place.with(|place| place.looked == Some(looked))
            data-testid="product-row"
            data-code=code
        >
            <td class="cell-choose">
                <label class="check">
                    <input
                        type="checkbox"
                        data-testid="choose"
                        aria-label=words.choose(product.name.clone())
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                        on:change=turn
                    />
                </label>
            </td>
            <th scope="row" class="cell-product">
                <Mark product=product.clone() />
                <a class="row-link" id=row_id(id) href=href>
                    {product.name.clone()}
                </a>
            </th>
            <td class="cell-code">
                <CodeText>{product.code}</CodeText>
            </td>
            <td class="cell-category">{product.category}</td>
            <td class="cell-taxes">{taxes.join(" + ")}</td>
            <td class="cell-price">
                {price} {product.open_price.then(|| view! { <span class="cell-note">{words.open_price}</span> })}
            </td>
        </tr>
    }
}

#[component]
fn Heading(
    class: &'static str,
    text: &'static str,
    sort: ProductsOrder,
    place: Signal<GoodsPlace>,
) -> impl IntoView {
    let navigator = Navigator::get();
    let direction =
        Memo::new(move |_| place.with(|place| (place.sort == sort).then_some(place.descending)));
    let turn = move |_| {
        let before = place.get_untracked();
        let descending = before.sort == sort && !before.descending;
        let to = GoodsPlace {
            sort,
            descending,
            ..before
        };
        navigator.go(to.address());
    };
    view! {
        <th
            scope="col"
            class=class
            aria-sort=move || match direction.get() {
                Some(true) => Some("descending"),
                Some(false) => Some("ascending"),
                None => None,
            }
        >
            <button type="button" class="sorter" title=t().backoffice.sort_by(text) on:click=turn>
                {text}
                {move || match direction.get() {
                    Some(true) => icon(Icon::ArrowDown),
                    Some(false) => icon(Icon::ArrowUp),
                    None => icon(Icon::Sort),
                }}
            </button>
        </th>
    }
}
