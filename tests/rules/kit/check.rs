//! What there is to be: compares a shop with what a scenario expects, and with what every rule
//! expects of every shop at rest. It must not change anything.

use crate::device::Device;
use crate::scenario::{Entry, Expected, OnDevice, OnDisk, RegisterThere, ReviewThere, SaleThere};
use crate::server::{SIDES, Side};
use crate::shop::Shop;
use sale::{EmployeeId, Review, Sale, Totals};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use sync::api::SaleDetail;
use sync::device::{SaleView, SyncMode, Tendering};
use sync::protocol::Lease;
use sync::row::Kind;

/// What is otherwise than it is to be, in words.
#[derive(Default)]
pub struct Wrong(pub Vec<String>);

impl Wrong {
    fn unless_same<A: PartialEq<B> + Debug, B: Debug>(&mut self, what: &str, is: &A, expected: &B) {
        if is != expected {
            self.0
                .push(format!("{what}: {is:?}, expected {expected:?}"));
        }
    }

    fn unless(&mut self, what: &str, so: bool) {
        if !so {
            self.0.push(what.to_owned());
        }
    }

    /// What a scenario leaves out is not looked at.
    fn unless_as_said<A: PartialEq + Debug>(&mut self, what: &str, is: &A, said: Option<&A>) {
        if let Some(said) = said {
            self.unless_same(what, is, said);
        }
    }
}

impl Shop {
    /// What is wrong, as a scenario and as every rule has it.
    pub fn wrong(&mut self, expected: &Expected) -> Vec<String> {
        let mut wrong = Wrong::default();
        for there in &expected.sales {
            match self.server.sale(there.sale) {
                Some(detail) => self.sale_is(&mut wrong, &detail, there),
                None => wrong.unless(&format!("there is no sale {}", there.sale), false),
            }
        }
        let reviews = self.reviews(Side::Ours);
        if let Some(there) = &expected.reviews {
            self.reviews_are(&mut wrong, &reviews, there);
        }
        for (name, there) in &expected.on {
            self.device_is(&mut wrong, name, there);
        }
        if !expected.registers.is_empty() {
            let overviews = self.server.registers();
            for (name, there) in &expected.registers {
                let overview = overviews.iter().find(|o| o.register.name == *name);
                let is = overview.map(|overview| RegisterThere {
                    asked: overview.register.sync_asked.into(),
                    does: overview.register.sync_reported.into(),
                    unsent: overview.unsent,
                });
                wrong.unless_same(&format!("register {name}"), &is.as_ref(), &Some(there));
            }
        }
        for (name, device) in &self.devices {
            let said = expected.on.get(name).map_or(0, |there| there.diverged);
            wrong.unless_same(&format!("on {name}: diverged"), &device.diverged, &said);
        }
        self.rules_hold(&mut wrong);
        wrong.0
    }

    /// What holds in every shop at rest: whoever keeps up holds what the server holds (B2, B3),
    /// sees every review (E2) and has nothing waiting (A4); a review keeps its change whole (A4,
    /// E1); numbers begin with something of the device's own (C7).
    fn rules_hold(&mut self, wrong: &mut Wrong) {
        for side in SIDES {
            let reviews = self.reviews(side);
            let everything = self.server.everything(side);
            let mut rules: Vec<&str> = reviews.iter().map(|r| r.rule.as_str()).collect();
            rules.sort_unstable();
            for review in &reviews {
                let done = self.done.get(&review.mutation_id);
                wrong.unless_same("a review's change", &Some(&review.change), &done);
            }
            for (name, device) in &self.devices {
                if device.side != side || !device.keeps_up() {
                    continue;
                }
                let engine = device.engine();
                let (cursor, head) = (engine.meta().cursor, everything.head);
                wrong.unless_same(&format!("the cursor of {name}"), &cursor, &head);
                let (_, digest) = engine.base();
                wrong.unless_same(&format!("the copy of {name}"), &digest, &everything.digest);
                wrong.unless_same(&format!("what waits on {name}"), &engine.waiting(), &0);
                let seen = reviews_on(device);
                wrong.unless_same(&format!("the reviews on {name}"), &seen, &rules);
            }
        }
        let prefixes = self.devices.values().filter(|d| d.side == Side::Ours);
        let prefixes = prefixes.map(|d| &d.disk.meta.identity);
        let identities: BTreeSet<_> = prefixes.clone().map(|i| i.device_id).collect();
        let prefixes: BTreeSet<_> = prefixes.map(|i| &i.number_prefix).collect();
        wrong.unless_same("beginnings of numbers", &prefixes.len(), &identities.len());
    }

    fn reviews(&mut self, side: Side) -> Vec<Review> {
        let everything = self.server.everything(side);
        let reviews = everything.rows.iter().filter(|r| r.kind == Kind::Review);
        let reviews = reviews.filter_map(|row| row.text());
        reviews
            .map(|text| sync::codec::decode(text).expect("a review"))
            .collect()
    }

    fn reviews_are(&self, wrong: &mut Wrong, reviews: &[Review], there: &[ReviewThere]) {
        let mut rules: Vec<&str> = reviews.iter().map(|r| r.rule.as_str()).collect();
        let mut expected: Vec<&str> = there.iter().map(ReviewThere::rule).collect();
        rules.sort_unstable();
        expected.sort_unstable();
        wrong.unless_same("the open reviews", &rules, &expected);
        for whole in there {
            let ReviewThere::Whole(whole) = whole else {
                continue;
            };
            let is: Vec<_> = reviews
                .iter()
                .map(|review| {
                    let by = self.called(review.employee_id);
                    let other = review.other_employee.map(|other| self.called(other));
                    let change = name_of(&review.change);
                    (review.rule.clone(), review.sale_id, by, other, change)
                })
                .collect();
            let expected = (
                whole.rule.clone(),
                Some(whole.sale),
                whole.by.clone(),
                whole.other.clone(),
                whole.change.clone(),
            );
            let what = format!("no review is {expected:?} of {is:?}");
            wrong.unless(&what, is.contains(&expected));
        }
    }

    fn called(&self, id: EmployeeId) -> String {
        let all = self.people.iter().flatten();
        let mut found = all.filter(|(_, known)| **known == id);
        found
            .next()
            .map_or_else(|| id.to_string(), |(name, _)| name.clone())
    }

    fn sale_is(&mut self, wrong: &mut Wrong, detail: &SaleDetail, there: &SaleThere) {
        let what = format!("sale {} on the server", short(&detail.sale));
        self.shows(wrong, &what, &detail.sale, &detail.totals, there);
        if let Some(total) = there.followed_by {
            let next = self.server.sale(there.sale.follow_up());
            let next = next.map(|next| next.totals.total.0);
            wrong.unless_same(&format!("{what}: the one after it"), &next, &Some(total));
        }
        if let Some(history) = &there.history {
            let is: Vec<Entry> = detail
                .history
                .iter()
                .map(|entry| Entry {
                    change: name_of(entry.change.get()),
                    by: self.called(entry.employee_id),
                    on: self.device_called(entry.device_id),
                    approved_by: entry.outcome.approved_by.map(|by| self.called(by)),
                })
                .collect();
            wrong.unless_same(&format!("{what}: its history"), &is, history);
        }
        let apart = there.kept.is_none() && there.charging.is_none() && there.charged_at.is_none();
        assert!(apart, "{what}: only a device shows this");
    }

    fn device_called(&self, id: sale::DeviceId) -> String {
        let all = self.devices.iter();
        let mut found = all.filter(|(_, d)| d.disk.meta.identity.device_id == id);
        found
            .next()
            .map_or_else(|| id.to_string(), |(name, _)| name.clone())
    }

    fn shows(
        &self,
        wrong: &mut Wrong,
        what: &str,
        sale: &Sale,
        totals: &Totals,
        there: &SaleThere,
    ) {
        let of = |part: &str| format!("{what}: {part}");
        wrong.unless_same(&of("its status"), &sale.status, &there.status);
        wrong.unless_same(&of("its total"), &totals.total.0, &there.total);
        wrong.unless_same(&of("paid"), &totals.paid.0, &there.paid);
        // A6: what is paid and what is due make the total.
        wrong.unless_same(&of("due"), &totals.due.0, &(there.total - there.paid));
        wrong.unless_as_said(
            &of("its rounding"),
            &totals.rounding.0,
            there.rounding.as_ref(),
        );
        let number = there.number.as_ref();
        let number = number.map(|number| self.with_names(number, Side::Ours));
        wrong.unless_as_said(&of("its number"), &sale.number, number.as_ref());
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        wrong.unless_as_said(&of("its name"), &said(&sale.name), there.name.as_ref());
        wrong.unless_as_said(&of("its note"), &said(&sale.note), there.note.as_ref());
        let guests = sale.guests.unwrap_or_default();
        wrong.unless_as_said(&of("its guests"), &guests, there.guests.as_ref());
        let customer = sale.customer.as_ref().map(|customer| &customer.name);
        let customer = customer.cloned().unwrap_or_default();
        wrong.unless_as_said(&of("its customer"), &customer, there.customer.as_ref());
        let owner = self.called(sale.owner);
        wrong.unless_as_said(&of("its owner"), &owner, there.owner.as_ref());
        let mut lines: BTreeMap<String, i64> = BTreeMap::new();
        for line in sale.standing_lines() {
            *lines.entry(line.name.clone()).or_default() += line.quantity.0;
        }
        wrong.unless_as_said(&of("its lines"), &lines, there.lines.as_ref());
    }

    fn device_is(&self, wrong: &mut Wrong, name: &str, there: &OnDevice) {
        let device = self.devices.get(name);
        let device = device.unwrap_or_else(|| panic!("there is no device {name}"));
        let of = |part: &str| format!("on {name}: {part}");
        let kind = |kind: Kind| device.disk.rows.keys().filter(|k| k.kind == kind).count();
        let disk = OnDisk {
            outbox: device.disk.outbox.len(),
            sales: kind(Kind::Sale),
            archive: device.disk.archive.len(),
        };
        wrong.unless_as_said(&of("its disk"), &disk, there.disk.as_ref());
        wrong.unless_as_said(&of("told"), &device.told, there.told.as_ref());
        wrong.unless_as_said(&of("refused"), &device.refused, there.refused.as_ref());
        let Some(engine) = &device.engine else {
            let dark = there.open.is_none() && there.sales.is_empty() && there.sync.is_none();
            wrong.unless(&of("its power is off"), dark);
            return;
        };
        let open: Vec<SaleView> = engine.open_sales().collect();
        wrong.unless_as_said(&of("open sales"), &open.len(), there.open.as_ref());
        for expected in &there.sales {
            let Some(view) = engine.sale(expected.sale) else {
                wrong.unless(&of(&format!("there is no sale {}", expected.sale)), false);
                continue;
            };
            let what = of(&format!("sale {}", short(&view.sale)));
            self.shows(wrong, &what, &view.sale, &view.totals, expected);
            let of = |part: &str| format!("{what}: {part}");
            let kept = kept(&view).to_owned();
            wrong.unless_as_said(&of("kept"), &kept, expected.kept.as_ref());
            let charging = self.charging(&view);
            wrong.unless_as_said(&of("charging"), &charging, expected.charging.as_ref());
            let charged = view.paid_elsewhere.as_ref().map(|lease| self.lease(lease));
            let charged = charged.unwrap_or_default();
            wrong.unless_as_said(&of("charged at"), &charged, expected.charged_at.as_ref());
        }
        for (person, expected) in &there.seen_by {
            let id = self.employee(device.side, person);
            let seen = open.iter().filter(|view| engine.sees(id, &view.sale));
            wrong.unless_same(&of(&format!("seen by {person}")), &seen.count(), expected);
        }
        let mut tables: Vec<_> =
            sale::shared_tables(open.iter().map(|view| &view.sale), str::to_lowercase)
                .into_iter()
                .map(|table| table.sales)
                .collect();
        tables.sort_unstable();
        wrong.unless_as_said(&of("shared tables"), &tables, there.tables.as_ref());
        let mut layout: Vec<String> = engine.tables().map(|table| table.name.clone()).collect();
        layout.sort_unstable();
        wrong.unless_as_said(&of("the layout"), &layout, there.layout.as_ref());
        let reviews = reviews_on(device);
        wrong.unless_as_said(&of("its reviews"), &reviews, there.reviews.as_ref());
        wrong.unless_as_said(&of("waiting"), &engine.waiting(), there.waiting.as_ref());
        let link = format!("{:?}", engine.link());
        wrong.unless_as_said(&of("its link"), &link, there.link.as_ref());
        let sync = match engine.meta().sync {
            SyncMode::HandingOver { .. } => "HandingOver".to_owned(),
            mode => format!("{mode:?}"),
        };
        wrong.unless_as_said(&of("its sync"), &sync, there.sync.as_ref());
    }

    fn charging(&self, view: &SaleView) -> String {
        match &view.tendering {
            None => String::new(),
            Some(Tendering::Asking) => "asking".to_owned(),
            Some(Tendering::Ours { up_to_date: true }) => "ours".to_owned(),
            Some(Tendering::Ours { up_to_date: false }) => "ours, not all seen".to_owned(),
            Some(Tendering::HeldBy(lease)) => format!("held by {}", self.lease(lease)),
            Some(Tendering::Alone) => "alone".to_owned(),
        }
    }

    fn lease(&self, lease: &Lease) -> String {
        let who = lease.employee_id.map(|id| self.called(id));
        format!("{}, {}", lease.place, who.unwrap_or_default())
    }
}

fn kept(view: &SaleView) -> &'static str {
    match view {
        _ if view.only_here => "only here",
        _ if view.waiting_for_hand_over => "waiting for hand-over",
        _ if view.read_only => "only shown",
        _ => "",
    }
}

fn reviews_on(device: &Device) -> Vec<String> {
    let reviews = device.engine().open_reviews();
    let mut rules: Vec<String> = reviews.map(|review| review.rule.clone()).collect();
    rules.sort_unstable();
    rules
}

/// A sale's name on the wire is long; its end tells it from the others of a scenario.
fn short(sale: &Sale) -> String {
    let id = sale.id.to_string();
    id[id.len() - 4..].to_owned()
}

/// The name of a change, as it is on the wire.
fn name_of(change: &str) -> String {
    let change: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(change).expect("a change with a name");
    change.into_keys().next().expect("a name")
}
