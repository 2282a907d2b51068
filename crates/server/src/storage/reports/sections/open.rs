//! The open sales, now.

use crate::storage::reports::cells::Figures;
use crate::storage::reports::cells::column::{COUNT, QUANTITY, VALUE};
use crate::storage::reports::desk::{Desk, Made};
use crate::storage::reports::facts::Facts;
use crate::storage::reports::gather;
use crate::storage::reports::section::{Spec, Table};
use crate::storage::reports::wanted::{Wanted, categories, rooms};
use crate::storage::{ReadError, stores};
use sync::api::reports::{Dimension, Unit};
use sync::row::Kind;

const MINUTE_MS: i64 = 60_000;
/// Of figures of open sales, beside the shared columns.
const PAID: usize = 5;
const PART_PAID: usize = 6;
const OLDEST: usize = 7;

const OPEN: &[(&str, Unit)] = &[
    ("sales", Unit::Count),
    ("value", Unit::Money),
    ("due", Unit::Money),
    ("paid", Unit::Money),
    ("part_paid", Unit::Count),
];

fn open(f: &Figures) -> Vec<Option<i64>> {
    vec![
        Some(f[COUNT]),
        Some(f[VALUE]),
        Some(f[VALUE] - f[PAID]),
        Some(f[PAID]),
        Some(f[PART_PAID]),
    ]
}

fn section(id: &'static str, by: Dimension) -> Spec {
    Spec {
        id,
        by,
        and_by: None,
        measures: OPEN,
        values: open,
    }
}

fn figures(facts: &Facts, wanted: &Wanted) -> Figures {
    let sums = facts.sums_of(wanted.products.as_ref()).unwrap_or_default();
    let paid = if wanted.products.is_none() {
        facts.paid
    } else {
        0
    };
    let mut figures = Figures::default();
    figures[COUNT] = 1;
    figures[VALUE] = sums.net + sums.tax;
    figures[PAID] = paid;
    figures[PART_PAID] = i64::from(paid != 0);
    figures
}

/// How old a sale is, as a step: 0 is fresh, 3 very old.
pub(super) fn age(desk: &Desk<'_>, facts: &Facts) -> i64 {
    let age_ms = desk.now_ms.saturating_sub(facts.opened_ms);
    let steps = desk.steps;
    let steps = [
        steps.ageing_minutes,
        steps.old_minutes,
        steps.very_old_minutes,
    ];
    let passed = steps
        .iter()
        .filter(|step| age_ms >= i64::from(**step) * MINUTE_MS);
    i64::try_from(passed.count()).unwrap_or(0)
}

/// The sections of this moment.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn made(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<Made, ReadError> {
    let sales = gather::open(desk.connection, desk.store, wanted)?;
    let by = |key: &dyn Fn(&Facts) -> i64| {
        let mut table = Table::default();
        for (_, facts) in &sales {
            table.add((key(facts), 0), figures(facts, wanted));
        }
        table
    };
    let mut goods = Table::default();
    let wants = |product: u32| {
        let products = wanted.products.as_ref();
        products.is_none_or(|products| products.contains(&product))
    };
    for (_, facts) in &sales {
        for good in facts.goods.iter().filter(|good| wants(good.product)) {
            let mut figures = Figures::default();
            figures[QUANTITY] = good.sums.quantity;
            figures[VALUE] = good.sums.net + good.sums.tax;
            goods.add((i64::from(good.product), 0), figures);
        }
    }
    let rooms = rooms(desk.connection, desk.store)?;
    let rooms = desk.names.numbers(&rooms);
    let categories = categories(desk.connection, desk.store)?;
    let categories = desk.names.numbers(&categories);
    let mut by_category = Table::default();
    for ((product, _), figures) in &goods.rows {
        let category = categories.get(product).copied().unwrap_or(0);
        by_category.add((category, 0), *figures);
    }
    let of_goods = |id, by| Spec {
        measures: &[("quantity", Unit::Quantity), ("value", Unit::Money)],
        values: |f| vec![Some(f[QUANTITY]), Some(f[VALUE])],
        ..section(id, by)
    };
    let mut whole = by(&|_| 0);
    whole.rows.entry((0, 0)).or_default();
    let mut ages = by(&|facts| age(desk, facts));
    for age in 0..4 {
        ages.rows.entry((age, 0)).or_default();
    }
    Ok(vec![
        (section("open_total", Dimension::All), whole),
        (section("open_by_age", Dimension::Age), ages),
        (
            section("open_by_register", Dimension::Register),
            by(&|facts| i64::from(facts.who.register)),
        ),
        (
            section("open_by_employee", Dimension::Employee),
            by(&|facts| i64::from(facts.who.employee)),
        ),
        (
            section("open_by_table", Dimension::Table),
            by(&|facts| i64::from(facts.who.table)),
        ),
        (
            section("open_by_room", Dimension::Room),
            by(&|facts| {
                let room = rooms.get(&i64::from(facts.who.table));
                room.copied().unwrap_or(0)
            }),
        ),
        (
            section("open_by_origin", Dimension::Origin),
            by(&|facts| i64::from(facts.who.origin)),
        ),
        (
            of_goods("open_by_category", Dimension::Category),
            by_category,
        ),
        (of_goods("open_by_product", Dimension::Product), goods),
    ])
}

/// What the first screen says of the open sales.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn home(desk: &Desk<'_>, wanted: &Wanted) -> Result<(Spec, Table), ReadError> {
    let sales = gather::open(desk.connection, desk.store, wanted)?;
    let mut table = Table::default();
    for (_, facts) in &sales {
        table.add((0, 0), figures(facts, wanted));
    }
    let oldest = sales.iter().map(|(_, facts)| facts.opened_ms).min();
    let oldest = oldest.map_or(0, |opened| desk.now_ms.saturating_sub(opened).max(0));
    let row = table.rows.entry((0, 0)).or_default();
    row[OLDEST] = oldest;
    table.total[OLDEST] = oldest;
    let spec = Spec {
        measures: &[
            ("open_sales", Unit::Count),
            ("open_value", Unit::Money),
            ("open_due", Unit::Money),
            ("oldest_ms", Unit::DurationMs),
        ],
        values: |f| {
            vec![
                Some(f[COUNT]),
                Some(f[VALUE]),
                Some(f[VALUE] - f[PAID]),
                (f[COUNT] > 0).then_some(f[OLDEST]),
            ]
        },
        ..section("home_open", Dimension::All)
    };
    Ok((spec, table))
}

/// What needs a person.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn needs(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<(Spec, Table), ReadError> {
    let sales = gather::open(desk.connection, desk.store, wanted)?;
    let ages: Vec<i64> = sales.iter().map(|(_, facts)| age(desk, facts)).collect();
    let of_age = |step| ages.iter().filter(|age| **age == step).count();
    let count = |found: usize| i64::try_from(found).unwrap_or(i64::MAX);
    let reviews = stores::count(desk.connection, desk.store, &Kind::Review)?;
    let counts = [
        ("review_open", reviews.cast_signed()),
        ("sale_old", count(of_age(2))),
        ("sale_very_old", count(of_age(3))),
    ];
    let mut table = Table::default();
    for (kind, count) in counts {
        let mut figures = Figures::default();
        figures[COUNT] = count;
        table.add((desk.names.number(kind), 0), figures);
    }
    let spec = Spec {
        measures: &[("count", Unit::Count)],
        values: |f| vec![Some(f[COUNT])],
        ..section("home_needs", Dimension::Exception)
    };
    Ok((spec, table))
}
