//! The tables that a sale may go to: those of the layout (rule F8), and those that other sales name.
//!
//! It must not know what becomes of the one that is picked.

use super::Till;
use crate::i18n::t;
use crate::platform::intl;
use leptos::prelude::*;
use sale::{SaleId, TableRef};

/// A table, and the title of a sale on it.
#[derive(Clone, PartialEq)]
pub struct Spot {
    /// The table.
    pub table: TableRef,
    /// What is there already; none when it is free.
    pub taken_by: Option<String>,
}

/// The tables for a sale, by name; what is on them beside the sale itself.
pub fn known(till: Till, sale_id: Option<SaleId>) -> Memo<Vec<Spot>> {
    let (layout, seen) = (till.replica.tables(), till.replica.seen_sales());
    Memo::new(move |_| {
        let mut spots: Vec<Spot> = seen.with(|all| {
            let others = all.iter().filter(|view| Some(view.sale.id) != sale_id);
            let spots = others.filter_map(|view| {
                let table = view.sale.table.clone()?;
                let title = Some(view.sale.title()).filter(|title| *title != table.name);
                Some(Spot {
                    taken_by: Some(title.unwrap_or(t().floor.one_sale).to_owned()),
                    table,
                })
            });
            spots.collect()
        });
        layout.with(|layout| {
            let tables = layout.iter().filter(|one| one.is_table());
            spots.extend(tables.map(|table| Spot {
                table: table.reference(),
                taken_by: None,
            }));
        });
        // Of two with one name the first stays: the one with a sale on it.
        spots.sort_by(|a, b| intl::compare(&a.table.name, &b.table.name));
        spots.dedup_by(|later, first| later.table.name == first.table.name);
        spots
    })
}

/// The table of this name: one of the layout where there is one, however it is written.
pub fn named(till: Till, name: String) -> TableRef {
    let wanted = intl::folded(&name);
    let known = till.replica.tables().with_untracked(|all| {
        let mut all = all.iter();
        let table = all.find(|one| one.is_table() && intl::folded(&one.name) == wanted);
        table.map(|table| table.reference())
    });
    known.unwrap_or(TableRef { id: None, name })
}
