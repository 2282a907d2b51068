//! What can be done with a saved sale beside selling: the menu, and the dialog that each choice
//! opens.
//!
//! It must not know how any of it is done.

mod approval;
mod away;
mod discount;
mod give;
mod merge;
mod save;
mod split;
mod table_picks;

pub use approval::Approval;
pub use away::AwayPrompt;

use super::till::Till;
use super::till::sheet::{Sheet, Task};
use crate::i18n::t;
use crate::ui::{Dialog, Icon, Menu, MenuItem};
use leptos::prelude::*;

/// The menu of a saved sale.
#[component]
pub fn MoreMenu() -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let item = move |picture: Icon, text: &'static str, id: &'static str, task: Task| {
        view! { <MenuItem picture=picture text=text test_id=id on_press=move || till.manage(task) /> }
    };
    let sheet = move |picture: Icon, text: &'static str, id: &'static str, sheet: Sheet| {
        item(picture, text, id, Task::Sheet(sheet))
    };
    view! {
        <Menu label=words.more picture=Icon::Down text=words.more id="sale-more">
            {sheet(Icon::Edit, words.details, "act-details", Sheet::Details)}
            {sheet(Icon::Tag, words.discount, "act-discount", Sheet::Discount(None))}
            {sheet(Icon::Merge, words.merge, "act-merge", Sheet::Merge(None))}
            {sheet(Icon::Sort, words.split, "act-split", Sheet::Split)}
            {sheet(Icon::Person, words.give, "act-give", Sheet::Give)}
            {sheet(Icon::Table, words.move_table, "act-move", Sheet::Move)}
            {item(Icon::Void, words.void, "act-void", Task::Void)}
        </Menu>
    }
}

/// The dialog of what is being done.
#[component]
pub fn Sheets() -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let sheet = till.sheet;
    let title = Signal::derive(move || match sheet.get() {
        Some(Sheet::Details) if till.sale_id.with(Option::is_none) => {
            t().register.save_title.to_owned()
        }
        Some(Sheet::Details) => t().register.details_title.to_owned(),
        Some(Sheet::Merge(None)) => words.merge_title.to_owned(),
        Some(Sheet::Merge(Some(_))) => words.merge_confirm_title.to_owned(),
        Some(Sheet::Split) => words.split_title.to_owned(),
        Some(Sheet::Give) => words.give_title.to_owned(),
        Some(Sheet::Move) => words.move_title.to_owned(),
        Some(Sheet::Discount(None)) => words.discount_title.to_owned(),
        Some(Sheet::Discount(Some(line))) => {
            let sale = till.view.get();
            let name = sale.and_then(|v| v.sale.line(line).map(|line| line.name.clone()));
            words.discount_on(name.unwrap_or_default())
        }
        None => String::new(),
    });
    // A sale that is finished elsewhere meanwhile leaves nothing to do.
    Effect::new(move |_| {
        let open = till
            .view
            .with(|view| view.as_ref().is_some_and(|v| v.sale.is_open()));
        if till.sale_id.with(Option::is_some) && !open {
            sheet.set(None);
        }
    });
    view! {
        <Dialog
            open=Signal::derive(move || sheet.with(Option::is_some))
            title=title
            test_id="sheet"
            on_close=move || sheet.set(None)
        >
            {move || match sheet.get() {
                Some(Sheet::Details) => save::body(till),
                Some(Sheet::Merge(other)) => merge::body(till, other),
                Some(Sheet::Split) => split::body(till),
                Some(Sheet::Give) => give::people(till),
                Some(Sheet::Move) => give::tables(till),
                Some(Sheet::Discount(line)) => discount::body(till, line),
                None => ().into_any(),
            }}
        </Dialog>
    }
}
