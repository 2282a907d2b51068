//! A device: numbers its changes, sends them, and holds rows as the protocol says.

use super::Browser;
use reqwest::Method;
use sale::{
    Change, EmployeeId, LineId, Method as Tendered, Money, MutationId, NewLine, NewTender,
    OpenSale, Quantity, SaleId, Source, TenderId,
};
use serde_json::Value;
use std::collections::BTreeMap;
use sync::codec;
use sync::protocol::{Identity, Mutation, PROTOCOL, Patch, Push, PushAnswer};
use sync::row::{Digest, Key, Row};
use uuid::Uuid;

pub struct Till {
    pub browser: Browser,
    pub identity: Identity,
    pub employee: EmployeeId,
    pub sequence: u64,
    pub rows: BTreeMap<Key, Row>,
    pub cursor: u64,
    pub epoch: u64,
}

impl Till {
    pub fn new(browser: Browser, identity: Identity, employee: EmployeeId) -> Till {
        Till {
            browser,
            identity,
            employee,
            sequence: 0,
            rows: BTreeMap::new(),
            cursor: 0,
            epoch: 0,
        }
    }

    /// The next change of this till.
    pub fn next(&mut self, change: &Change) -> Mutation {
        self.sequence += 1;
        Mutation {
            sequence: self.sequence,
            mutation_id: MutationId(Uuid::now_v7()),
            at_ms: 1_700_000_000_000,
            employee_id: self.employee,
            approved_by: None,
            was: None,
            seen: self.cursor,
            change: codec::encode_raw(change).unwrap(),
        }
    }

    pub fn push_of(&self, mutations: &[Mutation]) -> Push {
        Push {
            protocol: PROTOCOL,
            build: "test".to_owned(),
            epoch: self.epoch,
            unsent: mutations.len() as u64,
            mutations: mutations.to_vec(),
        }
    }

    /// Sends changes and answers with status and JSON.
    pub async fn send(&self, mutations: &[Mutation]) -> (u16, Value) {
        let push = self.push_of(mutations);
        self.browser
            .call(Method::POST, "/api/register/push", &push)
            .await
    }

    /// Makes changes and has them taken.
    pub async fn make(&mut self, changes: &[Change]) -> PushAnswer {
        let mutations: Vec<Mutation> = changes.iter().map(|change| self.next(change)).collect();
        let (status, value) = self.send(&mutations).await;
        assert_eq!(status, 200, "{value}");
        serde_json::from_value(value).unwrap()
    }

    /// Pulls until there is no more; answers how many pages there were.
    pub async fn pull(&mut self) -> usize {
        let mut page = String::new();
        let mut pages = Vec::new();
        loop {
            let path = format!(
                "/api/register/pull?epoch={}&since={}{page}",
                self.epoch, self.cursor
            );
            let patch: Patch = self.browser.get(&path).await;
            let next = patch.next;
            pages.push(patch);
            match next {
                Some(next) => {
                    page = format!("&first_head={}&version={}", next.first_head, next.version);
                }
                None => break,
            }
        }
        let count = pages.len();
        for patch in pages {
            self.apply(patch);
        }
        count
    }

    pub fn apply(&mut self, patch: Patch) {
        self.epoch = patch.epoch;
        for row in patch.rows {
            if row.body.is_some() {
                self.rows.insert(row.key(), row);
            } else {
                self.rows.remove(&row.key());
            }
        }
        if patch.next.is_none() {
            self.cursor = patch.to;
            // B3: the replica can prove that it is the server's.
            assert_eq!(Some(self.digest()), patch.digest);
        }
    }

    pub fn digest(&self) -> Digest {
        self.rows
            .values()
            .fold(Digest::default(), |digest, row| digest.with(row.digest()))
    }

    pub fn open(&self, number: &str, lines: usize) -> (SaleId, Change) {
        let sale_id = SaleId(Uuid::now_v7());
        let change = Change::Open(OpenSale {
            sale_id,
            number: format!("{}{number}", self.identity.number_prefix),
            source: Source::Register,
            name: None,
            table: None,
            customer: None,
            guests: None,
            note: None,
            lines: (0..lines)
                .map(|n| line(&format!("Item {n}"), 250))
                .collect(),
        });
        (sale_id, change)
    }
}

pub fn line(name: &str, pence: i64) -> NewLine {
    NewLine {
        id: LineId(Uuid::now_v7()),
        product_id: None,
        name: name.to_owned(),
        unit_price: Money(pence),
        quantity: Quantity::ONE,
        modifiers: Vec::new(),
        discount: None,
        taxes: Vec::new(),
        note: None,
        reason: None,
    }
}

pub fn add(sale_id: SaleId, name: &str, pence: i64) -> Change {
    Change::AddLine {
        sale_id,
        line: line(name, pence),
    }
}

pub fn pay(sale_id: SaleId, pence: i64) -> Change {
    Change::Tender {
        sale_id,
        tender: NewTender {
            id: TenderId(Uuid::now_v7()),
            method: Tendered::Cash,
            amount: Money(pence),
            rounding: Money::ZERO,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: Money(pence),
        },
    }
}
