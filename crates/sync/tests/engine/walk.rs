//! Any order of everything: whatever happens, in the end everybody holds the same, and whatever a
//! person was told is saved is in the log, once (rules A1 to A4, B3, F2 to F5).

use crate::shop::Shop;
use crate::till::{Till, add, open, tender};
use proptest::prelude::*;
use sale::Change;
use sync::device::{Failure, Input, SyncMode};
use sync::server::Storage;

/// One thing that happens; the numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Open(usize),
    Add(usize, usize),
    Pay(usize, usize),
    Serve(usize),
    Wake(usize),
    Away(usize),
    Back(usize),
    Crash(usize),
    LoseAnswer(usize),
    RefuseWrite(usize),
    EndStream(usize),
    Switch(usize, bool),
    Lease(usize, usize),
    Copy(usize),
    Backup,
    Restore(usize),
    Tick(u16),
    Settle,
}

fn everyday() -> impl Strategy<Value = Step> {
    let n = 0..8_usize;
    prop_oneof![
        3 => n.clone().prop_map(Step::Open),
        4 => (n.clone(), n.clone()).prop_map(|(t, s)| Step::Add(t, s)),
        1 => (n.clone(), n.clone()).prop_map(|(t, s)| Step::Pay(t, s)),
        8 => n.clone().prop_map(Step::Serve),
        3 => n.clone().prop_map(Step::Wake),
        1 => n.clone().prop_map(Step::Away),
        2 => n.clone().prop_map(Step::Back),
        1 => n.clone().prop_map(Step::Crash),
        1 => n.clone().prop_map(Step::LoseAnswer),
        1 => n.clone().prop_map(Step::RefuseWrite),
        1 => n.clone().prop_map(Step::EndStream),
        1 => (n.clone(), n).prop_map(|(t, s)| Step::Lease(t, s)),
        1 => any::<u16>().prop_map(Step::Tick),
        1 => Just(Step::Settle),
    ]
}

fn switching() -> impl Strategy<Value = Step> {
    let switch = (0..8_usize, any::<bool>()).prop_map(|(t, on)| Step::Switch(t, on));
    prop_oneof![6 => everyday(), 1 => switch]
}

fn restoring() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => everyday(),
        1 => (0..8_usize).prop_map(Step::Copy),
        1 => Just(Step::Backup),
        1 => (0..8_usize).prop_map(Step::Restore),
    ]
}

struct Walk {
    shop: Shop,
    backups: Vec<sync::server::MemoryStorage>,
    made: u128,
}

impl Walk {
    fn begin() -> Walk {
        let shop = Shop::open(2);
        Walk {
            backups: vec![shop.server.clone()],
            shop,
            made: 10,
        }
    }

    fn take(&mut self, step: Step) {
        let count = self.shop.tills.len();
        self.made += 1;
        let made = self.made;
        let shop = &mut self.shop;
        match step {
            Step::Open(t) => drop(shop.tap(t % count, open(made))),
            Step::Add(t, s) => self.change(t % count, s, |id| add(id, made, "Tea")),
            Step::Pay(t, s) => self.change(t % count, s, |id| tender(id, made, 100)),
            Step::Serve(t) => drop(shop.step(t % count)),
            Step::Wake(t) => shop.tills[t % count].wake(),
            Step::Away(t) => {
                let till = &mut shop.tills[t % count];
                till.online = false;
                till.live = false;
                // A pull that waited gets no answer.
                if till.parked.take().is_some() {
                    till.feed(Input::Pulled(Err(Failure::Unreachable)));
                }
            }
            Step::Back(t) => shop.tills[t % count].online = true,
            Step::Crash(t) => shop.tills[t % count].crash(),
            Step::LoseAnswer(t) => shop.tills[t % count].lose_answers += 1,
            Step::RefuseWrite(t) => shop.tills[t % count].refuse_writes += 1,
            Step::EndStream(t) => {
                let till = &mut shop.tills[t % count];
                till.live = false;
                till.feed(Input::LiveEnded(Failure::Unreachable));
            }
            Step::Switch(t, on) => shop.tills[t % count].feed(Input::SwitchSync(on)),
            Step::Lease(t, s) => {
                let till = &mut shop.tills[t % count];
                if let Some(id) = till.sales().get(s) {
                    till.feed(Input::TakeLease(*id));
                }
            }
            Step::Copy(t) if count < 4 => {
                let of = &shop.tills[t % count];
                let copy = Till::on(of.disk.clone(), of.identity.clone());
                shop.tills.push(copy);
            }
            Step::Copy(_) => {}
            Step::Backup => self.backups.push(shop.server.clone()),
            Step::Restore(which) => {
                let backup = self.backups[which % self.backups.len()].clone();
                crate::archive::restore(shop, backup);
                for till in 0..count {
                    let identity = shop.tills[till].identity.clone();
                    if shop.server.device(identity.device_id).unwrap().is_none() {
                        shop.admit(&identity);
                    }
                }
            }
            Step::Tick(ms) => shop.tick(i64::from(ms)),
            Step::Settle => self.shop.settle(),
        }
    }

    fn change(&mut self, till: usize, which: usize, make: impl Fn(sale::SaleId) -> Change) {
        let sales = self.shop.tills[till].sales();
        if let Some(id) = sales.get(which % sales.len().max(1)) {
            let _ = self.shop.tap(till, make(*id));
        }
    }

    /// Everybody comes back, sync is on, and the shop comes to rest.
    fn end(mut self) {
        for till in &mut self.shop.tills {
            till.online = true;
            (till.lose_answers, till.refuse_writes) = (0, 0);
            till.wake();
        }
        for _ in 0..4 {
            self.shop.settle();
            for till in &mut self.shop.tills {
                till.feed(Input::SwitchSync(true));
                till.wake();
            }
            self.shop.tick(60_000);
        }
        self.shop.settle();
        let on = |till: &Till| till.engine.meta().sync == SyncMode::On;
        assert!(self.shop.tills.iter().all(on));
        self.shop.agrees();
        for id in &self.shop.saved {
            let found = self.shop.server.mutation(*id).unwrap();
            assert!(found.is_some(), "A1: saved and lost: {id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn f2_a1_any_order_of_switches_outages_and_crashes_loses_nothing(
        steps in prop::collection::vec(switching(), 1..60)
    ) {
        let mut walk = Walk::begin();
        for step in steps {
            walk.take(step);
        }
        walk.end();
    }

    #[test]
    fn a2_a3_any_order_of_restores_copies_and_crashes_loses_nothing(
        steps in prop::collection::vec(restoring(), 1..60)
    ) {
        let mut walk = Walk::begin();
        for step in steps {
            walk.take(step);
        }
        walk.end();
    }
}
