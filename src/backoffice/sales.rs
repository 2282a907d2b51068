//! The sales of the store: how it stands, what is open, what was closed and voided, and one of
//! them beside the list.
//!
//! It must not know how a sale is drawn in full; that is `sale`.

mod book;
mod bulk;
mod columns;
mod columns_form;
mod day;
mod filters;
mod finished;
mod key;
mod kpis;
mod list_menu;
mod listing;
mod live;
mod open;
mod picked;
mod row;
mod sheet;
mod table;
mod views;
mod window;

use super::places::{Listed, SalesPlace};
use super::sale::SaleDrawer;
use crate::i18n::t;
use crate::platform::focus;
use crate::replica::SaleView;
use crate::routes::{Navigator, use_query};
use crate::ui::ScreenTitle;
use bulk::Bulk;
use columns::Columns;
use filters::Filters;
use finished::FinishedSales;
use kpis::Kpis;
use leptos::prelude::*;
use list_menu::ListMenu;
use live::Live;
use open::OpenSales;
use picked::Picked;
use row::row_id;
use sheet::{PrintSheet, Sheet};
use std::sync::Arc;

/// The sales of the store.
#[component]
pub fn SalesPage() -> impl IntoView {
    let navigator = Navigator::get();
    let query = use_query();
    let place = Memo::new(move |_| query.with(SalesPlace::read));
    let picked = Picked::provide();
    Columns::provide();
    let live = Live::of(place, picked);
    let listed = Memo::new(move |_| place.with(|place| place.listed));
    let sheet = Sheet::of(listed);
    let finished = RwSignal::new(Vec::<Arc<SaleView>>::new());
    Effect::new(move |before: Option<()>| {
        listed.track();
        // What is selected is of the list that is seen.
        if before.is_some() {
            picked.clear();
        }
    });
    let looked_at = Memo::new(move |_| place.with(|place| place.sale));
    let on_close = Callback::new(move |()| {
        let before = place.get_untracked();
        let Some(sale) = before.sale else {
            return;
        };
        navigator.go(SalesPlace {
            sale: None,
            ..before
        }
        .address());
        focus::focus_id(&row_id(sale));
    });
    view! {
        <div class="sales" class:has-drawer=move || looked_at.get().is_some()>
            <div class="sales-page" id="sales-page">
                <ScreenTitle title=t().backoffice.sales hidden=true />
                <Kpis place=place live=live />
                <div class="list-head">
                    <Filters place=place />
                    <ListMenu place=place live=live sheet=sheet />
                </div>
                <Bulk listed=listed finished=finished picked=picked sheet=sheet />
                {move || match listed.get() {
                    Listed::Open => view! { <OpenSales place=place live=live /> }.into_any(),
                    listed => view! { <FinishedSales listed=listed place=place sales=finished /> }.into_any(),
                }}
            </div>
            {move || {
                looked_at.get().map(|id| view! { <SaleDrawer id=id on_close=on_close /> })
            }}
            <PrintSheet sheet=sheet />
        </div>
    }
}
