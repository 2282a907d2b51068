//! One device of a scenario: the real engine, its stable storage, and what a person on it was told.

use crate::scenario::{Hears, Loses};
use crate::server::{Side, Surface};
use sale::{DeviceId, MutationId, SaleId};
use std::collections::BTreeMap;
use sync::device::{Engine, Meta};
use sync::protocol::Identity;
use sync::server::MemoryDisk;

/// What a device has open at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Stream,
    WaitingPull,
}

/// A device. Without an engine its power is off.
pub struct Device {
    pub side: Side,
    pub surface: Surface,
    pub register: String,
    pub engine: Option<Engine>,
    pub disk: MemoryDisk,
    pub away: bool,
    pub hears: Hears,
    pub loses: Option<Loses>,
    pub dies_at_write: bool,
    pub line: Option<Line>,
    /// The attempt that it waits for.
    pub waits: Option<u32>,
    pub clock_ms: i64,
    /// The id that it asks to be known under instead, until it is answered.
    pub fresh: Option<DeviceId>,
    /// The screen that takes money for this sale is open.
    pub charges: Option<SaleId>,
    pub tickets: BTreeMap<u64, MutationId>,
    pub told: Vec<String>,
    pub refused: Vec<String>,
    pub diverged: usize,
}

impl Device {
    /// A device that was just admitted, or one with a copy of another's disk.
    pub fn new(side: Side, surface: Surface, register: &str, disk: MemoryDisk) -> Device {
        Device {
            side,
            surface,
            register: register.to_owned(),
            engine: None,
            disk,
            away: false,
            hears: Hears::default(),
            loses: None,
            dies_at_write: false,
            line: None,
            waits: None,
            clock_ms: 1_700_000_000_000,
            fresh: None,
            charges: None,
            tickets: BTreeMap::new(),
            told: Vec::new(),
            refused: Vec::new(),
            diverged: 0,
        }
    }

    pub fn fresh_disk(identity: Identity) -> MemoryDisk {
        MemoryDisk::new(Meta::new(identity))
    }

    /// The power comes on.
    pub fn start(&mut self) {
        self.engine = Some(self.disk.start("0.1.0"));
        self.told.clear();
        self.refused.clear();
    }

    /// The power goes off: what is not on the disk is gone.
    pub fn stop(&mut self) {
        self.engine = None;
        self.dies_at_write = false;
        self.line = None;
        self.waits = None;
        self.charges = None;
        self.tickets.clear();
    }

    /// The engine of a device that is on.
    pub fn engine(&self) -> &Engine {
        self.engine.as_ref().expect("its power is on")
    }

    /// Whether it keeps up with the server: then it holds what the server does.
    pub fn keeps_up(&self) -> bool {
        self.engine.as_ref().is_some_and(|engine| {
            let on = engine.meta().sync == sync::device::SyncMode::On;
            on && !self.away && !matches!(self.hears, Hears::Late | Hears::Nothing)
        })
    }
}
