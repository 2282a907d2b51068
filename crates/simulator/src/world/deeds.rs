//! What the plan says: people tap, and things happen.

use super::{Arrival, Event, World};
use crate::chance::{Chance, number};
use crate::device::{Surface, Tapped};
use crate::people;
use crate::plan::{Deed, What};
use crate::report::Violation;
use crate::server::Request;
use sale::MutationId;
use sync::device::{Input, NewChange, SyncMode};
use sync::protocol::Mutation;

const WEEKS_MS: u64 = 14 * 86_400_000;

impl World {
    pub(super) fn carry_out(&mut self, deed: Deed) -> Result<(), Violation> {
        let mut chance = Chance::new(deed.seed);
        let who = deed.who;
        if let Some(name) = deed.what.mishap() {
            self.report.fault(name);
            let whom = self.name(who).to_owned();
            self.trace.say(self.now_ms, || format!("{whom}: {name}"));
        }
        match deed.what {
            What::Tap => self.tap(who, 1, &mut chance),
            What::DoubleTap => self.tap(who, 2, &mut chance),
            What::Switch(on) => {
                if let Some(life) = self.leader(who) {
                    self.put(0, Event::Feed(who, life, Box::new(Input::SwitchSync(on))));
                }
            }
            What::Layout(on) => {
                if let Some(life) = self.leader(who) {
                    self.put(0, Event::Feed(who, life, Box::new(Input::ShareLayout(on))));
                }
            }
            What::Ask(on) => self.ask(who, on),
            What::Order(copies) => self.order(who, copies, deed.seed),
            What::KillTab => {
                let several = self.devices.get(who).is_some_and(|d| d.tabs > 1);
                let most = if several { 3_000 } else { 10_000 };
                self.kill_heads(who, 200 + chance.below(most))?;
            }
            What::PowerLoss => {
                self.kill_heads(who, 3_000 + chance.below(30_000))?;
                if let Some(at) = self.devices.get_mut(who) {
                    at.disk.lose_power();
                }
            }
            What::SecondLeader => self.put(0, Event::Lead(who)),
            What::Outage(for_ms) => self.outage(who, for_ms, &mut chance),
            What::Clock(skew_ms) => {
                if let Some(at) = self.devices.get_mut(who) {
                    at.skew_ms = skew_ms;
                }
            }
            What::Freeze(for_ms) => {
                if let Some(at) = self.devices.get_mut(who) {
                    at.frozen_until = self.now_ms + for_ms;
                }
            }
            What::HandleLost(for_ms) => {
                if let Some(at) = self.devices.get_mut(who) {
                    at.closed_until = self.now_ms + for_ms;
                }
            }
            What::Cleared => self.clear_storage(who, &mut chance)?,
            What::ClearedUnder => {
                self.forgive_archive(who);
                if let Some(at) = self.devices.get_mut(who).filter(|at| !at.heads.is_empty()) {
                    at.disk.gut();
                }
            }
            What::ActivatedTwice => self.activate_again(who, &mut chance)?,
            What::Gap => {
                self.kill_heads(who, 1_000)?;
                if let Some(at) = self.devices.get_mut(who)
                    && at.disk.meta.sync == SyncMode::On
                {
                    at.disk.meta.next_sequence += 1 + chance.below(3);
                }
            }
            What::Cloned => self.clone_profile(who),
            What::NewerChange => self.newer_change(who, &mut chance)?,
            What::ServerDown(for_ms) => {
                self.stop_server(who, for_ms, chance.percent(50));
            }
            What::DiskFull(for_ms) => self.disk_full_until = self.now_ms + for_ms,
            What::Backup => self.back_up(),
            What::Restore => self.restore(&mut chance)?,
            What::Weeks => self.weeks(),
        }
        Ok(())
    }

    pub(super) fn leader(&self, device: usize) -> Option<u64> {
        Some(self.devices.get(device)?.leader()?.life)
    }

    fn tap(&mut self, device: usize, times: u64, chance: &mut Chance) {
        let now_ms = self.now_ms;
        let Some(at) = self.devices.get_mut(device) else {
            return;
        };
        if at.frozen_until > now_ms {
            return;
        }
        let (source, at_ms) = (at.source(), true_time(now_ms) + at.skew_ms);
        let Some(head) = at.heads.last_mut() else {
            return;
        };
        let hot = self.hot.get(at.place).map_or(&[][..], Vec::as_slice);
        let person = people::somebody(at.place, at.surface, chance);
        let change = people::tap(at.place, &head.engine, hot, source, chance);
        self.trace.say(now_ms, || {
            let sale = change.sale_id().and_then(|id| head.engine.sale(id));
            let number = sale.map_or_else(|| "what it does not show".to_owned(), |s| s.sale.number);
            format!(
                "{} ({}) {} on {number}",
                at.name,
                people::name(person),
                crate::telling::tell(&change)
            )
        });
        let made = match &change {
            sale::Change::Open(open) => Some(open.sale_id),
            sale::Change::Split(split) => Some(split.new_sale_id),
            _ => None,
        };
        if let Some(hot) = self.hot.get_mut(at.place) {
            hot.extend(made);
        }
        let approved_by = people::approval(at.place, chance);
        let life = head.life;
        if let sale::Change::Tender { sale_id, .. } = &change
            && chance.percent(50)
        {
            self.order += 2;
            let take = Event::Feed(device, life, Box::new(Input::TakeLease(*sale_id)));
            let release = Event::Feed(device, life, Box::new(Input::ReleaseLease(*sale_id)));
            let until_ms = now_ms + 2_000 + chance.below(40_000);
            self.queue.insert((now_ms, self.order - 1), take);
            self.queue.insert((until_ms, self.order), release);
        }
        for _ in 0..times {
            at.counts.tickets += 1;
            let ticket = at.counts.tickets;
            let mutation_id = MutationId(chance.uuid());
            head.tickets.insert(ticket, Tapped { mutation_id });
            // A tap on a tab that follows goes through the one that leads.
            let after = chance.below(at.tabs * 4);
            let input = Input::Change(NewChange {
                ticket,
                mutation_id,
                at_ms,
                employee_id: person,
                approved_by,
                change: change.clone(),
            });
            self.order += 1;
            self.queue.insert(
                (now_ms + after, self.order),
                Event::Feed(device, life, Box::new(input)),
            );
        }
    }

    /// Somebody at BackOffice asks for a register's switch.
    fn ask(&mut self, till: usize, on: bool) {
        let office = self
            .devices
            .iter()
            .position(|d| d.surface == Surface::BackOffice);
        let register = self.devices.get(till).and_then(|d| d.identity.register_id);
        if let Some(office) = office
            && let Some(life) = self.leader(office)
            && let Some(register) = register
        {
            self.send(office, life, Request::Ask(register, on));
        }
    }

    /// A store's webstore tells of an order so often, at any time from now on.
    fn order(&mut self, place: usize, copies: u64, seed: u64) {
        let mut chance = Chance::new(seed);
        let there = self.devices.iter().position(|d| d.place == place);
        let webstore = self.server.places.get(place).map(|p| p.webstore);
        let (Some(device), Some(webstore)) = (there, webstore) else {
            return;
        };
        let open = people::web_order(place, &mut chance);
        if let Some(hot) = self.hot.get_mut(place) {
            hot.push(open.sale_id);
        }
        let Ok(change) = sync::codec::encode_raw(&sale::Change::Open(open)) else {
            return;
        };
        let mutation = Mutation {
            sequence: 0,
            mutation_id: MutationId(chance.uuid()),
            at_ms: true_time(self.now_ms),
            employee_id: people::manager(place),
            approved_by: None,
            was: None,
            seen: 0,
            change,
        };
        self.trace.say(self.now_ms, || {
            format!("Webstore sends an order {copies} times")
        });
        for _ in 0..copies {
            let arrival = Arrival {
                device,
                life: 0,
                call: 0,
                sent_ms: self.now_ms,
                device_id: webstore,
                request: Request::Order(mutation.clone()),
            };
            let process = chance.place(self.processes.len());
            let after = 1 + chance.below(30_000);
            self.put(after, Event::Arrive(process, Box::new(arrival)));
        }
    }

    fn outage(&mut self, device: usize, for_ms: u64, chance: &mut Chance) {
        if let Some(at) = self.devices.get_mut(device) {
            at.offline_until = at.offline_until.max(self.now_ms + for_ms);
        }
        let Some(life) = self.leader(device) else {
            return;
        };
        let stream = self.head(device, life).and_then(|head| head.stream);
        if let Some(stream) = stream
            && chance.percent(50)
        {
            self.put(500, Event::LiveEnds(device, life, stream));
        }
        // Half of the browsers say when the network is back.
        if chance.percent(50) {
            self.put(for_ms + 1, Event::Feed(device, life, Box::new(Input::Wake)));
        }
    }

    /// The last backup is put back, under another epoch, and all processes start again.
    fn restore(&mut self, chance: &mut Chance) -> Result<(), Violation> {
        self.restore_place(chance.bits() | 1)?;
        for process in 0..self.processes.len() {
            self.stop_server(process, 500, false);
        }
        Ok(())
    }

    /// Nobody does anything for weeks: whatever waited for a time finds that it is over.
    fn weeks(&mut self) {
        self.now_ms += WEEKS_MS;
        self.forget_offers();
        let queue = std::mem::take(&mut self.queue);
        for ((at_ms, order), event) in queue {
            let later = matches!(event, Event::Deed(_) | Event::ServerUp(_));
            let at_ms = if later { at_ms + WEEKS_MS } else { at_ms };
            self.queue.insert((at_ms, order), event);
        }
        self.trace.note(&[self.now_ms, 8, number(self.queue.len())]);
    }
}

pub(super) fn true_time(now_ms: u64) -> i64 {
    i64::try_from(now_ms).unwrap_or(i64::MAX)
}
