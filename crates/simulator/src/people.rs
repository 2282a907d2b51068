//! The people: what somebody at a device does next, given what the screen shows. They crowd around
//! the same few sales, so that two edit one at once.

mod taking;

use crate::chance::Chance;
use crate::device::Surface;
use crate::server::{PEOPLE, PRODUCTS, number_of, numbered};
use sale::{
    Change, Customer, Discount, EmployeeId, LineEdit, LineId, Modifier, Money, NewLine, OpenSale,
    ProductId, Quantity, Review, SaleId, Source, SplitMove, SplitSale, Table, TableEdit, TableId,
    TablePlace, TableRef,
};
use sync::device::{Engine, SaleView};
use sync::row::Kind;
use taking::tender;
use uuid::Uuid;

/// Who may do everything in a store.
pub fn manager(place: usize) -> EmployeeId {
    EmployeeId(numbered(place, 1))
}

/// Somebody of the store who works at such a device.
pub fn somebody(place: usize, surface: Surface, chance: &mut Chance) -> EmployeeId {
    let number = match surface {
        Surface::BackOffice => 5,
        Surface::Register | Surface::Pay => 1 + chance.place(4),
    };
    EmployeeId(numbered(place, number))
}

/// What a trace calls an employee.
#[must_use]
pub fn name(employee: EmployeeId) -> &'static str {
    PEOPLE
        .get(number_of(employee.0).wrapping_sub(1))
        .map_or("somebody", |(name, _)| name)
}

/// A manager who puts in their PIN, mostly where one is asked, sometimes not (rule H2).
pub fn approval(place: usize, chance: &mut Chance) -> Option<EmployeeId> {
    chance.percent(70).then(|| manager(place))
}

/// How many of the latest sales people crowd around.
const CROWD: usize = 4;

/// What somebody of a store does next.
pub fn tap(
    place: usize,
    engine: &Engine,
    hot: &[SaleId],
    source: Source,
    chance: &mut Chance,
) -> Change {
    if chance.percent(3) {
        return lay_out(place, engine, chance);
    }
    let mut change = next(engine, hot, source, chance);
    match &mut change {
        Change::Open(open) => stocked(place, &mut open.lines),
        Change::AddLine { line, .. } => stocked(place, std::slice::from_mut(line)),
        Change::Owner { owner, .. } => *owner = EmployeeId(numbered(place, number_of(owner.0))),
        _ => {}
    }
    change
}

/// The same of the store's own products.
fn stocked(place: usize, lines: &mut [NewLine]) {
    for product in lines.iter_mut().filter_map(|line| line.product_id.as_mut()) {
        product.0 = numbered(place, number_of(product.0));
    }
}

/// Somebody moves the furniture.
fn lay_out(place: usize, engine: &Engine, chance: &mut Chance) -> Change {
    let tables: Vec<&Table> = engine.tables().collect();
    let known = chance.one_of(&tables).map(|table| table.id);
    let at = TablePlace {
        left: u16::try_from(chance.below(800)).unwrap_or(0),
        top: u16::try_from(chance.below(800)).unwrap_or(0),
        width: 200,
        height: 200,
    };
    let name = format!("table {}", chance.below(6));
    match (known, chance.below(10)) {
        (Some(table_id), 0..=1) => Change::RemoveTable { table_id },
        (Some(table_id), 2..=7) => Change::EditTable {
            table_id,
            edit: match chance.below(4) {
                0 => TableEdit::Name(name),
                1 => TableEdit::Seats(u32::try_from(chance.below(9)).unwrap_or(0)),
                2 => TableEdit::Round(chance.percent(50)),
                _ => TableEdit::Place(at),
            },
        },
        _ => Change::PutTable(Table {
            // A few ids for all, so that two put one table.
            id: TableId(numbered(place, 900 + chance.place(3))),
            name,
            room: String::new(),
            seats: 4,
            place: at,
            round: false,
            standing: sale::Standing::Table,
            room_order: 0,
        }),
    }
}

fn next(engine: &Engine, hot: &[SaleId], source: Source, chance: &mut Chance) -> Change {
    let shown = if chance.percent(15) {
        None
    } else {
        look_at(engine, hot, chance)
    };
    let Some(view) = shown else {
        return Change::Open(open(source, chance));
    };
    match chance.below(100) {
        0..=84 => edit(engine, &view, chance),
        85..=89 => match look_at(engine, hot, chance) {
            Some(into) => Change::Merge {
                sale_id: view.sale.id,
                into: into.sale.id,
            },
            None => edit(engine, &view, chance),
        },
        90..=94 => split(&view, chance),
        95 => match view.sale.parts.last() {
            Some(part) => Change::Unmerge {
                sale_id: part.sale.id,
            },
            None => edit(engine, &view, chance),
        },
        96 => Change::Unvoid {
            sale_id: chance.one_of(hot).copied().unwrap_or(view.sale.id),
        },
        _ => resolve(engine, chance).unwrap_or_else(|| edit(engine, &view, chance)),
    }
}

/// Half of what is on a line or two goes to a new sale.
fn split(view: &SaleView, chance: &mut Chance) -> Change {
    let lines: Vec<_> = view.sale.standing_lines().collect();
    let moves = lines
        .iter()
        .filter(|_| chance.percent(50))
        .map(|line| SplitMove {
            line_id: line.id,
            quantity: Quantity::units(1),
            new_line_id: LineId(Uuid::nil()),
        })
        .collect::<Vec<_>>();
    let moves = moves
        .into_iter()
        .map(|moved| SplitMove {
            new_line_id: LineId(chance.uuid()),
            ..moved
        })
        .collect();
    Change::Split(SplitSale {
        sale_id: view.sale.id,
        new_sale_id: SaleId(chance.uuid()),
        number: String::new(),
        name: None,
        moves,
    })
}

/// Settles one of the matters that the screen lists.
fn resolve(engine: &Engine, chance: &mut Chance) -> Option<Change> {
    let reviews: Vec<Review> = engine.read_all(&Kind::Review);
    let review = chance.one_of(&reviews)?;
    Some(Change::ResolveReview {
        review_id: review.id,
        note: "seen to".to_owned(),
    })
}

/// One of the latest sales that this screen shows as open.
fn look_at(engine: &Engine, hot: &[SaleId], chance: &mut Chance) -> Option<SaleView> {
    let first = hot.len().saturating_sub(CROWD);
    let latest = hot.get(first..)?;
    let start = chance.place(latest.len());
    let order = latest.iter().cycle().skip(start).take(latest.len());
    for id in order {
        for id in [*id, id.follow_up()] {
            if let Some(view) = engine.sale(id)
                && view.sale.is_open()
            {
                return Some(view);
            }
        }
    }
    None
}

fn edit(engine: &Engine, view: &SaleView, chance: &mut Chance) -> Change {
    let sale_id = view.sale.id;
    let lines: Vec<_> = view.sale.standing_lines().collect();
    let line = chance
        .one_of(&lines)
        .map(|line| (line.id, line.quantity, line.unit_price));
    let reason = || Some("asked to".to_owned());
    match (chance.below(100), line) {
        (0..=24, _) if lines.len() <= 8 => add(sale_id, chance),
        (_, None) => add(sale_id, chance),
        (0..=37, Some((line_id, ..))) => Change::ChangeQuantity {
            sale_id,
            line_id,
            difference: Quantity::units(if chance.percent(60) { 1 } else { -1 }),
            reason: reason(),
        },
        (38..=43, Some((line_id, seen, _))) => Change::SetQuantity {
            sale_id,
            line_id,
            to: Quantity::units(chance.amount(6)),
            seen,
            reason: reason(),
        },
        (44..=50, Some((line_id, seen, _))) => Change::RemoveLine {
            sale_id,
            line_id,
            seen,
            reason: reason(),
        },
        (51..=54, Some((line_id, _, price))) => Change::EditLine {
            sale_id,
            line_id,
            edit: match chance.below(4) {
                0 => LineEdit::UnitPrice(price + Money(10)),
                1 => LineEdit::Modifiers(vec![Modifier {
                    name: "extra".to_owned(),
                    price: Money(chance.amount(100)),
                }]),
                2 => LineEdit::Discount(Some(Discount::Percent(500))),
                _ => LineEdit::Note(Some("no onions".to_owned())),
            },
            reason: reason(),
        },
        (55..=69, _) => header(sale_id, chance),
        (70..=84, _) => tender(engine, view, chance),
        (85..=95, _) if view.totals.due <= Money(0) || chance.percent(30) => {
            Change::Close { sale_id }
        }
        (85..=95, _) => tender(engine, view, chance),
        _ => Change::Void {
            sale_id,
            reason: "mistake".to_owned(),
        },
    }
}

fn add(sale_id: SaleId, chance: &mut Chance) -> Change {
    Change::AddLine {
        sale_id,
        line: new_line(chance),
    }
}

fn header(sale_id: SaleId, chance: &mut Chance) -> Change {
    let n = chance.below(9);
    match chance.below(7) {
        0 => Change::Note {
            sale_id,
            note: Some(format!("note {n}")),
        },
        1 => Change::Guests {
            sale_id,
            guests: u32::try_from(n).ok(),
        },
        2 => Change::Table {
            sale_id,
            table: Some(TableRef {
                id: None,
                name: format!("table {n}"),
            }),
        },
        3 => Change::Customer {
            sale_id,
            customer: Some(Customer {
                name: format!("customer {n}"),
                reference: None,
            }),
        },
        4 => Change::Owner {
            sale_id,
            owner: EmployeeId(Uuid::from_u128(u128::from(1 + n % 4))),
        },
        5 => Change::Discount {
            sale_id,
            discount: Some(Discount::Percent(if n > 6 { 2_000 } else { 200 })),
            reason: Some("a regular".to_owned()),
        },
        _ => Change::Name {
            sale_id,
            name: Some(format!("name {n}")),
        },
    }
}

fn new_line(chance: &mut Chance) -> NewLine {
    let at = chance.place(PRODUCTS.len());
    let (name, price) = PRODUCTS.get(at).copied().unwrap_or(("tea", 250));
    let product = u128::try_from(at).unwrap_or(0) + 1;
    NewLine {
        id: LineId(chance.uuid()),
        product_id: Some(ProductId(Uuid::from_u128(product))),
        name: name.to_owned(),
        unit_price: Money(price),
        quantity: Quantity::units(1 + chance.amount(4)),
        modifiers: Vec::new(),
        discount: None,
        taxes: Vec::new(),
        note: None,
        reason: None,
    }
}

fn open(source: Source, chance: &mut Chance) -> OpenSale {
    OpenSale {
        sale_id: SaleId(chance.uuid()),
        number: String::new(),
        source,
        name: None,
        table: chance.percent(50).then(|| TableRef {
            id: None,
            name: format!("table {}", chance.below(3)),
        }),
        customer: None,
        guests: None,
        note: None,
        lines: vec![new_line(chance)],
    }
}

/// An order as a store's webstore sends it.
pub fn web_order(place: usize, chance: &mut Chance) -> OpenSale {
    let mut order = open(Source::Webstore, chance);
    stocked(place, &mut order.lines);
    order.number = format!("W-{}", chance.bits());
    order
}
