//! Writing what was read: products where they differ, and the last invoices as open sales, through a
//! device of the server's own on each register.

use super::rows::{Invoice, InvoiceLine, Read};
use super::{ImportError, categories};
use crate::storage::Database;
use crate::storage::own::{OwnChange, make, named_id, nobody, own_device, server_device};
use crate::storage::prices;
use crate::storage::stores::{self, Found, all_registers};
use sale::{
    Change, Customer, Employee, EmployeeId, LineId, MutationId, NewLine, OpenSale, Product,
    ProductId, Register, Role, SaleId, Source,
};
use std::collections::HashMap;
use sync::api::goods::PriceWay;
use sync::row::Kind;
use uuid::Uuid;

/// Products of one entry of the log.
const PRODUCTS_AT_ONCE: usize = 500;
/// Sales of one transaction.
const SALES_AT_ONCE: usize = 50;
/// The model: sales were opened evenly over this long, in milliseconds, up to now.
const SPREAD_MS: i64 = 3 * 60 * 60 * 1000;

fn product_id(store: Found, code: &str) -> ProductId {
    ProductId(named_id(&[
        "online retail product",
        &store.id.to_string(),
        code,
    ]))
}

/// Writes the products that are new or have changed; answers how many.
///
/// # Errors
/// When the stores cannot be read or written.
pub(super) fn products(
    database: &Database,
    store: Found,
    read: &Read,
) -> Result<usize, ImportError> {
    let known: Vec<Product> = database
        .readers
        .read_blocking(|connection| Ok(stores::rows(connection, store.no, &Kind::Product)?))?;
    let known: HashMap<ProductId, Product> = known.into_iter().map(|p| (p.id, p)).collect();
    let changed: Vec<Product> = read
        .products
        .iter()
        .map(|(code, found)| {
            let (id, category) = (
                product_id(store, code),
                categories::of(code, &found.description),
            );
            match known.get(&id) {
                // What was added to it in BackOffice stays.
                Some(known) => Product {
                    name: found.description.clone(),
                    price: found.price,
                    ..known.clone()
                },
                None => Product::plain(id, code, &found.description, category, found.price),
            }
        })
        .filter(|product| known.get(&product.id) != Some(product))
        .collect();
    for products in changed.chunks(PRODUCTS_AT_ONCE) {
        let products = products.to_vec();
        let by = prices::By {
            device: server_device(),
            employee: nobody(),
            way: PriceWay::Table,
        };
        database
            .writer
            .run_blocking(move |unit| prices::write(unit, store.no, by, &products))?;
    }
    Ok(changed.len())
}

/// Opens the last invoices as sales; answers how many were opened and how many were there already.
///
/// # Errors
/// When the stores cannot be read or written.
pub(super) fn sales(
    database: &Database,
    store: Found,
    read: &Read,
    count: usize,
) -> Result<(usize, usize), ImportError> {
    if count == 0 {
        return Ok((0, 0));
    }
    let (registers, people) = database.readers.read_blocking(|connection| {
        let people: Vec<Employee> = stores::rows(connection, store.no, &Kind::Employee)?;
        Ok((all_registers(connection, store)?, people))
    })?;
    let people: Vec<EmployeeId> = people
        .iter()
        .filter(|person| person.role != Role::BackOfficeManager)
        .map(|person| person.id)
        .collect();
    if registers.is_empty() || people.is_empty() {
        return Err(ImportError::Storage(
            "the store needs a register and an employee before sales can be opened".to_owned(),
        ));
    }
    // An invoice that only gives back is no sale.
    let mut invoices: Vec<&Invoice> = read.invoices.iter().collect();
    invoices.retain(|invoice| !invoice.lines.is_empty());
    let first = invoices.len().saturating_sub(count);
    let invoices = invoices.split_off(first);
    let now_ms = crate::clock::now_ms();
    let (mut opened, mut known) = (0, 0);
    let total = i64::try_from(invoices.len()).unwrap_or(i64::MAX);
    let mut changes = Vec::with_capacity(SALES_AT_ONCE);
    let places = registers.iter().cycle();
    let hands = people.iter().cycle();
    for (((invoice, register), employee), ago) in invoices
        .iter()
        .zip(places)
        .zip(hands)
        .zip((1..=total).rev())
    {
        let at_ms = now_ms.saturating_sub(SPREAD_MS / total * ago);
        changes.push((
            register.clone(),
            sale(store, invoice, read, *employee, at_ms),
        ));
        if changes.len() >= SALES_AT_ONCE {
            let (new, there) = open(database, store, std::mem::take(&mut changes))?;
            (opened, known) = (opened + new, known + there);
        }
    }
    let (new, there) = open(database, store, changes)?;
    Ok((opened + new, known + there))
}

fn open(
    database: &Database,
    store: Found,
    changes: Vec<(Register, OwnChange)>,
) -> Result<(usize, usize), ImportError> {
    let opened = database.writer.run_blocking(move |unit| {
        let (mut opened, mut known) = (0, 0);
        for (register, change) in &changes {
            let device = own_device(store.id, "online retail", Some(register.id));
            let change = std::slice::from_ref(change);
            let (results, there) = make(unit, store.no, device, Some(register.id), change)?;
            opened += results.len();
            known += there;
        }
        Ok((opened, known))
    })?;
    Ok(opened)
}

fn sale(
    store: Found,
    invoice: &Invoice,
    read: &Read,
    employee_id: EmployeeId,
    at_ms: i64,
) -> OwnChange {
    let named = |what: &str, which: &str| {
        named_id(&[
            "online retail",
            what,
            &store.id.to_string(),
            &invoice.number,
            which,
        ])
    };
    let lines = invoice
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| new_line(store, line, read, named("line", &index.to_string())));
    OwnChange {
        mutation_id: MutationId(named("opening", "")),
        at_ms,
        employee_id,
        change: Change::Open(OpenSale {
            sale_id: SaleId(named("sale", "")),
            // No register's prefix: those end in a dash (rule C7).
            number: invoice.number.clone(),
            source: Source::BackOffice,
            name: None,
            table: None,
            customer: invoice.customer.as_ref().map(|id| Customer {
                name: format!("Customer {id}"),
                reference: Some(id.clone()),
            }),
            guests: None,
            note: Some(format!("Invoice of {}, {}", invoice.date, invoice.country)),
            lines: lines.collect(),
        }),
    }
}

fn new_line(store: Found, line: &InvoiceLine, read: &Read, id: Uuid) -> NewLine {
    let name = read.products.get(&line.code);
    NewLine {
        id: LineId(id),
        product_id: Some(product_id(store, &line.code)),
        name: name.map_or_else(|| line.code.clone(), |product| product.description.clone()),
        unit_price: line.price,
        quantity: line.quantity,
        modifiers: Vec::new(),
        discount: None,
        taxes: Vec::new(),
        note: None,
        reason: None,
    }
}
