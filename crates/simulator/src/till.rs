//! One register of the run: a real engine on a disk, and a person who taps at random.

use crate::chance::Chance;
use crate::disk::Disk;
use sale::{
    Change, EmployeeId, LineId, Method, Money, NewLine, NewTender, OpenSale, Quantity, RegisterId,
    SaleId, Source, TenderId,
};
use std::collections::BTreeMap;
use sync::device::{Engine, Meta, NewChange};
use sync::protocol::Identity;

/// A register.
#[derive(Debug)]
pub struct Till {
    /// Who it is.
    pub identity: Identity,
    /// What survives a crash.
    pub disk: Disk,
    /// What does not.
    pub engine: Engine,
    /// Counts its starts: what was under way for an earlier one comes to nothing.
    pub start: u64,
    /// Tickets of changes on their way to the disk, with their mutation.
    pub tickets: BTreeMap<u64, sale::MutationId>,
    /// Whether a live stream is open on the server's side, and when its last word arrives.
    pub live: Option<u64>,
    /// Whether the network is away.
    pub offline: bool,
    next_ticket: u64,
}

impl Till {
    /// A freshly activated register; `number` is its place in the shop.
    pub fn new(number: u64, store_id: sale::StoreId, chance: &mut Chance) -> Till {
        let identity = Identity {
            device_id: sale::DeviceId(chance.uuid()),
            store_id,
            register_id: Some(RegisterId(chance.uuid())),
            number_prefix: format!("{number}-"),
        };
        let disk = Disk::new(Meta::new(identity.clone()));
        Till {
            identity,
            engine: disk.start(),
            disk,
            start: 0,
            tickets: BTreeMap::new(),
            live: None,
            offline: false,
            next_ticket: 0,
        }
    }

    /// Power off, power on.
    pub fn restart(&mut self) {
        self.start += 1;
        self.engine = self.disk.start();
        self.tickets.clear();
        self.live = None;
    }

    /// A person does something to a sale that the screen shows, or opens one.
    pub fn tap(&mut self, chance: &mut Chance, now_ms: i64) -> NewChange {
        let shown: Vec<_> = self.engine.open_sales().collect();
        let change = match chance.one_of(&shown) {
            Some(view) if !chance.percent(20) => {
                let sale_id = view.sale.id;
                let lines: Vec<_> = view.sale.standing_lines().collect();
                let line = chance.one_of(&lines).map(|line| (line.id, line.quantity));
                match (chance.below(12), line) {
                    (0..=2, _) | (_, None) => Change::AddLine {
                        sale_id,
                        line: new_line(chance),
                    },
                    (3..=4, Some((line_id, _))) => Change::ChangeQuantity {
                        sale_id,
                        line_id,
                        difference: Quantity::units(if chance.percent(50) { 1 } else { -1 }),
                        reason: None,
                    },
                    (5, Some((line_id, seen))) => Change::RemoveLine {
                        sale_id,
                        line_id,
                        seen,
                        reason: None,
                    },
                    (6, Some((line_id, seen))) => Change::SetQuantity {
                        sale_id,
                        line_id,
                        to: Quantity::units(5),
                        seen,
                        reason: None,
                    },
                    (7, _) => Change::Name {
                        sale_id,
                        name: Some(format!("name {}", chance.below(100))),
                    },
                    (8..=9, _) => Change::Tender {
                        sale_id,
                        tender: NewTender {
                            id: TenderId(chance.uuid()),
                            method: Method::Cash,
                            amount: view.totals.due.max(Money(1)),
                            tip: Money(0),
                            change: Money(0),
                            seen_total: view.totals.total,
                        },
                    },
                    (10, _) => Change::Close { sale_id },
                    _ => Change::Void {
                        sale_id,
                        reason: "mistake".to_owned(),
                    },
                }
            }
            _ => Change::Open(OpenSale {
                sale_id: SaleId(chance.uuid()),
                number: String::new(),
                source: Source::Register,
                name: None,
                table: None,
                customer: None,
                guests: None,
                note: None,
                lines: vec![new_line(chance)],
            }),
        };
        self.next_ticket += 1;
        NewChange {
            ticket: self.next_ticket,
            mutation_id: sale::MutationId(chance.uuid()),
            at_ms: now_ms,
            employee_id: EmployeeId(uuid::Uuid::from_u128(u128::from(chance.below(4)))),
            approved_by: None,
            change,
        }
    }
}

fn new_line(chance: &mut Chance) -> NewLine {
    NewLine {
        id: LineId(chance.uuid()),
        product_id: None,
        name: "item".to_owned(),
        unit_price: Money(i64::try_from(chance.below(2_000)).unwrap_or(0)),
        quantity: Quantity::units(1 + i64::try_from(chance.below(4)).unwrap_or(0)),
        modifiers: Vec::new(),
        discount: None,
        taxes: Vec::new(),
        note: None,
        reason: None,
    }
}
