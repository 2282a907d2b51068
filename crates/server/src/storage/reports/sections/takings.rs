//! Takings: closed sales and the money that they brought.

use crate::storage::ReadError;
use crate::storage::reports::cells::{At, Figures, Kept, column::*};
use crate::storage::reports::desk::{Desk, Made};
use crate::storage::reports::gather;
use crate::storage::reports::kinds::Kind;
use crate::storage::reports::section::{Spec, Table};
use crate::storage::reports::wanted::{Wanted, categories, rooms};
use sale::Money;
use sync::api::reports::{Dimension, Unit};

const TAKINGS: &[(&str, Unit)] = &[
    ("sales", Unit::Count),
    ("gross", Unit::Money),
    ("discounts", Unit::Money),
    ("net", Unit::Money),
    ("tax", Unit::Money),
    ("total", Unit::Money),
    ("average_sale", Unit::Money),
    ("items", Unit::Quantity),
    ("guests", Unit::Count),
];
const GOODS: &[(&str, Unit)] = &[
    ("quantity", Unit::Quantity),
    ("gross", Unit::Money),
    ("discounts", Unit::Money),
    ("net", Unit::Money),
    ("tax", Unit::Money),
];

fn takings(f: &Figures) -> Vec<Option<i64>> {
    let total = f[NET] + f[TAX];
    let average = (f[COUNT] != 0).then(|| Money(total).scale(1, f[COUNT]).0);
    vec![
        Some(f[COUNT]),
        Some(f[GROSS]),
        Some(f[DISCOUNTS]),
        Some(f[NET]),
        Some(f[TAX]),
        Some(total),
        average,
        Some(f[QUANTITY]),
        Some(f[GUESTS]),
    ]
}

fn goods(f: &Figures) -> Vec<Option<i64>> {
    let columns = [QUANTITY, GROSS, DISCOUNTS, NET, TAX];
    columns.map(|column| f.get(column).copied()).to_vec()
}

fn section(id: &'static str, by: Dimension) -> Spec {
    Spec {
        id,
        by,
        and_by: None,
        measures: TAKINGS,
        values: takings,
    }
}

/// The weekday of a business day: 1 is Monday.
pub(super) fn weekday(day: i32) -> i64 {
    // The first of January 1970 was a Thursday.
    i64::from((day + 3).rem_euclid(7)) + 1
}

/// The sections of some days.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn made(desk: &mut Desk<'_>, wanted: &Wanted, shift: i32) -> Result<Made, ReadError> {
    let cells = gather::cells(
        desk.connection,
        desk.store,
        wanted,
        &[
            Kept::Hour,
            Kept::Register,
            Kept::Employee,
            Kept::Origin,
            Kept::Table,
            Kept::Product,
            Kept::Tax,
            Kept::Method,
            Kept::Money,
        ],
    )?;
    let by_key = |kept| Table::of(cells.of(kept), |at: At| (at.key, 0));
    let day = |at: At| (i64::from(at.day + shift), 0);
    let (first, last) = (wanted.first + shift, wanted.last.min(desk.today) + shift);
    let rooms = rooms(desk.connection, desk.store)?;
    let rooms = desk.names.numbers(&rooms);
    let room = |at: At| (rooms.get(&at.key).copied().unwrap_or(0), 0);
    let categories = categories(desk.connection, desk.store)?;
    let categories = desk.names.numbers(&categories);
    let category = |at: At| (categories.get(&at.key).copied().unwrap_or(0), 0);
    let of_goods = |id, by| Spec {
        measures: GOODS,
        values: goods,
        ..section(id, by)
    };
    Ok(vec![
        (
            section("takings_by_day", Dimension::Day),
            Table::of(cells.of(Kept::Hour), day).daily(first, last),
        ),
        (
            section("takings_by_hour", Dimension::Hour),
            by_key(Kept::Hour),
        ),
        (
            Spec {
                and_by: Some(Dimension::Hour),
                ..section("takings_by_weekday_hour", Dimension::Weekday)
            },
            Table::of(cells.of(Kept::Hour), |at| (weekday(at.day), at.key)),
        ),
        (
            section("takings_by_register", Dimension::Register),
            by_key(Kept::Register),
        ),
        (
            section("takings_by_employee", Dimension::Employee),
            by_key(Kept::Employee),
        ),
        (
            of_goods("takings_by_category", Dimension::Category),
            Table::of(cells.of(Kept::Product), category),
        ),
        (
            of_goods("takings_by_product", Dimension::Product),
            by_key(Kept::Product),
        ),
        (
            section("takings_by_origin", Dimension::Origin),
            by_key(Kept::Origin),
        ),
        (
            section("takings_by_table", Dimension::Table),
            by_key(Kept::Table),
        ),
        (
            section("takings_by_room", Dimension::Room),
            Table::of(cells.of(Kept::Table), room),
        ),
        (
            Spec {
                measures: &[
                    ("net", Unit::Money),
                    ("tax", Unit::Money),
                    ("gross", Unit::Money),
                ],
                values: |f| vec![Some(f[NET]), Some(f[TAX]), Some(f[NET] + f[TAX])],
                ..section("taxes", Dimension::Tax)
            },
            by_key(Kept::Tax),
        ),
        (
            Spec {
                measures: &[
                    ("amount", Unit::Money),
                    ("tips", Unit::Money),
                    ("count", Unit::Count),
                    ("rounding", Unit::Money),
                    ("refunds", Unit::Money),
                ],
                values: |f| {
                    let columns = [GROSS, TIPS, COUNT, ROUNDING, REFUNDS];
                    columns.map(|column| f.get(column).copied()).to_vec()
                },
                ..section("tenders", Dimension::Method)
            },
            by_key(Kept::Method),
        ),
        (
            Spec {
                measures: &[("count", Unit::Count), ("refunds", Unit::Money)],
                values: |f| vec![Some(f[COUNT]), Some(f[REFUNDS])],
                ..section("refunds_by_day", Dimension::Day)
            },
            Table::of(cells.of(Kept::Money), day).daily(first, last),
        ),
        late(desk, wanted, shift)?,
    ])
}

/// What came after its day was over.
fn late(desk: &Desk<'_>, wanted: &Wanted, shift: i32) -> Result<(Spec, Table), ReadError> {
    let mut table = Table::default();
    super::exceptions::events(desk, wanted, &[Kind::Late], |event| {
        let mut figures = Figures::default();
        figures[COUNT] = 1;
        figures[CLOSED] = event.amount;
        figures[VALUE] = event.worth;
        table.add((i64::from(event.day + shift), 0), figures);
    })?;
    let spec = Spec {
        measures: &[
            ("late", Unit::Count),
            ("late_closed", Unit::Count),
            ("late_total", Unit::Money),
        ],
        values: |f| vec![Some(f[COUNT]), Some(f[CLOSED]), Some(f[VALUE])],
        ..section("late_by_day", Dimension::Day)
    };
    Ok((spec, table))
}

/// What the first screen shows of a day.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn home(desk: &Desk<'_>, wanted: &Wanted) -> Result<Made, ReadError> {
    let dimensions = [Kept::Hour, Kept::Product, Kept::Money];
    let cells = gather::cells(desk.connection, desk.store, wanted, &dimensions)?;
    let tips = || {
        cells.of(Kept::Money).map(|(at, money)| {
            let mut figures = Figures::default();
            figures[TIPS] = money[TIPS];
            (at, figures)
        })
    };
    let money = || cells.of(Kept::Hour).chain(tips());
    let all = Spec {
        measures: &[
            ("sales", Unit::Count),
            ("gross", Unit::Money),
            ("discounts", Unit::Money),
            ("net", Unit::Money),
            ("tax", Unit::Money),
            ("total", Unit::Money),
            ("average_sale", Unit::Money),
            ("items", Unit::Quantity),
            ("guests", Unit::Count),
            ("tips_not_cash", Unit::Money),
        ],
        values: |f| {
            let mut values = takings(f);
            values.push(Some(f[TIPS]));
            values
        },
        ..section("home_takings", Dimension::All)
    };
    let by_hour = Spec {
        measures: &[
            ("gross", Unit::Money),
            ("sales", Unit::Count),
            ("total", Unit::Money),
            ("tips_not_cash", Unit::Money),
        ],
        values: |f| {
            vec![
                Some(f[GROSS]),
                Some(f[COUNT]),
                Some(f[NET] + f[TAX]),
                Some(f[TIPS]),
            ]
        },
        ..section("home_takings_by_hour", Dimension::Hour)
    };
    let sellers = Spec {
        measures: &[("quantity", Unit::Quantity), ("gross", Unit::Money)],
        values: |f| vec![Some(f[QUANTITY]), Some(f[GROSS])],
        ..section("home_best_sellers", Dimension::Product)
    };
    let mut whole = Table::of(money(), |_| (0, 0));
    whole.rows.entry((0, 0)).or_default();
    Ok(vec![
        (all, whole),
        (by_hour, Table::of(money(), |at| (at.key, 0))),
        (
            sellers,
            Table::of(cells.of(Kept::Product), |at| (at.key, 0)),
        ),
    ])
}
