//! What facts come to as figures: cells of a business day and a dimension. The same cells are added up
//! as sales are written, and on the spot where no sum was kept for what is asked.

use super::facts::{Facts, Slot, State, Sums, Who};
use sale::civil::Date;
use std::collections::{HashMap, HashSet};

/// Figures of a cell: what each column is, by the cell's dimension.
pub(super) type Figures = [i64; 10];

/// Columns of [`Figures`].
pub(super) mod column {
    pub(in super::super) const COUNT: usize = 0;
    pub(in super::super) const QUANTITY: usize = 1;
    pub(in super::super) const GROSS: usize = 2;
    pub(in super::super) const DISCOUNTS: usize = 3;
    pub(in super::super) const NET: usize = 4;
    pub(in super::super) const TAX: usize = 5;
    pub(in super::super) const GUESTS: usize = 6;
    pub(in super::super) const TIPS: usize = 7;
    pub(in super::super) const ROUNDING: usize = 8;
    pub(in super::super) const REFUNDS: usize = 9;
    /// Of [`super::Kept::Opened`] and [`super::Kept::Ended`], beside `COUNT` and `VALUE`, which are of
    /// sales that were open for a while.
    pub(in super::super) const SAVED: usize = 1;
    pub(in super::super) const SPLIT: usize = 2;
    pub(in super::super) const CLOSED: usize = 1;
    pub(in super::super) const VOIDED: usize = 2;
    pub(in super::super) const MERGED: usize = 3;
    pub(in super::super) const VALUE: usize = 4;
    /// Value of closed ones alone.
    pub(in super::super) const CLOSED_VALUE: usize = 5;
}
use column::*;

/// The dimensions that sums are kept by. Their numbers are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kept {
    /// Takings by hour.
    Hour = 1,
    Register = 2,
    Employee = 3,
    Origin = 4,
    Table = 5,
    /// Goods sold.
    Product = 6,
    /// The same by calendar month, on its first day.
    ProductMonth = 7,
    Tax = 8,
    Method = 9,
    /// Tips and refunds, by hour.
    Money = 10,
    /// Sales opened, by hour; the value of those that have ended.
    Opened = 11,
    /// Sales closed, voided, merged, by hour.
    Ended = 12,
    /// Closed sales by how long they were open, in steps.
    Duration = 13,
    /// Closed sales by register opened on × closed on.
    Pair = 14,
}

/// What sums are narrowed down by. The numbers are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Narrowed {
    Not = 0,
    Register = 2,
    Employee = 3,
    Origin = 4,
    Table = 5,
}

impl Kept {
    /// Its number in the file.
    #[expect(clippy::as_conversions, reason = "an enum's own number")]
    pub(super) fn number(self) -> i64 {
        self as i64
    }
}

impl Narrowed {
    /// Its number in the file.
    #[expect(clippy::as_conversions, reason = "an enum's own number")]
    pub(super) fn number(self) -> i64 {
        self as i64
    }
}

/// Where a cell lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct At {
    pub day: i32,
    pub key: i64,
    pub second: i64,
}

pub(super) struct Cell {
    pub who: Who,
    pub kept: Kept,
    pub at: At,
    pub figures: Figures,
}

impl Who {
    fn of(self, narrowed: Narrowed) -> u32 {
        match narrowed {
            Narrowed::Not => 0,
            Narrowed::Register => self.register,
            Narrowed::Employee => self.employee,
            Narrowed::Origin => self.origin,
            Narrowed::Table => self.table,
        }
    }
}

/// Whether sums of a dimension are kept narrowed down by something.
pub(super) fn is_kept(kept: Kept, narrowed: Narrowed) -> bool {
    // A shop has many tables and many products: both together would be more than its sales.
    narrowed != Narrowed::Table || !matches!(kept, Kept::Product | Kept::ProductMonth)
}

/// Every sum that a cell is a part of: by what it is narrowed down, and to which key.
pub(super) fn sums(cell: &Cell) -> impl Iterator<Item = (Narrowed, u32)> + '_ {
    [
        Narrowed::Not,
        Narrowed::Register,
        Narrowed::Employee,
        Narrowed::Origin,
        Narrowed::Table,
    ]
    .into_iter()
    .map(|narrowed| (narrowed, cell.who.of(narrowed)))
    .filter(|(narrowed, key)| *narrowed == Narrowed::Not || *key != 0)
    .filter(|(narrowed, _)| is_kept(cell.kept, *narrowed))
}

/// The steps that durations are rounded up to, in minutes: from which on, and how long.
const STEPS: [(i64, i64); 4] = [(7 * 24 * 60, 24 * 60), (6 * 60, 60), (60, 5), (0, 1)];

/// A duration in minutes, rounded up to its step.
pub(super) fn step_of(open_ms: i64) -> i64 {
    let minutes = open_ms.saturating_add(59_999) / 60_000;
    let step = STEPS.iter().find(|(from, _)| minutes > *from);
    let step = step.map_or(1, |(_, step)| *step);
    (minutes + step - 1) / step * step
}

/// The first day of the month of a day.
pub(super) fn month_of(day: i32) -> i32 {
    use chrono::Datelike;
    Date::from_epoch_days(day)
        .and_then(|date| date.with_day(1))
        .map_or(day, |first| first.to_epoch_days())
}

fn takings(sums: Sums, guests: i64) -> Figures {
    let mut figures = Figures::default();
    figures[COUNT] = 1;
    figures[QUANTITY] = sums.quantity;
    figures[GROSS] = sums.gross;
    figures[DISCOUNTS] = sums.discounts;
    figures[NET] = sums.net;
    figures[TAX] = sums.tax;
    figures[GUESTS] = guests;
    figures
}

/// The cells of a sale; with `products` those of these products alone, and without guests and money.
pub(super) fn of(facts: &Facts, products: Option<&HashSet<u32>>) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(16);
    let wanted = |product: u32| products.is_none_or(|products| products.contains(&product));
    let goods = || facts.goods.iter().filter(|good| wanted(good.product));
    let Some(sums) = facts.sums_of(products) else {
        return cells;
    };
    let guests = if products.is_none() { facts.guests } else { 0 };
    let value = sums.net + sums.tax;
    let mut put = |who: Who, kept: Kept, day: i32, key: i64, second: i64, figures: Figures| {
        let at = At { day, key, second };
        cells.push(Cell {
            who,
            kept,
            at,
            figures,
        });
    };
    let hour = |slot: Slot| i64::from(slot.hour);
    // What ended before it was opened, by the clock of another device, was open at no hour.
    let stood = facts.ended.is_none() || facts.open_ms > 0;
    let mut opened = Figures::default();
    opened[COUNT] = i64::from(stood);
    opened[SAVED] = i64::from(!facts.split);
    opened[SPLIT] = i64::from(facts.split);
    // What an open sale comes to changes with every line; it is read where it is asked for.
    opened[VALUE] = if facts.ended.is_some() && stood {
        value
    } else {
        0
    };
    let slot = facts.opened;
    put(facts.who, Kept::Opened, slot.day, hour(slot), 0, opened);
    if let Some(slot) = facts.ended {
        let mut ended = Figures::default();
        ended[COUNT] = i64::from(stood);
        ended[VALUE] = if stood { value } else { 0 };
        match facts.state {
            State::Closed => {
                ended[CLOSED] = 1;
                ended[CLOSED_VALUE] = value;
            }
            State::Voided => ended[VOIDED] = 1,
            State::Merged => ended[MERGED] = 1,
            State::Open => {}
        }
        put(facts.who, Kept::Ended, slot.day, hour(slot), 0, ended);
    }
    if let (State::Closed, Some(slot)) = (facts.state, facts.ended) {
        let (who, day) = (facts.closed_by(), slot.day);
        let all = takings(sums, guests);
        put(who, Kept::Hour, day, hour(slot), 0, all);
        put(who, Kept::Register, day, i64::from(who.register), 0, all);
        put(who, Kept::Employee, day, i64::from(who.employee), 0, all);
        put(who, Kept::Origin, day, i64::from(who.origin), 0, all);
        put(who, Kept::Table, day, i64::from(who.table), 0, all);
        for good in goods() {
            let figures = takings(good.sums, 0);
            let key = i64::from(good.product);
            put(who, Kept::Product, day, key, 0, figures);
            put(who, Kept::ProductMonth, month_of(day), key, 0, figures);
        }
        let mut one = Figures::default();
        one[COUNT] = 1;
        put(who, Kept::Duration, day, step_of(facts.open_ms), 0, one);
        one[VALUE] = value;
        let (from, to) = (i64::from(facts.who.register), i64::from(who.register));
        put(who, Kept::Pair, day, from, to, one);
        for taxed in facts.taxes.iter().filter(|_| products.is_none()) {
            let mut figures = Figures::default();
            figures[COUNT] = 1;
            figures[NET] = taxed.net;
            figures[TAX] = taxed.amount;
            put(who, Kept::Tax, day, i64::from(taxed.tax), 0, figures);
        }
    }
    for tender in facts.tenders.iter().filter(|_| products.is_none()) {
        let mut figures = Figures::default();
        figures[COUNT] = 1;
        figures[GROSS] = tender.amount;
        figures[TIPS] = tender.tip;
        figures[ROUNDING] = tender.rounding;
        figures[REFUNDS] = (-tender.amount).max(0);
        let (slot, method) = (tender.at, i64::from(tender.method));
        put(tender.who, Kept::Method, slot.day, method, 0, figures);
        let mut money = Figures::default();
        money[COUNT] = i64::from(tender.amount < 0);
        money[TIPS] = if tender.cash { 0 } else { tender.tip };
        money[REFUNDS] = (-tender.amount).max(0);
        if money != Figures::default() {
            put(tender.who, Kept::Money, slot.day, hour(slot), 0, money);
        }
    }
    cells
}

/// A kept sum: narrowed by what, to which key, of which dimension, and where.
pub(super) type Place = (Narrowed, u32, Kept, At);

/// Adds what facts come to, or takes it off.
pub(super) fn add(changes: &mut HashMap<Place, Figures>, facts: &Facts, sign: i64) {
    for cell in of(facts, None) {
        for (narrowed, key) in sums(&cell) {
            let place = (narrowed, key, cell.kept, cell.at);
            let sum = changes.entry(place).or_default();
            for (sum, figure) in sum.iter_mut().zip(cell.figures) {
                *sum += figure * sign;
            }
        }
    }
}
