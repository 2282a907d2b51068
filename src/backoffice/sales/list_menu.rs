//! What can be done with the list as a whole: its columns, its saved views, paper and a file.
//!
//! It must not know its rows.

use super::super::places::{Listed, SalesPlace};
use super::columns_form::ColumnsForm;
use super::live::Live;
use super::sheet::Sheet;
use super::views::ViewsForm;
use crate::i18n::t;
use crate::replica::{Replica, SaleView};
use crate::ui::{Dialog, Icon, Menu, MenuItem};
use leptos::prelude::*;
use std::sync::Arc;

/// Which dialog is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Columns,
    Views,
}

/// The menu, and its dialogs.
#[component]
pub fn ListMenu(
    /// What the list shows.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// The open sales.
    live: Live,
    /// Prints and exports.
    sheet: Sheet,
) -> impl IntoView {
    let words = t().sales;
    let replica = Replica::expect();
    let asking = RwSignal::new(Asking::Nothing);
    let done = move || asking.set(Asking::Nothing);
    let is_open = Memo::new(move |_| place.with(|place| place.listed == Listed::Open));
    let all = move || -> Vec<Arc<SaleView>> {
        let ids = live.book.with_untracked(|book| book.ids(0..usize::MAX));
        let sales = replica.sales();
        sales.with_untracked(|sales| {
            ids.iter()
                .filter_map(|id| sales.open(*id).cloned())
                .collect()
        })
    };
    view! {
        <Menu id="list-menu" label=words.list_menu picture=Icon::Settings text=words.list_menu>
            <MenuItem
                picture=Icon::Table
                text=words.columns
                test_id="list-columns"
                on_press=move || asking.set(Asking::Columns)
            />
            <MenuItem
                picture=Icon::Save
                text=words.views
                test_id="list-views"
                on_press=move || asking.set(Asking::Views)
            />
            <Show when=move || is_open.get()>
                <MenuItem
                    picture=Icon::Receipt
                    text=words.print
                    test_id="list-print"
                    on_press=move || sheet.print(all())
                />
                <MenuItem
                    picture=Icon::Copy
                    text=words.export
                    test_id="list-export"
                    on_press=move || sheet.export(&all())
                />
            </Show>
        </Menu>
        <Dialog
            open=Signal::derive(move || asking.get() != Asking::Nothing)
            title=Signal::derive(move || {
                match asking.get() {
                    Asking::Views => words.views,
                    Asking::Columns | Asking::Nothing => words.columns,
                }
                    .to_owned()
            })
            test_id="list-dialog"
            on_close=done
        >
            {move || match asking.get() {
                Asking::Columns => view! { <ColumnsForm /> }.into_any(),
                Asking::Views => view! { <ViewsForm place=place on_done=done /> }.into_any(),
                Asking::Nothing => ().into_any(),
            }}
        </Dialog>
    }
}
