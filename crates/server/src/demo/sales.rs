//! A few sales that the demonstration store has open when it is first looked at. Their ages are
//! counted back from the moment they are made.

use super::{PEOPLE, catalogue, tables};
use crate::storage::Unit;
use crate::storage::own::{OwnChange, make, named_id, nobody, own_device};
use crate::storage::stores::{Found, all_registers};
use sale::{
    Change, Customer, Discount, EmployeeId, LineId, Method, Modifier, Money, MutationId, NewLine,
    NewTender, OpenSale, Product, Quantity, Register, SaleId, Source, TableRef, TenderId,
};
use sync::server::StorageError;

/// One sale: how old it is in minutes, on which register, by which of the people, what it is called
/// (name, table, customer, guests), and what is on it.
struct Sketch {
    minutes: i64,
    register: usize,
    person: usize,
    name: Option<&'static str>,
    table: Option<&'static str>,
    customer: Option<&'static str>,
    guests: Option<u32>,
    items: &'static [(&'static str, i64)],
}

const fn at_table(
    minutes: i64,
    register: usize,
    person: usize,
    table: &'static str,
    guests: u32,
    items: &'static [(&'static str, i64)],
) -> Sketch {
    Sketch {
        minutes,
        register,
        person,
        name: None,
        table: Some(table),
        customer: None,
        guests: Some(guests),
        items,
    }
}

const SKETCHES: &[Sketch] = &[
    at_table(
        4,
        0,
        2,
        "Table 3",
        2,
        &[("Flat white", 1), ("Latte", 1), ("Almond croissant", 2)],
    ),
    at_table(
        11,
        1,
        3,
        "Garden 2",
        4,
        &[
            ("Harbour chowder", 2),
            ("Fish finger sandwich", 1),
            ("Halloumi wrap", 1),
            ("Chips", 2),
            ("Cloudy lemonade", 4),
        ],
    ),
    Sketch {
        minutes: 18,
        register: 0,
        person: 2,
        name: Some("Window, blue coat"),
        table: None,
        customer: None,
        guests: None,
        items: &[("Cappuccino", 1), ("Lemon drizzle", 1)],
    },
    at_table(
        27,
        1,
        4,
        "Garden 5",
        3,
        &[
            ("Full breakfast", 2),
            ("Smashed avocado", 1),
            ("Filter, bottomless", 3),
        ],
    ),
    Sketch {
        minutes: 41,
        register: 2,
        person: 3,
        name: Some("Rowing club"),
        table: Some("Bar"),
        customer: None,
        guests: Some(9),
        items: &[
            ("Harbour pale ale, pint", 7),
            ("Dry cider, pint", 2),
            ("Chips", 3),
            ("House white, 175 ml", 2),
        ],
    },
    at_table(
        58,
        0,
        2,
        "Table 7",
        2,
        &[
            ("Soup of the day", 2),
            ("Green salad", 1),
            ("Still water", 2),
        ],
    ),
    Sketch {
        minutes: 83,
        register: 2,
        person: 4,
        name: None,
        table: None,
        customer: Some("Priya Nair"),
        guests: None,
        items: &[("Gin & tonic", 2), ("Crab on toast", 1)],
    },
    at_table(
        126,
        1,
        3,
        "Garden 1",
        6,
        &[
            ("Breakfast tea, pot", 3),
            ("Cheese scone", 6),
            ("Carrot cake", 2),
            ("Orange juice", 2),
        ],
    ),
    Sketch {
        minutes: 205,
        register: 3,
        person: 1,
        name: Some("Order for Friday"),
        table: None,
        customer: Some("Harbour Office"),
        guests: None,
        items: &[
            ("House blend beans, 250 g", 4),
            ("Sourdough loaf", 6),
            ("Chocolate brownie", 12),
        ],
    },
];

/// Writes the sales, through a device of the server's own on each register.
///
/// # Errors
/// When the storage fails.
pub(super) fn write(unit: &mut Unit<'_>, store: Found) -> Result<(), StorageError> {
    let registers = all_registers(unit.connection(), store)?;
    let products = catalogue::products();
    let now_ms = unit.now_ms();
    for (ordinal, (index, register)) in (1_u32..).zip(registers.iter().enumerate()) {
        let mut changes = Vec::new();
        let mine = SKETCHES.iter().filter(|sketch| sketch.register == index);
        for (number, sketch) in (1_u32..).zip(mine) {
            // `1a-` is a prefix that no activation ever gets (rule C7).
            let number = format!("{ordinal}a-{number:04}");
            changes.extend(of_sketch(sketch, &number, &products, now_ms));
        }
        changes.extend(extras(index, register, &products, now_ms));
        let device = own_device(store.id, "demonstration", Some(register.id));
        make(unit, store.no, device, Some(register.id), &changes)?;
    }
    Ok(())
}

fn person(index: usize) -> EmployeeId {
    PEOPLE.get(index).map_or_else(nobody, super::Person::id)
}

fn own(number: &str, step: &str, at_ms: i64, employee_id: EmployeeId, change: Change) -> OwnChange {
    OwnChange {
        mutation_id: MutationId(named_id(&["demonstration change", number, step])),
        at_ms,
        employee_id,
        change,
    }
}

fn line(number: &str, name: &str, count: i64, products: &[Product]) -> Option<NewLine> {
    let product = products.iter().find(|product| product.name == name)?;
    Some(NewLine {
        id: LineId(named_id(&["demonstration line", number, name])),
        product_id: Some(product.id),
        name: product.name.clone(),
        unit_price: product.price,
        quantity: Quantity::units(count),
        modifiers: Vec::new(),
        discount: None,
        taxes: product.taxes.clone(),
        note: None,
        reason: None,
    })
}

fn of_sketch(sketch: &Sketch, number: &str, products: &[Product], now_ms: i64) -> Vec<OwnChange> {
    let sale_id = SaleId(named_id(&["demonstration sale", number]));
    let lines = sketch
        .items
        .iter()
        .filter_map(|(name, count)| line(number, name, *count, products))
        .collect();
    let open = OpenSale {
        sale_id,
        number: number.to_owned(),
        source: Source::Register,
        name: sketch.name.map(str::to_owned),
        table: sketch.table.map(|name| TableRef {
            id: tables::has(name).then(|| tables::id(name)),
            name: name.to_owned(),
        }),
        customer: sketch.customer.map(|name| Customer {
            name: name.to_owned(),
            reference: None,
        }),
        guests: sketch.guests,
        note: None,
        lines,
    };
    let opened_ms = now_ms.saturating_sub(sketch.minutes.saturating_mul(60_000));
    let employee = person(sketch.person);
    let mut changes = vec![own(number, "open", opened_ms, employee, Change::Open(open))];
    let later_ms = opened_ms.saturating_add(120_000);
    match sketch.name {
        Some("Rowing club") => changes.push(own(
            number,
            "paid in part",
            later_ms,
            employee,
            Change::Tender {
                sale_id,
                tender: NewTender {
                    id: TenderId(named_id(&["demonstration tender", number])),
                    method: Method::Card,
                    amount: Money(4_000),
                    rounding: Money::ZERO,
                    tip: Money::ZERO,
                    change: Money::ZERO,
                    seen_total: Money(7_680),
                },
            },
        )),
        Some("Order for Friday") => changes.push(own(
            number,
            "discount",
            later_ms,
            employee,
            Change::Discount {
                sale_id,
                discount: Some(Discount::Percent(1_000)),
                reason: None,
            },
        )),
        _ => {}
    }
    changes
}

/// One sale more, on the first register: with an extra and a remark, so that lists show some.
fn extras(index: usize, register: &Register, products: &[Product], now_ms: i64) -> Vec<OwnChange> {
    if index != 0 {
        return Vec::new();
    }
    let number = "1a-0009";
    let Some(mut latte) = line(number, "Latte", 2, products) else {
        return Vec::new();
    };
    latte.modifiers = vec![Modifier {
        name: "Oat milk".to_owned(),
        price: Money(50),
    }];
    latte.note = Some("extra hot".to_owned());
    let open = OpenSale {
        sale_id: SaleId(named_id(&["demonstration sale", number])),
        number: number.to_owned(),
        source: Source::Register,
        name: Some("Take away, Lena".to_owned()),
        table: None,
        customer: None,
        guests: None,
        note: Some(format!("Calls at the {}", register.name.to_lowercase())),
        lines: vec![latte],
    };
    let opened_ms = now_ms.saturating_sub(60_000);
    vec![own(
        number,
        "open",
        opened_ms,
        person(2),
        Change::Open(open),
    )]
}
