//! What can be done with a saved sale beside selling: the menu, and the dialog that each choice
//! opens.
//!
//! It must not know how any of it is done.

use super::till::Till;
use super::{discount, give, merge, split};
use crate::i18n::t;
use crate::ui::{Dialog, Icon, Menu, MenuItem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, LineId, SaleId};

/// What is being done with the sale on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Merging; the other sale, once it is chosen.
    Merge(Option<SaleId>),
    /// Splitting.
    Split,
    /// Handing it to another employee.
    Give,
    /// Moving it to another table.
    Move,
    /// Something off the sale, or off one line.
    Discount(Option<LineId>),
}

impl Till {
    /// Begins something with the sale on the screen.
    pub fn begin(self, sheet: Sheet) {
        self.managing(move || self.sheet.set(Some(sheet)));
    }

    fn void(self) {
        let Some(view) = self.view.get_untracked() else {
            return;
        };
        let (sale_id, title) = (view.sale.id, view.sale.title().to_owned());
        let change = Change::Void {
            sale_id,
            reason: String::new(),
        };
        spawn_local(async move {
            if self.change(change).await {
                let undo = Change::Unvoid { sale_id };
                self.done(t().floor.voided(&title), Some(undo), Some(sale_id));
                self.go("saved");
            }
        });
    }
}

/// The menu of a saved sale.
#[component]
pub fn MoreMenu(
    /// The dialog with name, table and note.
    details: RwSignal<bool>,
) -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let item = move |picture: Icon, text: &'static str, id: &'static str, sheet: Sheet| {
        view! { <MenuItem picture=picture text=text test_id=id on_press=move || till.begin(sheet) /> }
    };
    view! {
        <Menu label=words.more picture=Icon::Down text=words.more id="sale-more">
            <MenuItem
                picture=Icon::Edit
                text=words.details
                test_id="act-details"
                on_press=move || till.managing(move || details.set(true))
            />
            {item(Icon::Tag, words.discount, "act-discount", Sheet::Discount(None))}
            {item(Icon::Merge, words.merge, "act-merge", Sheet::Merge(None))}
            {item(Icon::Sort, words.split, "act-split", Sheet::Split)}
            {item(Icon::Person, words.give, "act-give", Sheet::Give)}
            {item(Icon::Table, words.move_table, "act-move", Sheet::Move)}
            <MenuItem
                picture=Icon::Void
                text=words.void
                test_id="act-void"
                on_press=move || till.managing(move || till.void())
            />
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
        if !open {
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
