//! What a report was asked for, in numbers: days, and what it is narrowed down by.

use super::cells::{Cell, Narrowed};
use super::facts::{Facts, day_number};
use super::keys;
use crate::storage::{ReadError, StoreNo, stores};
use rusqlite::{Connection, OptionalExtension, params};
use sale::civil::Days;
use sale::{EmployeeId, Product, RegisterId, SaleId, Table};
use std::collections::{HashMap, HashSet};
use sync::api::reports::ReportQuery;
use sync::codec;
use sync::row::Kind;

/// A key that nothing has: what was asked for is in no figure.
const NOBODY: u32 = u32::MAX;

/// What a report was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// The first business day, in days since 1970.
    pub(crate) first: i32,
    /// The last one.
    pub(crate) last: i32,
    pub(super) register: Option<u32>,
    pub(super) employee: Option<u32>,
    pub(super) origin: Option<u32>,
    pub(super) tables: Option<Vec<u32>>,
    pub(super) products: Option<HashSet<u32>>,
    pub(super) register_id: Option<RegisterId>,
    pub(super) employee_id: Option<EmployeeId>,
}

impl Wanted {
    /// Looks up what was asked for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn of(
        connection: &Connection,
        store: StoreNo,
        query: &ReportQuery,
        days: Days,
    ) -> Result<Wanted, ReadError> {
        let key = |text: Option<String>| -> rusqlite::Result<Option<u32>> {
            let Some(text) = text else { return Ok(None) };
            Ok(Some(
                keys::known(connection, store, &text)?.unwrap_or(NOBODY),
            ))
        };
        let mut tables = key(query.table.clone())?.map(|table| vec![table]);
        if let Some(room) = &query.room {
            let rooms = rooms(connection, store)?;
            let mut within = Vec::new();
            for (table, _) in rooms.iter().filter(|(_, of)| *of == room) {
                within.extend(key(Some(table.clone()))?);
            }
            tables = Some(match tables {
                Some(tables) => tables.into_iter().filter(|t| within.contains(t)).collect(),
                None => within,
            });
        }
        let mut products = None;
        if let Some(category) = &query.category {
            let mut within = HashSet::new();
            for (product, of) in categories(connection, store)? {
                if of == *category {
                    within.extend(key(Some(product))?);
                }
            }
            products = Some(within);
        }
        Ok(Wanted {
            first: day_number(days.first),
            last: day_number(days.last),
            register: key(query.register.map(|id| id.to_string()))?,
            employee: key(query.employee.map(|id| id.to_string()))?,
            origin: key(query.origin.clone())?,
            tables,
            products,
            register_id: query.register,
            employee_id: query.employee,
        })
    }

    /// What sums are to be narrowed down by, and to which keys, where kept sums will do.
    pub(super) fn kept(&self) -> Option<(Narrowed, Vec<u32>)> {
        let one = |narrowed, key: Option<u32>| key.map(|key| (narrowed, vec![key]));
        let mut all = [
            one(Narrowed::Register, self.register),
            one(Narrowed::Employee, self.employee),
            one(Narrowed::Origin, self.origin),
            self.tables.clone().map(|tables| (Narrowed::Table, tables)),
        ]
        .into_iter()
        .flatten();
        let narrowed = all.next().unwrap_or((Narrowed::Not, vec![0]));
        (self.products.is_none() && all.next().is_none()).then_some(narrowed)
    }

    /// Whether a cell is within what was asked for.
    pub(super) fn wants(&self, cell: &Cell) -> bool {
        let is = |wanted: Option<u32>, key| wanted.is_none_or(|wanted| wanted == key);
        is(self.register, cell.who.register)
            && is(self.employee, cell.who.employee)
            && is(self.origin, cell.who.origin)
            && self.at_table(cell.who.table)
    }

    pub(super) fn at_table(&self, table: u32) -> bool {
        let tables = self.tables.as_ref();
        tables.is_none_or(|tables| tables.contains(&table))
    }

    /// Whether a sale that is open is within what was asked for.
    pub(super) fn wants_open(&self, facts: &Facts) -> bool {
        let is = |wanted: Option<u32>, key| wanted.is_none_or(|wanted| wanted == key);
        is(self.register, facts.who.register)
            && is(self.employee, facts.who.employee)
            && self.wants_kind(facts)
    }

    fn wants_kind(&self, facts: &Facts) -> bool {
        let of = |products: &HashSet<u32>| {
            let mut goods = facts.goods.iter();
            goods.any(|good| products.contains(&good.product))
        };
        self.origin.is_none_or(|wanted| wanted == facts.who.origin)
            && self.at_table(facts.who.table)
            && self.products.as_ref().is_none_or(of)
    }

    /// Whether an event is: by who did it and where, and by the sale's origin, table and goods.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn wants_event(
        &self,
        connection: &Connection,
        store: StoreNo,
        employee: EmployeeId,
        register: Option<RegisterId>,
        sale: Option<SaleId>,
    ) -> rusqlite::Result<bool> {
        if self.employee_id.is_some_and(|wanted| wanted != employee)
            || self
                .register_id
                .is_some_and(|wanted| Some(wanted) != register)
        {
            return Ok(false);
        }
        if self.origin.is_none() && self.tables.is_none() && self.products.is_none() {
            return Ok(true);
        }
        let Some(sale) = sale else { return Ok(false) };
        let packed: Option<Vec<u8>> = connection
            .prepare_cached(
                "SELECT facts FROM report_sale WHERE no = \
                 (SELECT no FROM entity WHERE store = ? AND kind = 'sale' AND id = ?)",
            )?
            .query_row(params![store.0, sale.0], |row| row.get(0))
            .optional()?;
        let facts = packed.and_then(|packed| postcard::from_bytes(&packed).ok());
        Ok(facts.is_some_and(|facts| self.wants_kind(&facts)))
    }

    /// The same of other days.
    #[must_use]
    pub(crate) fn on(&self, days: Days) -> Wanted {
        Wanted {
            first: day_number(days.first),
            last: day_number(days.last),
            ..self.clone()
        }
    }
}

/// The room of each table of the layout, by the table's name.
pub(super) fn rooms(
    connection: &Connection,
    store: StoreNo,
) -> Result<HashMap<String, String>, ReadError> {
    let tables: Vec<Table> = stores::rows(connection, store, &Kind::Table)?;
    let mut rooms = HashMap::new();
    for table in tables.into_iter().filter(|table| !table.room.is_empty()) {
        rooms.entry(table.name).or_insert(table.room);
    }
    Ok(rooms)
}

/// The category of each product that figures are keyed by, by the product's id.
pub(super) fn categories(
    connection: &Connection,
    store: StoreNo,
) -> Result<HashMap<String, String>, ReadError> {
    let mut categories = HashMap::new();
    for (id, product) in products(connection, store)? {
        if !product.category.is_empty() {
            categories.insert(id, product.category);
        }
    }
    Ok(categories)
}

fn products(connection: &Connection, store: StoreNo) -> Result<Vec<(String, Product)>, ReadError> {
    let mut query = connection
        .prepare_cached("SELECT body FROM entity WHERE store = ? AND kind = 'product'")?;
    let bodies = query.query_map([store.0], |row| row.get::<_, String>(0))?;
    let mut products = Vec::new();
    for body in bodies {
        if let Ok(product) = codec::decode::<Product>(&body?) {
            products.push((product.id.to_string(), product));
        }
    }
    Ok(products)
}
