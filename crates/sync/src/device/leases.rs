//! Leases while money is taken (rule G1), the device's part: asks for one when a screen opens,
//! renews it while the screen is open, and shows who else takes money for what.
//!
//! A lease is never waited for: without one money is taken all the same (rules C5, D3).

use super::engine::Engine;
use super::io::{Failure, Output, once_each};
use super::standing::{Link, Tendering, Wanted};
use super::stored::SyncMode;
use crate::protocol::{Lease, LeaseAnswer, LeaseRequest, Refusal};
use crate::row::Key;
use sale::SaleId;
use std::collections::BTreeMap;

/// A lease is asked for again this often while the screen is open.
const RENEW_MS: i64 = 10_000;
/// A device lets go of a lease that was not renewed so much sooner than the server does, so that it
/// never believes in one that is somebody else's by then.
const EARLY_MS: i64 = 5_000;

impl Engine {
    /// How this device stands with a sale that it takes money for; none when it does not.
    pub(super) fn tendering(&self, sale_id: SaleId) -> Option<Tendering> {
        let wanted = self.leases.wanted.as_ref()?;
        (wanted.sale_id == sale_id).then(|| match &wanted.state {
            Tendering::Ours { .. } => Tendering::Ours {
                up_to_date: self.meta.cursor >= wanted.head,
            },
            state => state.clone(),
        })
    }

    /// Who else takes money for a sale, as far as this device has heard.
    pub(super) fn paid_elsewhere(&self, sale_id: SaleId) -> Option<Lease> {
        let seen = self.leases.seen.get(&sale_id);
        seen.map(|(lease, _)| lease.clone())
    }

    /// A screen that takes money for a sale is open.
    pub(super) fn take_lease(&mut self, sale_id: SaleId, out: &mut Vec<Output>) {
        match self.leases.wanted.as_ref().map(|wanted| wanted.sale_id) {
            Some(same) if same == sale_id => return self.ask_for_lease(),
            Some(other) => self.release_lease(other, out),
            None => {}
        }
        let state = match self.can_lease() {
            true => Tendering::Asking,
            false => Tendering::Alone,
        };
        self.leases.wanted = Some(Wanted {
            sale_id,
            state,
            head: 0,
            asked_ms: self.clock.now_ms,
            until_ms: None,
        });
        self.ask_for_lease();
        out.push(Output::Changed(vec![Key::sale(sale_id)]));
    }

    /// That screen is closed.
    pub(super) fn release_lease(&mut self, sale_id: SaleId, out: &mut Vec<Output>) {
        let wanted = self.leases.wanted.take_if(|w| w.sale_id == sale_id);
        let Some(wanted) = wanted else {
            return;
        };
        let take = LeaseRequest::Take { sale_id };
        self.leases.queue.retain(|request| *request != take);
        let may_be_held =
            self.leases.under_way == Some(take) || matches!(wanted.state, Tendering::Ours { .. });
        if may_be_held {
            self.leases
                .queue
                .push_back(LeaseRequest::Release { sale_id });
        }
        out.push(Output::Changed(vec![Key::sale(sale_id)]));
    }

    fn can_lease(&self) -> bool {
        self.connection.link == Link::Online && self.meta.sync == SyncMode::On
    }

    fn ask_for_lease(&mut self) {
        let Some(wanted) = &mut self.leases.wanted else {
            return;
        };
        let take = LeaseRequest::Take {
            sale_id: wanted.sale_id,
        };
        wanted.asked_ms = self.clock.now_ms;
        if !self.leases.queue.contains(&take) && self.leases.under_way != Some(take) {
            self.leases.queue.push_back(take);
        }
    }

    /// Asks what waits to be asked, and follows the connection: without one nothing is proven.
    pub(super) fn lease_if_due(&mut self, was: Link, out: &mut Vec<Output>) {
        if !self.can_lease() {
            self.leases.queue.clear();
            self.stand(Tendering::Alone, out);
            return;
        }
        if was != Link::Online {
            self.ask_for_lease();
        }
        if self.leases.under_way.is_none()
            && let Some(request) = self.leases.queue.pop_front()
        {
            self.leases.under_way = Some(request);
            out.push(Output::Lease(request));
        }
    }

    /// The stream has ended: a server that began anew knows of no lease, and may give it away.
    pub(super) fn unprove_lease(&mut self, out: &mut Vec<Output>) {
        let wanted = self.leases.wanted.as_ref();
        if wanted.is_some_and(|wanted| matches!(wanted.state, Tendering::Ours { .. })) {
            self.stand(Tendering::Asking, out);
        }
    }

    /// The server answers: what is not proven is asked for.
    pub(super) fn prove_lease(&mut self) {
        let wanted = self.leases.wanted.as_ref();
        if wanted.is_some_and(|wanted| wanted.state == Tendering::Asking) {
            self.ask_for_lease();
        }
    }

    fn stand(&mut self, state: Tendering, out: &mut Vec<Output>) {
        if let Some(wanted) = &mut self.leases.wanted
            && wanted.state != state
        {
            wanted.state = state;
            out.push(Output::Changed(vec![Key::sale(wanted.sale_id)]));
        }
    }

    pub(super) fn leased(&mut self, answer: Result<LeaseAnswer, Failure>, out: &mut Vec<Output>) {
        let Some(LeaseRequest::Take { sale_id }) = self.leases.under_way.take() else {
            return;
        };
        let wanted = self.leases.wanted.as_mut();
        let Some(wanted) = wanted.filter(|wanted| wanted.sale_id == sale_id) else {
            return;
        };
        match answer {
            Ok(answer) => {
                wanted.head = answer.head;
                // From when it was asked: the server counts from later on.
                let lasts_ms = i64::from(answer.for_ms).saturating_sub(EARLY_MS);
                wanted.until_ms = wanted.asked_ms.map(|asked| asked.saturating_add(lasts_ms));
                self.heard();
                if answer.head > self.meta.cursor {
                    self.incoming.due = true;
                }
                self.stand(Tendering::Ours { up_to_date: true }, out);
            }
            Err(Failure::Refused(Refusal::BeingPaid { by })) => {
                self.heard();
                self.stand(Tendering::HeldBy(by), out);
            }
            Err(failure) => {
                self.stand(Tendering::Alone, out);
                if !matches!(&failure, Failure::Refused(refusal) if refusal.is_retryable()) {
                    self.failed(&failure, out);
                }
            }
        }
    }

    /// The base has moved on from a cursor: the total may be today's now (rule G2).
    pub(super) fn lease_caught_up(&self, before: u64, out: &mut Vec<Output>) {
        if let Some(wanted) = &self.leases.wanted
            && before < wanted.head
            && wanted.head <= self.meta.cursor
        {
            out.push(Output::Changed(vec![Key::sale(wanted.sale_id)]));
        }
    }

    /// Everybody's leases, as the live stream says them.
    pub(super) fn see_leases(&mut self, leases: Vec<Lease>, out: &mut Vec<Output>) {
        let until = |lease: &Lease| {
            let now_ms = self.clock.now_ms;
            now_ms.map(|now| now.saturating_add(i64::from(lease.for_ms)))
        };
        let own = self.meta.identity.device_id;
        let seen: BTreeMap<SaleId, (Lease, Option<i64>)> = leases
            .into_iter()
            .filter(|lease| lease.device_id != own)
            .map(|lease| (lease.sale_id, (lease.clone(), until(&lease))))
            .collect();
        let before = std::mem::replace(&mut self.leases.seen, seen);
        let ids = before.keys().chain(self.leases.seen.keys());
        let changed = once_each(ids.copied().map(Key::sale).collect());
        if !changed.is_empty() {
            out.push(Output::Changed(changed));
        }
        // The one that was waited for may be free now.
        let free = self.leases.wanted.as_ref().is_some_and(|wanted| {
            matches!(wanted.state, Tendering::HeldBy(_))
                && !self.leases.seen.contains_key(&wanted.sale_id)
        });
        if free {
            self.ask_for_lease();
        }
    }

    /// Time goes on: renews, and lets go of what was not renewed.
    pub(super) fn tick_leases(&mut self, now_ms: i64, out: &mut Vec<Output>) {
        let over = |until: &Option<i64>| until.is_some_and(|until| until <= now_ms);
        let ended: Vec<SaleId> = self
            .leases
            .seen
            .iter()
            .filter(|(_, (_, until))| over(until))
            .map(|(sale_id, _)| *sale_id)
            .collect();
        for sale_id in &ended {
            self.leases.seen.remove(sale_id);
        }
        if !ended.is_empty() {
            out.push(Output::Changed(ended.into_iter().map(Key::sale).collect()));
        }
        let Some(wanted) = &self.leases.wanted else {
            return;
        };
        let lapsed = matches!(wanted.state, Tendering::Ours { .. }) && over(&wanted.until_ms);
        let due = wanted
            .asked_ms
            .is_none_or(|asked| now_ms.saturating_sub(asked) >= RENEW_MS || now_ms < asked);
        if lapsed {
            self.stand(Tendering::Alone, out);
        }
        if due || lapsed {
            self.ask_for_lease();
        }
    }
}
