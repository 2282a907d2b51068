//! A shop for tests: sales and reviews as a server would hold them, and changes in few words.

use crate::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everybody is a register manager unless a test says otherwise.
#[derive(Clone, Default)]
pub struct Shop {
    pub sales: BTreeMap<SaleId, Sale>,
    pub reviews: Vec<Review>,
    pub tables: BTreeMap<TableId, Table>,
    pub roles: BTreeMap<EmployeeId, Option<Role>>,
    pub store: Option<Store>,
    pub count: u128,
}

impl Books for Shop {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.sales.get(&id).cloned()
    }

    fn review(&self, id: ReviewId) -> Option<Review> {
        self.reviews.iter().find(|review| review.id == id).cloned()
    }

    fn employee(&self, id: EmployeeId) -> Option<Employee> {
        let role = self.roles.get(&id).copied();
        Some(Employee {
            id,
            name: "Ann".into(),
            role: role.unwrap_or(Some(Role::RegisterManager))?,
        })
    }

    fn store(&self) -> Option<Store> {
        self.store.clone()
    }

    fn table(&self, id: TableId) -> Option<Table> {
        self.tables.get(&id).cloned()
    }
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
pub fn sale_id(n: u128) -> SaleId {
    SaleId(id(n))
}
pub fn line_id(n: u128) -> LineId {
    LineId(id(n))
}
pub fn employee(n: u128) -> EmployeeId {
    EmployeeId(id(n))
}

impl Shop {
    /// A change by one of three people in turn.
    pub fn make(&mut self, change: &Change) -> Outcome {
        let by = employee(self.count % 3);
        self.make_as(by, change)
    }

    pub fn make_as(&mut self, by: EmployeeId, change: &Change) -> Outcome {
        let context = self.context(by);
        self.make_in(&context, change)
    }

    /// What a mutation of somebody's says beside its change.
    pub fn context(&mut self, by: EmployeeId) -> Context {
        self.count += 1;
        Context {
            mutation_id: MutationId(id(1_000 + self.count)),
            employee_id: by,
            approved_by: None,
            register_id: None,
            at_ms: 0,
            was: None,
        }
    }

    pub fn make_in(&mut self, context: &Context, change: &Change) -> Outcome {
        let applied = apply(self, context, change);
        for sale in applied.sales {
            self.sales.insert(sale.id, sale);
        }
        for laid in applied.tables {
            self.tables.remove(&laid.id);
            self.tables.extend(laid.table.map(|table| (laid.id, table)));
        }
        for review in applied.reviews {
            match self.reviews.iter_mut().find(|r| r.id == review.id) {
                Some(known) => *known = review,
                None => self.reviews.push(review),
            }
        }
        applied.outcome
    }

    pub fn of(&self, sale: u128) -> &Sale {
        &self.sales[&sale_id(sale)]
    }

    pub fn total(&self, sale: u128) -> i64 {
        self.of(sale).totals().total.0
    }

    pub fn quantity(&self, sale: u128, line: u128) -> i64 {
        self.of(sale).line(line_id(line)).unwrap().quantity.0
    }

    pub fn status(&self, sale: u128) -> Status {
        self.of(sale).status
    }
}

pub fn open(sale: u128) -> Change {
    Change::Open(OpenSale {
        sale_id: sale_id(sale),
        number: format!("1-{sale:04}"),
        source: Source::Register,
        name: None,
        table: None,
        customer: None,
        guests: None,
        note: None,
        lines: Vec::new(),
    })
}

pub fn add(sale: u128, line: u128, units: i64, price: i64) -> Change {
    Change::AddLine {
        sale_id: sale_id(sale),
        line: NewLine {
            id: line_id(line),
            product_id: None,
            name: format!("item {line}"),
            unit_price: Money(price),
            quantity: Quantity::units(units),
            modifiers: Vec::new(),
            discount: None,
            taxes: vec![TaxRate {
                name: "VAT".into(),
                basis_points: 2000,
                included: true,
            }],
            note: None,
            reason: None,
        },
    }
}

pub fn more(sale: u128, line: u128, units: i64) -> Change {
    Change::ChangeQuantity {
        sale_id: sale_id(sale),
        line_id: line_id(line),
        difference: Quantity::units(units),
        reason: Some("mistake".into()),
    }
}

pub fn tender(sale: u128, tender: u128, amount: i64) -> Change {
    Change::Tender {
        sale_id: sale_id(sale),
        tender: NewTender {
            id: TenderId(id(tender)),
            method: Method::Cash,
            amount: Money(amount),
            rounding: Money(0),
            tip: Money(0),
            change: Money(0),
            seen_total: Money(amount),
        },
    }
}

pub fn close(sale: u128) -> Change {
    Change::Close {
        sale_id: sale_id(sale),
    }
}

pub fn shop(changes: &[Change]) -> Shop {
    let mut shop = Shop::default();
    for change in changes {
        shop.make(change);
    }
    shop
}

pub fn merge(sale: u128, into: u128) -> Change {
    Change::Merge {
        sale_id: sale_id(sale),
        into: sale_id(into),
    }
}

pub fn unmerge(sale: u128) -> Change {
    Change::Unmerge {
        sale_id: sale_id(sale),
    }
}

/// Splits units in thousandths off lines; the new lines' ids are a hundred more.
pub fn split(sale: u128, new: u128, moves: &[(u128, i64)]) -> Change {
    Change::Split(SplitSale {
        sale_id: sale_id(sale),
        new_sale_id: sale_id(new),
        number: format!("1-{new:04}"),
        name: None,
        moves: moves
            .iter()
            .map(|(line, quantity)| SplitMove {
                line_id: line_id(*line),
                quantity: Quantity(*quantity),
                new_line_id: line_id(line + 100),
            })
            .collect(),
    })
}

pub fn off(sale: u128, discount: Discount) -> Change {
    Change::Discount {
        sale_id: sale_id(sale),
        discount: Some(discount),
        reason: Some("regulars".into()),
    }
}

pub fn store(cashiers_share_sales: bool) -> Store {
    Store {
        id: StoreId(id(1)),
        name: "Harbour Street".into(),
        currency: Currency {
            code: "GBP".into(),
            exponent: 2,
        },
        time_zone: "Europe/London".into(),
        age_steps: AgeSteps {
            ageing_minutes: 30,
            old_minutes: 60,
            very_old_minutes: 120,
        },
        cashiers_share_sales,
        most_cashier_discount: Store::default_most_cashier_discount(),
        language: None,
        cash_rounding: Money(0),
        day_begins_hour: 0,
        goods: crate::GoodsLists::default(),
    }
}
