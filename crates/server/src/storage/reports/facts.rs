//! What one sale has to say to the reports, in numbers: read off the sale once, when it is written.

use super::keys;
use crate::days::Wall;
use crate::storage::StoreNo;
use rusqlite::Connection;
use sale::civil::Date;
use sale::{Line, Method, Money, Sale, Source, Status, Totals};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Whose figures these are: numbers of keys, in the order of [`super::cells::Narrowed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Who {
    pub register: u32,
    pub employee: u32,
    pub origin: u32,
    pub table: u32,
}

/// A business day, in days since 1970, and the hour on the wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slot {
    pub day: i32,
    pub hour: u8,
}

/// Sums of goods, in minor units and thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sums {
    pub quantity: i64,
    pub gross: i64,
    pub discounts: i64,
    pub net: i64,
    pub tax: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Good {
    /// The product's key; 0 for what is not from the catalogue.
    pub product: u32,
    pub sums: Sums,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taxed {
    pub tax: u32,
    pub net: i64,
    pub amount: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tendered {
    pub at: Slot,
    pub who: Who,
    pub method: u32,
    pub cash: bool,
    pub amount: i64,
    pub tip: i64,
    pub rounding: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    Open,
    Closed,
    Voided,
    Merged,
}

/// What one sale has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    pub state: State,
    /// As it was opened; Takings go by [`Facts::closed_by`].
    pub who: Who,
    pub opened: Slot,
    pub opened_ms: i64,
    /// Whether it was split off another.
    pub split: bool,
    /// When it was closed, voided or merged.
    pub ended: Option<Slot>,
    pub closed_on: u32,
    /// From opening to closing.
    pub open_ms: i64,
    pub paid: i64,
    pub guests: i64,
    pub sums: Sums,
    pub goods: Vec<Good>,
    pub taxes: Vec<Taxed>,
    pub tenders: Vec<Tendered>,
}

impl Facts {
    /// The sums of its goods, or of those of some products alone; none when it has none of them.
    pub(super) fn sums_of(&self, products: Option<&HashSet<u32>>) -> Option<Sums> {
        let Some(products) = products else {
            return Some(self.sums);
        };
        let mut found = None;
        let goods = self.goods.iter();
        for good in goods.filter(|good| products.contains(&good.product)) {
            found.get_or_insert_with(Sums::default).add(good.sums);
        }
        found
    }

    /// Whose takings it is.
    pub(super) fn closed_by(&self) -> Who {
        Who {
            register: self.closed_on,
            ..self.who
        }
    }

    /// The first and the last day that it has to do with.
    pub(super) fn days(&self) -> (i32, i32) {
        let days = || {
            let tendered = self.tenders.iter().map(|tender| tender.at.day);
            let ended = self.ended.map(|slot| slot.day);
            tendered.chain(ended).chain([self.opened.day])
        };
        (days().min().unwrap_or(0), days().max().unwrap_or(0))
    }
}

/// A date as days since 1970.
pub(super) fn day_number(date: Date) -> i32 {
    date.to_epoch_days()
}

/// The business day and hour of a moment; the first of 1970 for one that no calendar has.
pub(super) fn slot(wall: Wall, at_ms: i64) -> Slot {
    let slot = wall.slot(at_ms).map(|(date, hour)| Slot {
        day: day_number(date),
        hour,
    });
    slot.unwrap_or_default()
}

/// The word for where a sale was opened.
fn origin(source: Source) -> &'static str {
    match source {
        Source::Register => "Register",
        Source::Pay => "Pay",
        Source::BackOffice => "BackOffice",
        Source::Webstore => "Webstore",
    }
}

/// Reads a sale. `merged_ms` is when it was merged, for one that was.
///
/// # Errors
/// When the keys cannot be read or written.
pub(super) fn of(
    connection: &Connection,
    store: StoreNo,
    wall: Wall,
    sale: &Sale,
    merged_ms: Option<i64>,
) -> rusqlite::Result<Facts> {
    let key = |text: Option<&str>| keys::number(connection, store, text);
    let id = |id: Option<uuid::Uuid>| key(id.map(|id| id.to_string()).as_deref());
    let who = Who {
        register: id(sale.register_id.map(|id| id.0))?,
        employee: id(Some(sale.owner.0))?,
        origin: key(Some(origin(sale.source)))?,
        table: key(sale.table.as_ref().map(|table| table.name.as_str()))?,
    };
    let merged = matches!(sale.status, Status::Merged(_));
    let closing = sale.closing.as_ref();
    let ended_ms = closing.map(|closing| closing.at_ms).filter(|_| !merged);
    // One whose merge no entry tells of has ended at once, so that it is open nowhere.
    let ended_ms = ended_ms
        .or(merged_ms)
        .or(merged.then_some(sale.opened_at_ms));
    let mut facts = Facts {
        state: match sale.status {
            Status::Open => State::Open,
            Status::Closed => State::Closed,
            Status::Voided => State::Voided,
            Status::Merged(_) => State::Merged,
        },
        who,
        opened: slot(wall, sale.opened_at_ms),
        opened_ms: sale.opened_at_ms,
        split: sale.split_from.is_some(),
        ended: ended_ms.map(|at_ms| slot(wall, at_ms)),
        closed_on: id(closing.and_then(|closing| closing.on).map(|id| id.0))?,
        open_ms: ended_ms.map_or(0, |ended| ended.saturating_sub(sale.opened_at_ms).max(0)),
        paid: 0,
        guests: 0,
        sums: Sums::default(),
        goods: Vec::new(),
        taxes: Vec::new(),
        tenders: Vec::new(),
    };
    if merged {
        // Goods, guests and money are on the sale that it went into.
        return Ok(facts);
    }
    facts.guests = i64::from(sale.guests.unwrap_or(0));
    for (line, share) in sale.lines.iter().zip(Totals::shares(sale)) {
        if line.is_removed() {
            continue;
        }
        add_line(&mut facts, line, share, &key)?;
    }
    for tender in &sale.tenders {
        let (method, cash) = match &tender.method {
            Method::Cash => ("Cash", true),
            Method::Card => ("Card", false),
            Method::Other(name) => (name.as_str(), false),
        };
        facts.paid += tender.amount.0;
        facts.tenders.push(Tendered {
            at: slot(wall, tender.taken_at_ms),
            who: Who {
                register: id(tender.taken_on.map(|id| id.0))?,
                employee: id(Some(tender.taken_by.0))?,
                ..who
            },
            method: key(Some(method))?,
            cash,
            amount: tender.amount.0,
            tip: tender.tip.0,
            rounding: tender.rounding.0,
        });
    }
    Ok(facts)
}

fn add_line(
    facts: &mut Facts,
    line: &Line,
    share: Money,
    key: &impl Fn(Option<&str>) -> rusqlite::Result<u32>,
) -> rusqlite::Result<()> {
    let amount = line.amount() - share;
    let (net, taxes) = sale::tax::of_line(amount, &line.taxes);
    for (rate, tax) in line.taxes.iter().zip(&taxes) {
        let included = rate.included;
        let name = format!("{}|{}|{included}", rate.name, rate.basis_points);
        let number = key(Some(&name))?;
        match facts.taxes.iter_mut().find(|known| known.tax == number) {
            Some(known) => {
                known.net += net.0;
                known.amount += tax.0;
            }
            None => facts.taxes.push(Taxed {
                tax: number,
                net: net.0,
                amount: tax.0,
            }),
        }
    }
    let sums = Sums {
        quantity: line.quantity.0,
        gross: line.gross().0,
        discounts: (line.gross() - amount).0,
        net: net.0,
        tax: taxes.into_iter().sum::<Money>().0,
    };
    let product = key(line.product_id.map(|id| id.to_string()).as_deref())?;
    facts.sums.add(sums);
    match facts.goods.iter_mut().find(|good| good.product == product) {
        Some(good) => good.sums.add(sums),
        None => facts.goods.push(Good { product, sums }),
    }
    Ok(())
}

impl Sums {
    pub(super) fn add(&mut self, other: Sums) {
        self.quantity += other.quantity;
        self.gross += other.gross;
        self.discounts += other.discounts;
        self.net += other.net;
        self.tax += other.tax;
    }
}
