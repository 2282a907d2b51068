//! One device of the run: a disk, and tabs of which one drives a real engine on it.

use crate::chance::Chance;
use crate::disk::Disk;
use crate::server::Asked;
use sale::{DeviceId, MutationId, RegisterId, Source, StoreId};
use std::collections::BTreeMap;
use sync::device::{Engine, Meta, Write};
use sync::protocol::Identity;

/// What a person tapped and waits to see saved.
#[derive(Clone, Debug)]
pub struct Tapped {
    /// Its mutation.
    pub mutation_id: MutationId,
}

/// A tab that leads, or believes so.
#[derive(Debug)]
pub struct Head {
    /// Its number among all starts on this device; what was under way for another is void.
    pub life: u64,
    /// The engine.
    pub engine: Engine,
    /// Taps on their way to the disk, by ticket.
    pub tickets: BTreeMap<u64, Tapped>,
    /// Requests under way, by number, with what was asked.
    pub calls: BTreeMap<u64, Asked>,
    /// The write that the disk is busy with.
    pub writing: Option<Write>,
    /// The live stream that it reads.
    pub stream: Option<u64>,
    /// Counts the waits; only the last one counts.
    pub waits: u64,
    /// Whether a report is under way.
    pub reporting: bool,
    /// Pulls since its cursor last moved (invariant I11).
    pub pulls: u64,
    /// Where its cursor was then.
    pub cursor: u64,
}

/// Which of the three apps a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A till.
    Register,
    /// A phone.
    Pay,
    /// A browser.
    BackOffice,
}

/// A device.
#[derive(Debug)]
pub struct Device {
    /// What a trace calls it.
    pub name: String,
    /// Which of the server's places it belongs to.
    pub place: usize,
    /// What it runs.
    pub surface: Surface,
    /// Who its cookies say it is: what the server takes it for.
    pub identity: Identity,
    /// The id that it asks to be known under instead, until it is answered.
    pub fresh_id: Option<DeviceId>,
    /// What survives a crash.
    pub disk: Disk,
    /// Tabs that lead: one, but for a moment none, and by a fault two.
    pub heads: Vec<Head>,
    /// Open tabs.
    pub tabs: u64,
    /// The network is away until then.
    pub offline_until: u64,
    /// Timers stand still until then.
    pub frozen_until: u64,
    /// The storage's handle is lost until then.
    pub closed_until: u64,
    /// Its clock less the true time.
    pub skew_ms: i64,
    /// The last life, ticket, call and stream.
    pub counts: Counts,
}

/// What a device counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Starts.
    pub lives: u64,
    /// Taps.
    pub tickets: u64,
    /// Requests.
    pub calls: u64,
}

impl Device {
    /// A freshly activated device; `number` is its human number's prefix, unlike any other's.
    pub fn new(
        surface: Surface,
        place: usize,
        store_id: StoreId,
        number: usize,
        chance: &mut Chance,
    ) -> Device {
        let register_id = (surface == Surface::Register).then(|| RegisterId(chance.uuid()));
        let identity = Identity {
            device_id: DeviceId(chance.uuid()),
            store_id,
            register_id,
            number_prefix: format!("{number}-"),
        };
        let name = match surface {
            Surface::Register => format!("Till {number}"),
            Surface::Pay => format!("Pay {number}"),
            Surface::BackOffice => format!("BackOffice {number}"),
        };
        Device {
            name,
            place,
            surface,
            disk: Disk::new(Meta::new(identity.clone())),
            identity,
            fresh_id: None,
            heads: Vec::new(),
            tabs: 1,
            offline_until: 0,
            frozen_until: 0,
            closed_until: 0,
            skew_ms: 0,
            counts: Counts::default(),
        }
    }

    /// Another machine with a copy of this one's profile.
    #[must_use]
    pub fn copied(&self, number: usize) -> Device {
        Device {
            name: format!("{}'s copy {number}", self.name),
            identity: self.identity.clone(),
            disk: self.disk.clone(),
            heads: Vec::new(),
            ..*self
        }
    }

    /// Where sales that it opens come from.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.surface {
            Surface::Register => Source::Register,
            Surface::Pay => Source::Pay,
            Surface::BackOffice => Source::BackOffice,
        }
    }

    /// The head with this life.
    pub fn head(&mut self, life: u64) -> Option<&mut Head> {
        self.heads.iter_mut().find(|head| head.life == life)
    }

    /// The head that a tap reaches.
    #[must_use]
    pub fn leader(&self) -> Option<&Head> {
        self.heads.last()
    }

    /// Starts a tab that leads; answers its life.
    pub fn lead(&mut self) -> u64 {
        self.counts.lives += 1;
        let life = self.counts.lives;
        self.heads.push(Head {
            life,
            engine: self.disk.start(life),
            tickets: BTreeMap::new(),
            calls: BTreeMap::new(),
            writing: None,
            stream: None,
            waits: 0,
            reporting: false,
            pulls: 0,
            cursor: 0,
        });
        life
    }
}
