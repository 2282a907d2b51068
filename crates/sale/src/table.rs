//! Tables with more than one open sale: both stand, and a person may merge them (rule C6).

use crate::{Sale, SaleId, TableId, TableRef};
use serde::{Deserialize, Serialize};

/// A table and the open sales on it, two or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedTable {
    /// The table, as the first of its sales names it.
    pub table: TableRef,
    /// Its open sales, in the order in which they were given.
    pub sales: Vec<SaleId>,
}

/// The tables that several of the open sales share, to be offered for merging (rule C6). A table is
/// the same by its id; where one of two has none, by its name, however that is written: `folded`
/// gives what is alike in all ways to write it.
#[must_use]
pub fn shared_tables<'a>(
    sales: impl IntoIterator<Item = &'a Sale>,
    folded: impl Fn(&str) -> String,
) -> Vec<SharedTable> {
    let mut tables: Vec<SharedTable> = Vec::new();
    let mut by_id: Vec<(TableId, usize)> = Vec::new();
    let mut by_name: Vec<(String, usize)> = Vec::new();
    for sale in sales.into_iter().filter(|sale| sale.is_open()) {
        let Some(table) = &sale.table else { continue };
        let name = folded(table.name.trim());
        let named = place_of(&by_name, &name).filter(|known| {
            let known = tables.get(*known).and_then(|known| known.table.id);
            known.is_none() || table.id.is_none()
        });
        let known = table.id.and_then(|id| place_of(&by_id, &id)).or(named);
        let place = known.unwrap_or(tables.len());
        match tables.get_mut(place) {
            Some(known) => known.sales.push(sale.id),
            None => tables.push(SharedTable {
                table: table.clone(),
                sales: vec![sale.id],
            }),
        }
        if let Some(id) = table.id {
            by_id.push((id, place));
        }
        by_name.push((name, place));
    }
    tables.retain(|table| table.sales.len() > 1);
    tables
}

/// The first place that is known for something; a store has tables by the dozen.
fn place_of<T: PartialEq>(known: &[(T, usize)], wanted: &T) -> Option<usize> {
    let found = known.iter().find(|(known, _)| known == wanted)?;
    Some(found.1)
}
