//! Tables with more than one open sale: both stand, and a person may merge them (rule C6).

use crate::{Sale, SaleId, TableId, TableRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
/// the same by its id; where one of two has none, by its name, however that is written.
#[must_use]
pub fn shared_tables<'a>(sales: impl IntoIterator<Item = &'a Sale>) -> Vec<SharedTable> {
    let mut tables: Vec<SharedTable> = Vec::new();
    let mut by_id: BTreeMap<TableId, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for sale in sales.into_iter().filter(|sale| sale.is_open()) {
        let Some(table) = &sale.table else { continue };
        let name = table.name.trim().to_lowercase();
        let named = by_name.get(&name).copied().filter(|known| {
            let known = tables.get(*known).and_then(|known| known.table.id);
            known.is_none() || table.id.is_none()
        });
        let known = table.id.and_then(|id| by_id.get(&id).copied()).or(named);
        let place = known.unwrap_or(tables.len());
        match tables.get_mut(place) {
            Some(known) => known.sales.push(sale.id),
            None => tables.push(SharedTable {
                table: table.clone(),
                sales: vec![sale.id],
            }),
        }
        if let Some(id) = table.id {
            by_id.entry(id).or_insert(place);
        }
        by_name.entry(name).or_insert(place);
    }
    tables.retain(|table| table.sales.len() > 1);
    tables
}
