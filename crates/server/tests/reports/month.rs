//! Weeks of a shop, made up from a seed: two registers, two managers, everything that can happen to a
//! sale, with clocks put back in the middle.

use crate::support::{Browser, Shop, Till};
use sale::{
    Change, Discount, Employee, LineEdit, LineId, Method, Modifier, Money, NewLine, NewTender,
    OpenSale, Product, Quantity, ReviewId, SaleId, Source, SplitMove, SplitSale, Status, TableRef,
    TenderId,
};
use sync::api::{ProductsPage, SaleDetail, SalesPage};
use sync::protocol::PushAnswer;
use uuid::Uuid;

/// Steps of one play.
const STEPS: usize = 420;
/// The 18th of October 2025, eight in the morning in London.
const BEGIN_MS: i64 = 1_760_770_800_000;
const MINUTE_MS: i64 = 60_000;

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() {
            return None;
        }
        all.get(usize::try_from(self.below(all.len() as u64)).unwrap())
    }
}

/// Two registers, the managers at them, and what they sell.
async fn cast(shop: &Shop, manager: &Browser) -> ([Till; 2], Vec<Employee>, Vec<Product>) {
    let tills = [
        shop.till_by(manager, 0).await,
        shop.till_by(manager, 1).await,
    ];
    let mut people: Vec<Employee> = manager.get("/api/backoffice/employees").await;
    people.retain(|one| one.role.is_manager());
    let page: ProductsPage = manager.get("/api/backoffice/products?limit=12").await;
    (tills, people, page.products)
}

pub async fn play(shop: &Shop, manager: &Browser, seed: u64) {
    let mut chance = Chance(seed);
    let (mut tills, people, products) = cast(shop, manager).await;
    let mut sales: Vec<SaleId> = Vec::new();
    let mut ended: Vec<SaleId> = Vec::new();
    let mut merged: Vec<SaleId> = Vec::new();
    let mut split: Vec<SaleId> = Vec::new();
    let mut reviews = Vec::new();
    let mut now_ms = BEGIN_MS;
    for step in 0..STEPS {
        now_ms += i64::try_from(chance.below(140)).unwrap() * MINUTE_MS;
        // Some changes were made long before they are sent.
        let late = if chance.below(8) == 0 {
            chance.below(30 * 60)
        } else {
            0
        };
        let at_ms = now_ms - i64::try_from(late).unwrap() * MINUTE_MS;
        let till = &mut tills[usize::try_from(chance.below(2)).unwrap()];
        till.employee = chance.of(&people).unwrap().id;
        let known = chance.of(&sales).copied();
        let change = match (chance.below(25), known) {
            (0..=5, _) | (_, None) => {
                let open = open(till, &mut chance, &products, step);
                sales.push(open.sale_id);
                Change::Open(open)
            }
            (what, Some(id)) => {
                let detail: SaleDetail = manager.get(&format!("/api/backoffice/sales/{id}")).await;
                let sale = detail.sale;
                if !sale.is_open() {
                    sales.retain(|known| *known != id);
                    continue;
                }
                let due = detail.totals.due.0;
                let line = sale
                    .standing_lines()
                    .next()
                    .map(|line| (line.id, line.quantity));
                let reason = Some("a reason".to_owned());
                match (what, line) {
                    (6, _) => Change::AddLine {
                        sale_id: id,
                        line: new_line(chance.of(&products).unwrap(), &mut chance),
                    },
                    (7, Some((line_id, seen))) => Change::RemoveLine {
                        sale_id: id,
                        line_id,
                        seen,
                        reason,
                    },
                    (8, Some((line_id, _))) => Change::ChangeQuantity {
                        sale_id: id,
                        line_id,
                        difference: Quantity(-1000),
                        reason,
                    },
                    (9, Some((line_id, _))) => Change::EditLine {
                        sale_id: id,
                        line_id,
                        edit: LineEdit::UnitPrice(Money(173)),
                        reason: None,
                    },
                    (10, _) if !sale.lines.iter().any(|line| line.split_from.is_some()) => {
                        Change::Discount {
                            sale_id: id,
                            discount: Some(match chance.below(2) {
                                0 => Discount::Percent(777),
                                _ => Discount::Amount(Money(99)),
                            }),
                            reason: maybe(&mut chance),
                        }
                    }
                    (11, Some((line_id, _))) => Change::EditLine {
                        sale_id: id,
                        line_id,
                        edit: LineEdit::Discount(Some(Discount::Percent(333))),
                        reason: maybe(&mut chance),
                    },
                    (12, _) => Change::Owner {
                        sale_id: id,
                        owner: chance.of(&people).unwrap().id,
                    },
                    (13, _) => {
                        ended.push(id);
                        Change::Void {
                            sale_id: id,
                            reason: "a reason".to_owned(),
                        }
                    }
                    (14, _) => match ended.pop() {
                        Some(sale_id) => {
                            sales.push(sale_id);
                            Change::Unvoid { sale_id }
                        }
                        None => continue,
                    },
                    (15, _) => {
                        let Some(other) = chance.of(&sales).copied() else {
                            continue;
                        };
                        let plain = sale.tenders.is_empty() && sale.parts.is_empty();
                        // Units that come back to the sale that they were split off are the rules' own story.
                        let returns = sale.split_from.is_some() || split.contains(&id);
                        if other == id || !plain || returns {
                            continue;
                        }
                        merged.push(id);
                        Change::Merge {
                            sale_id: id,
                            into: other,
                        }
                    }
                    (16, _) => match merged.pop() {
                        Some(sale_id) => {
                            sales.push(sale_id);
                            Change::Unmerge { sale_id }
                        }
                        None => continue,
                    },
                    (17, Some((line_id, _)))
                        if sale.discount.is_none() && sale.parts.is_empty() =>
                    {
                        let new_sale_id = SaleId(Uuid::now_v7());
                        sales.push(new_sale_id);
                        split.push(id);
                        Change::Split(SplitSale {
                            sale_id: id,
                            new_sale_id,
                            number: format!("{}S{step}", till.identity.number_prefix),
                            name: None,
                            moves: vec![SplitMove {
                                line_id,
                                quantity: Quantity(1000),
                                new_line_id: LineId(Uuid::now_v7()),
                            }],
                        })
                    }
                    (18, _) => tender(id, 350, &mut chance),
                    (19, _) if due < 0 => tender(id, due, &mut chance),
                    (20, Some((line_id, seen))) => Change::SetQuantity {
                        sale_id: id,
                        line_id,
                        to: Quantity(seen.0 / 2 + 500),
                        seen,
                        reason,
                    },
                    (21, _) => Change::AddLine {
                        sale_id: id,
                        line: NewLine {
                            discount: Some(Discount::Percent(1234)),
                            reason: maybe(&mut chance),
                            ..new_line(chance.of(&products).unwrap(), &mut chance)
                        },
                    },
                    (22, _) => match reviews.pop() {
                        Some(review_id) => Change::ResolveReview {
                            review_id,
                            note: "looked at".to_owned(),
                        },
                        None => continue,
                    },
                    _ => {
                        // Paid whole and closed; now and then somebody pays once more.
                        if due > 0 {
                            put(till, &tender(id, due, &mut chance), at_ms).await;
                        }
                        put(till, &Change::Close { sale_id: id }, at_ms).await;
                        if chance.below(9) == 0 {
                            put(till, &tender(id, 150, &mut chance), at_ms).await;
                            tender(id, -150, &mut chance)
                        } else {
                            continue;
                        }
                    }
                }
            }
        };
        reviews.extend(put(till, &change, at_ms).await);
    }
}

/// Sales of every age, some of them closed just now and a week ago, with tips by card.
pub async fn lately(shop: &Shop, manager: &Browser, seed: u64) {
    let mut chance = Chance(seed);
    let (mut tills, people, products) = cast(shop, manager).await;
    let now_ms = now_ms();
    for (step, minutes) in [1, 9, 31, 50, 70, 119, 130, 200, 245, 800, 1_500, 3_000]
        .into_iter()
        .cycle()
        .take(36)
        .enumerate()
    {
        let till = &mut tills[step % 2];
        till.employee = chance.of(&people).unwrap().id;
        let open = open(till, &mut chance, &products, 10_000 + step);
        let id = open.sale_id;
        let ended_ms = now_ms - [0, 7 * 24 * 60 * MINUTE_MS][step / 12 % 2];
        put(till, &Change::Open(open), ended_ms - minutes * MINUTE_MS).await;
        if step / 12 < 2 {
            let detail: SaleDetail = manager.get(&format!("/api/backoffice/sales/{id}")).await;
            let paid = tender(id, detail.totals.due.0, &mut chance);
            put(till, &paid, ended_ms).await;
            put(till, &Change::Close { sale_id: id }, ended_ms).await;
        }
        // Money that came once more and was given back, whatever was drawn before.
        if step == 0 {
            put(till, &tender(id, 150, &mut chance), ended_ms).await;
            put(till, &tender(id, -150, &mut chance), ended_ms).await;
        }
    }
}

/// Makes a change; answers with the review that it raised.
async fn put(till: &mut Till, change: &Change, at_ms: i64) -> Option<ReviewId> {
    let mut mutation = till.next(change);
    mutation.at_ms = at_ms;
    let (status, value) = till.send(&[mutation]).await;
    assert_eq!(status, 200, "{value}");
    let answer: PushAnswer = serde_json::from_value(value).unwrap();
    answer.results[0].outcome.review
}

/// Half of the time a reason, which makes an exception of a discount.
fn maybe(chance: &mut Chance) -> Option<String> {
    (chance.below(2) == 0).then(|| "a reason".to_owned())
}

fn open(till: &Till, chance: &mut Chance, products: &[Product], step: usize) -> OpenSale {
    let tables = ["Table 3", "Garden 2", "Bar", ""];
    let table = chance.of(&tables).filter(|table| !table.is_empty());
    let sources = [
        Source::Register,
        Source::Register,
        Source::Webstore,
        Source::Webstore,
        Source::Pay,
    ];
    OpenSale {
        sale_id: SaleId(Uuid::now_v7()),
        number: format!("{}{step}", till.identity.number_prefix),
        source: *chance.of(&sources).unwrap(),
        name: None,
        table: table.map(|name| TableRef {
            id: None,
            name: (*name).to_owned(),
        }),
        customer: None,
        guests: (chance.below(2) == 0).then_some(3),
        note: None,
        lines: (0..=chance.below(3))
            .map(|_| new_line(chance.of(products).unwrap(), chance))
            .collect(),
    }
}

fn new_line(product: &Product, chance: &mut Chance) -> NewLine {
    let quantities = [1000, 2000, 3000, 1337];
    NewLine {
        id: LineId(Uuid::now_v7()),
        product_id: Some(product.id),
        name: product.name.clone(),
        unit_price: product.price,
        quantity: Quantity(*chance.of(&quantities).unwrap()),
        modifiers: (0..chance.below(2))
            .map(|_| Modifier {
                name: "Oat milk".to_owned(),
                price: Money(45),
            })
            .collect(),
        discount: None,
        taxes: product.taxes.clone(),
        note: None,
        reason: None,
    }
}

fn tender(sale_id: SaleId, amount: i64, chance: &mut Chance) -> Change {
    let card = chance.below(2) == 0;
    Change::Tender {
        sale_id,
        tender: NewTender {
            id: TenderId(Uuid::now_v7()),
            method: if card { Method::Card } else { Method::Cash },
            amount: Money(amount),
            tip: Money(if amount > 0 {
                i64::try_from(chance.below(3)).unwrap() * 50
            } else {
                0
            }),
            rounding: Money::ZERO,
            change: Money::ZERO,
            seen_total: Money(amount),
        },
    }
}

/// Pays and closes two of three open sales.
pub async fn close_all(shop: &Shop, manager: &Browser) {
    let mut till = shop.till_by(manager, 0).await;
    let people: Vec<Employee> = manager.get("/api/backoffice/employees").await;
    till.employee = people.iter().find(|one| one.role.is_manager()).unwrap().id;
    let page: SalesPage = manager.get("/api/backoffice/sales?status=open").await;
    let mut chance = Chance(1);
    let now_ms = now_ms();
    for (n, listed) in page.sales.iter().enumerate().filter(|(n, _)| n % 3 != 0) {
        assert_eq!(listed.sale.status, Status::Open);
        let at_ms = now_ms - i64::try_from(n).unwrap() * 3 * 60 * MINUTE_MS;
        let id = listed.sale.id;
        if listed.totals.due.0 != 0 {
            put(
                &mut till,
                &tender(id, listed.totals.due.0, &mut chance),
                at_ms,
            )
            .await;
        }
        put(&mut till, &Change::Close { sale_id: id }, at_ms).await;
    }
}

/// The clock.
pub fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_millis()).unwrap()
}
