//! Where a sale came from and what came of it: sales merged into it, which can be taken out again
//! while no money was taken, and sales split off it (rules D5, D6).
//!
//! It must not know what else is done to a sale.

use super::super::doing::Doing;
use super::super::places::sale_address;
use crate::i18n::t;
use crate::replica::Replica;
use crate::ui::{Button, Icon, icon};
use leptos::prelude::*;
use sale::{Change, Part, SaleId, Status};
use std::sync::Arc;
use sync::device::SaleView;

/// Both; nothing at all where there is nothing of it.
#[component]
pub fn Joined(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
) -> impl IntoView {
    let words = t().backoffice;
    let (doing, sales) = (Doing::get(), Replica::expect().sales());
    let parts = Memo::new(move |_| {
        shown.with(|view| {
            view.as_ref()
                .map(|view| view.sale.parts.clone())
                .unwrap_or_default()
        })
    });
    let still = Memo::new(move |_| {
        shown.with(|view| {
            let sale = view.as_ref().map(|view| &view.sale);
            sale.is_some_and(|sale| sale.is_open() && sale.tenders.is_empty())
        })
    });
    let ways = Memo::new(move |_| {
        shown.with(|view| {
            let Some(sale) = view.as_ref().map(|view| &view.sale) else {
                return Vec::new();
            };
            let mut ways: Vec<(SaleId, String)> = Vec::new();
            if let Status::Merged(into) = sale.status {
                ways.push((into, words.merged_into.to_owned()));
            }
            ways.extend(
                sale.split_from
                    .map(|from| (from, words.split_from.to_owned())),
            );
            // Splitting changes this sale too; what happens to all others is nothing to look through
            // them for.
            ways.extend(sales.with_untracked(|all| {
                let off = all
                    .all_open()
                    .filter(|view| view.sale.split_from == Some(sale.id));
                off.map(|view| (view.sale.id, words.split_off(view.sale.title())))
                    .collect::<Vec<_>>()
            }));
            ways
        })
    });
    view! {
        {move || {
            let parts = parts.get();
            let still = still.get();
            (!parts.is_empty())
                .then(|| {
                    let rows = parts.into_iter().map(|part| part_view(doing, part, still));
                    view! {
                        <section class="part">
                            <h3>{words.parts}</h3>
                            <ul class="parts">{rows.collect_view()}</ul>
                        </section>
                    }
                })
        }}
        {move || {
            let ways = ways.get();
            (!ways.is_empty())
                .then(|| {
                    let rows = ways.into_iter().map(way);
                    view! {
                        <section class="part">
                            <h3>{words.belongs}</h3>
                            <ul class="parts">{rows.collect_view()}</ul>
                        </section>
                    }
                })
        }}
    }
}

fn part_view(doing: Doing, part: Part, still: bool) -> AnyView {
    let words = t().backoffice;
    let sale_id = part.sale.id;
    let title = part.sale.title().to_owned();
    let name = title.clone();
    let customer = part
        .sale
        .customer
        .as_ref()
        .map(|customer| customer.name.clone());
    let take_out = (still && !part.returned).then(|| {
        let said = words.unmerged_toast(&title);
        view! {
            <Button
                picture=Icon::Undo
                busy=doing.busy
                test_id="unmerge"
                on_press=move || {
                    doing.make(vec![Change::Unmerge { sale_id }], said.clone(), None);
                }
            >
                {words.unmerge}
            </Button>
        }
    });
    view! {
        <li data-testid="sale-part" data-title=name>
            {icon(Icon::Merge)}
            <span>
                {words.part_of(&part.sale.number, &title)}
                {customer.map(|name| view! { <small>" " {words.part_customer(&name)}</small> })}
            </span>
            {take_out}
        </li>
    }
    .into_any()
}

fn way((id, text): (SaleId, String)) -> AnyView {
    view! {
        <li>
            <a class="link" href=sale_address(id).to_string() data-noscroll=true>
                {text}
                {icon(Icon::Forward)}
            </a>
        </li>
    }
    .into_any()
}
