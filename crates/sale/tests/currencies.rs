//! Stores with no, two and three decimals agree with tables that were made by hand, in whatever order
//! things are done: reading and writing amounts, taxes, splitting, cash rounding (rules A6, G4).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use proptest::prelude::*;
use sale::{
    AgeSteps, Books, Cash, Change, Context, Currency, Discount, Employee, EmployeeId, LineId,
    Method, Money, MutationId, NewLine, NewTender, OpenSale, Quantity, Review, ReviewId, Role,
    Sale, SaleId, Source, SplitMove, SplitSale, Store, StoreId, Table, TableId, TaxRate, TenderId,
    Totals, apply,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One store and its day, as somebody worked it out on paper. Amounts are texts, as people read them.
struct Paper {
    code: &'static str,
    /// The smallest coin.
    coin: &'static str,
    /// Price of one, units in thousandths, tax in hundredths of a per cent, whether it is in the
    /// price; what the line comes to, and its tax.
    lines: [(&'static str, i64, u32, bool, &'static str, &'static str); 3],
    total: &'static str,
    /// Ten per cent off the whole: what comes off, and the total then.
    discount: (&'static str, &'static str),
    /// The first and the third line go to a sale of their own: what that comes to, and the rest.
    split: (&'static str, &'static str),
    /// What the total is in coins, and the rounding of that.
    cash: (&'static str, &'static str),
}

const PAPERS: [Paper; 3] = [
    Paper {
        code: "EUR",
        coin: "0.05",
        lines: [
            ("3.40", 2_000, 1_900, true, "6.80", "1.09"),
            ("12.99", 1_000, 700, false, "12.99", "0.91"),
            ("1.99", 333, 700, true, "0.66", "0.04"),
        ],
        // 6.80 + 12.99 + 0.66 and the 0.91 on top.
        total: "21.36",
        // 20.45 less 2.05 are 18.40: the second line bears 1.30 of it, so 11.69 with 0.82 on top.
        discount: ("2.05", "19.22"),
        split: ("7.46", "13.90"),
        cash: ("21.35", "-0.01"),
    },
    Paper {
        code: "JPY",
        coin: "10",
        lines: [
            ("340", 2_000, 1_000, true, "680", "62"),
            ("1299", 1_000, 800, false, "1299", "104"),
            ("199", 333, 800, true, "66", "5"),
        ],
        total: "2149",
        // 2045 less 205 are 1840: the second line bears 130 of it, so 1169 with 94 on top.
        discount: ("205", "1934"),
        split: ("746", "1403"),
        cash: ("2150", "1"),
    },
    Paper {
        code: "BHD",
        coin: "0.005",
        lines: [
            ("0.340", 2_000, 1_000, true, "0.680", "0.062"),
            ("12.999", 1_000, 1_000, false, "12.999", "1.300"),
            ("1.999", 333, 1_000, true, "0.666", "0.061"),
        ],
        total: "15.645",
        // 14.345 less 1.435 are 12.910: the second line bears 1.300, so 11.699 with 1.170 on top.
        discount: ("1.435", "14.080"),
        split: ("1.346", "14.299"),
        cash: ("15.645", "0"),
    },
];

impl Paper {
    fn currency(&self) -> Currency {
        Currency::of_code(self.code).unwrap()
    }

    fn money(&self, text: &str) -> Money {
        self.currency().parse(text).unwrap()
    }

    fn line(&self, at: usize) -> NewLine {
        let (price, thousandths, basis_points, included, ..) = self.lines[at];
        NewLine {
            id: LineId(id(10 + at)),
            product_id: None,
            name: format!("item {at}"),
            unit_price: self.money(price),
            quantity: Quantity(thousandths),
            modifiers: Vec::new(),
            discount: None,
            taxes: vec![TaxRate {
                name: format!("tax {at}"),
                basis_points,
                included,
            }],
            note: None,
            reason: None,
        }
    }

    /// Whether the sums are as the paper says, each tax by its line.
    fn agrees(&self, totals: &Totals, lines: &[usize], total: &str) {
        let shown = |amount: Money| self.currency().decimal(amount);
        assert_eq!(shown(totals.total), total, "{}", self.code);
        for at in lines {
            let name = format!("tax {at}");
            let tax = totals.taxes.iter().find(|tax| tax.name == name).unwrap();
            assert_eq!(shown(tax.amount), self.lines[*at].5, "{} {name}", self.code);
        }
    }
}

struct Shop {
    store: Store,
    sales: BTreeMap<SaleId, Sale>,
    reviews: usize,
    made: usize,
}

impl Books for Shop {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.sales.get(&id).cloned()
    }
    fn review(&self, _: ReviewId) -> Option<Review> {
        None
    }
    fn employee(&self, id: EmployeeId) -> Option<Employee> {
        Some(Employee {
            id,
            name: "Alex".to_owned(),
            role: Role::RegisterManager,
        })
    }
    fn store(&self) -> Option<Store> {
        Some(self.store.clone())
    }
    fn table(&self, _: TableId) -> Option<Table> {
        None
    }
}

fn id(n: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(n).unwrap())
}

const FIRST: usize = 1;
const SECOND: usize = 2;

fn sale_id(n: usize) -> SaleId {
    SaleId(id(n))
}

impl Shop {
    /// A shop as on the paper, with all three lines on one sale, added in this order.
    fn open(paper: &Paper, order: &[usize]) -> Shop {
        let mut shop = Shop {
            store: Store {
                id: StoreId(id(99)),
                name: "A store".to_owned(),
                currency: paper.currency(),
                time_zone: "Europe/London".to_owned(),
                age_steps: AgeSteps {
                    ageing_minutes: 30,
                    old_minutes: 60,
                    very_old_minutes: 120,
                },
                cashiers_share_sales: true,
                most_cashier_discount: 10_000,
                language: None,
                cash_rounding: paper.money(paper.coin),
                day_begins_hour: 0,
                goods: sale::GoodsLists::default(),
            },
            sales: BTreeMap::new(),
            reviews: 0,
            made: 1_000,
        };
        shop.make(&Change::Open(OpenSale {
            sale_id: sale_id(FIRST),
            number: "1-0001".to_owned(),
            source: Source::Register,
            name: None,
            table: None,
            customer: None,
            guests: None,
            note: None,
            lines: Vec::new(),
        }));
        for at in order {
            shop.make(&Change::AddLine {
                sale_id: sale_id(FIRST),
                line: paper.line(*at),
            });
        }
        shop
    }

    fn make(&mut self, change: &Change) {
        self.made += 1;
        let context = Context {
            mutation_id: MutationId(id(self.made)),
            employee_id: EmployeeId(id(98)),
            approved_by: None,
            register_id: None,
            at_ms: 0,
            was: None,
        };
        let applied = apply(self, &context, change);
        self.reviews += applied.reviews.len();
        self.sales
            .extend(applied.sales.into_iter().map(|sale| (sale.id, sale)));
    }

    fn totals(&self, n: usize) -> Totals {
        self.sales[&sale_id(n)].totals()
    }

    fn split(&mut self, lines: &[usize]) {
        let moves = lines.iter().map(|at| SplitMove {
            line_id: LineId(id(10 + at)),
            quantity: Quantity::LIMIT,
            new_line_id: LineId(id(20 + at)),
        });
        self.make(&Change::Split(SplitSale {
            sale_id: sale_id(FIRST),
            new_sale_id: sale_id(SECOND),
            number: "1-0002".to_owned(),
            name: None,
            moves: moves.collect(),
        }));
    }

    fn merge_back(&mut self) {
        self.make(&Change::Merge {
            sale_id: sale_id(SECOND),
            into: sale_id(FIRST),
        });
    }
}

#[test]
fn typed_and_written_amounts_are_as_on_paper() {
    for (code, text, minor, written) in [
        ("EUR", "12.5", 1_250, "12.50"),
        ("EUR", "12", 1_200, "12.00"),
        ("EUR", "-0.05", -5, "-0.05"),
        ("EUR", "1.2500", 125, "1.25"),
        ("JPY", "1200", 1_200, "1200"),
        ("JPY", "450.00", 450, "450"),
        ("JPY", "-7", -7, "-7"),
        ("BHD", "1.250", 1_250, "1.250"),
        ("BHD", "1.25", 1_250, "1.250"),
        ("BHD", "0.005", 5, "0.005"),
    ] {
        let currency = Currency::of_code(code).unwrap();
        assert_eq!(currency.parse(text), Ok(Money(minor)), "{text} in {code}");
        assert_eq!(currency.decimal(Money(minor)), written, "{minor} in {code}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a6_a_day_is_as_on_paper_in_whatever_order(
        paper in 0..PAPERS.len(),
        order in Just(vec![0_usize, 1, 2]).prop_shuffle(),
        moved in Just(vec![0_usize, 2]).prop_shuffle(),
        rounds in 0..3,
    ) {
        let paper = &PAPERS[paper];
        let mut shop = Shop::open(paper, &order);
        for (at, line) in paper.lines.iter().enumerate() {
            let there = shop.sales[&sale_id(FIRST)].line(LineId(id(10 + at))).unwrap().amount();
            prop_assert_eq!(paper.currency().decimal(there), line.4);
        }
        paper.agrees(&shop.totals(FIRST), &[0, 1, 2], paper.total);
        if rounds == 0 {
            let discount = Change::Discount {
                sale_id: sale_id(FIRST),
                discount: Some(Discount::Percent(1_000)),
                reason: Some("a regular".to_owned()),
            };
            shop.make(&discount);
            prop_assert_eq!(shop.totals(FIRST).discount, paper.money(paper.discount.0));
            prop_assert_eq!(shop.totals(FIRST).total, paper.money(paper.discount.1));
            return Ok(());
        }
        shop.split(&moved);
        paper.agrees(&shop.totals(SECOND), &moved, paper.split.0);
        paper.agrees(&shop.totals(FIRST), &[1], paper.split.1);
        shop.merge_back();
        paper.agrees(&shop.totals(FIRST), &[0, 1, 2], paper.total);
        if rounds == 2 {
            // A part by card first; the rest in cash comes to the same in the drawer.
            shop.make(&tender(Method::Card, paper.money(paper.split.0), Cash::default()));
        }
        let due = shop.totals(FIRST).due;
        let cash = Cash::exact(due, shop.store.cash_rounding);
        if rounds == 1 {
            prop_assert_eq!(due + cash.rounding, paper.money(paper.cash.0));
            prop_assert_eq!(cash.rounding, paper.money(paper.cash.1));
        }
        shop.make(&tender(Method::Cash, due, cash));
        shop.make(&Change::Close { sale_id: sale_id(FIRST) });
        let totals = shop.totals(FIRST);
        prop_assert_eq!((totals.paid, totals.due), (totals.total, Money::ZERO));
        prop_assert_eq!(totals.rounding, cash.rounding);
        prop_assert!(!shop.sales[&sale_id(FIRST)].is_open());
        prop_assert_eq!(shop.reviews, 0);
    }
}

fn tender(method: Method, amount: Money, cash: Cash) -> Change {
    Change::Tender {
        sale_id: sale_id(FIRST),
        tender: NewTender {
            id: TenderId(Uuid::from_u128(match method {
                Method::Card => 31,
                _ => 32,
            })),
            method,
            amount,
            rounding: cash.rounding,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: amount,
        },
    }
}
