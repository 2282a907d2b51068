//! What a run is made of: how large the shop is, who does what when, and how bad the days are. A
//! plan is all there is to a run; the same plan gives the same run, bit for bit.
//!
//! It must not know how anything is carried out.

mod days;

use std::collections::{BTreeMap, BTreeSet};

/// Something that goes wrong by chance, with a strength of its own in each plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A request never arrives.
    LostRequest,
    /// The server did it; the answer never arrives.
    LostAnswer,
    /// A request arrives twice.
    TwiceRequest,
    /// A message takes up to a minute.
    SlowMessage,
    /// A request goes to another store's server.
    WrongStore,
    /// A live stream breaks.
    BrokenStream,
    /// A live stream falls silent without ending.
    SilentStream,
    /// A device reads its live stream slowly.
    SlowReader,
    /// A live message is lost.
    LostLive,
    /// A live message comes twice.
    TwiceLive,
    /// A live message comes after the next ones.
    LateLive,
    /// One server does not hear of another's commit.
    LostPoke,
    /// The device's storage refuses a write.
    RefusedWrite,
    /// A server dies before it commits.
    CrashBefore,
    /// A server dies in the middle of its commit.
    CrashAt,
    /// A server dies after its commit and before it answers.
    CrashAfter,
    /// A listener is too slow: in place of what it missed it is told how far the log goes.
    Lagged,
    /// The reducer fails at some of the changes, each time that they come.
    FailingReducer,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 18] = [
        Fault::LostRequest,
        Fault::LostAnswer,
        Fault::TwiceRequest,
        Fault::SlowMessage,
        Fault::WrongStore,
        Fault::BrokenStream,
        Fault::SilentStream,
        Fault::SlowReader,
        Fault::LostLive,
        Fault::TwiceLive,
        Fault::LateLive,
        Fault::LostPoke,
        Fault::RefusedWrite,
        Fault::CrashBefore,
        Fault::CrashAt,
        Fault::CrashAfter,
        Fault::Lagged,
        Fault::FailingReducer,
    ];

    /// What the summary calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fault::LostRequest => "lost request",
            Fault::LostAnswer => "lost answer",
            Fault::TwiceRequest => "request twice",
            Fault::SlowMessage => "slow message",
            Fault::WrongStore => "wrong store",
            Fault::BrokenStream => "broken stream",
            Fault::SilentStream => "silent stream",
            Fault::SlowReader => "slow reader",
            Fault::LostLive => "lost live message",
            Fault::TwiceLive => "live message twice",
            Fault::LateLive => "late live message",
            Fault::LostPoke => "lost poke",
            Fault::RefusedWrite => "refused write",
            Fault::CrashBefore => "server crash before commit",
            Fault::CrashAt => "server crash at commit",
            Fault::CrashAfter => "server crash after commit",
            Fault::Lagged => "lagging listener",
            Fault::FailingReducer => "reducer failed",
        }
    }
}

/// One fault that may happen: which, to whom, and the how manieth time it could have.
pub type FaultId = (Fault, usize, u64);

/// What somebody does, or what happens, at a time that the plan says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A person does something to a sale.
    Tap,
    /// A person taps the same button twice.
    DoubleTap,
    /// A manager flips the register's switch.
    Switch(bool),
    /// A manager flips the register's switch of the table layout.
    Layout(bool),
    /// BackOffice asks for a register's switch to be flipped.
    Ask(bool),
    /// The webstore delivers an order, this often.
    Order(u64),
    /// The leading tab is killed; another takes over.
    KillTab,
    /// The device loses power.
    PowerLoss,
    /// A second tab believes that it leads.
    SecondLeader,
    /// The network goes away for so many milliseconds.
    Outage(u64),
    /// The device's clock jumps by so many milliseconds.
    Clock(i64),
    /// The device's timers stand still for so many milliseconds.
    Freeze(u64),
    /// The handle on the device's storage is lost for so many milliseconds.
    HandleLost(u64),
    /// The device's storage is cleared.
    Cleared,
    /// The device's storage is cleared under a tab that goes on.
    ClearedUnder,
    /// The register is activated once more, on another machine, and both go on.
    ActivatedTwice,
    /// The device's next sequence is further on than it should be.
    Gap,
    /// The device's profile is copied to another machine, and both go on.
    Cloned,
    /// A newer build left a change that this one cannot read.
    NewerChange,
    /// A server process stops for so many milliseconds.
    ServerDown(u64),
    /// The server's disk is full for so many milliseconds.
    DiskFull(u64),
    /// A backup is made.
    Backup,
    /// The last backup is restored, under another epoch.
    Restore,
    /// Two weeks pass.
    Weeks,
}

impl What {
    /// What the summary calls it; none for what people do anyway.
    #[must_use]
    pub fn mishap(self) -> Option<&'static str> {
        Some(match self {
            What::Tap | What::DoubleTap | What::Order(_) | What::Backup => return None,
            What::Switch(_) => "switch flipped",
            What::Layout(_) => "layout switched",
            What::Ask(_) => "switch asked for",
            What::KillTab => "tab killed",
            What::PowerLoss => "power loss",
            What::SecondLeader => "second leader",
            What::Outage(_) => "outage",
            What::Clock(_) => "clock jump",
            What::Freeze(_) => "timers frozen",
            What::HandleLost(_) => "storage handle lost",
            What::Cleared => "storage cleared",
            What::ClearedUnder => "storage cleared under a tab",
            What::ActivatedTwice => "register activated twice",
            What::Gap => "gap in the sequence",
            What::Cloned => "profile cloned",
            What::NewerChange => "change of a newer build",
            What::ServerDown(_) => "server stopped",
            What::DiskFull(_) => "server disk full",
            What::Restore => "backup restored",
            What::Weeks => "weeks pass",
        })
    }
}

/// One entry of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Virtual time from the beginning, in milliseconds.
    pub at_ms: u64,
    /// The device, or the server process, it happens to.
    pub who: usize,
    /// The deed's own stream of chance.
    pub seed: u64,
    /// What.
    pub what: What,
}

/// All of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Names the run, and feeds all chance in it.
    pub seed: u64,
    /// Server processes on one storage.
    pub processes: usize,
    /// Registers of the store.
    pub tills: usize,
    /// Most tabs of a register.
    pub tabs: u64,
    /// Pay phones of the store.
    pub phones: usize,
    /// BackOffice browsers of the store.
    pub offices: usize,
    /// Registers of another store on the same servers.
    pub strangers: usize,
    /// Rows of one page of a pull.
    pub page_rows: u32,
    /// How often each fault happens, in a thousand; one that is not here never does.
    pub faults: BTreeMap<Fault, u64>,
    /// What happens when.
    pub deeds: Vec<Deed>,
    /// Faults that would happen and are left out, for shrinking.
    pub silenced: BTreeSet<FaultId>,
}

impl Plan {
    /// A quiet shop of so many registers, without deeds and without faults.
    #[must_use]
    pub fn quiet(seed: u64, tills: usize) -> Plan {
        Plan {
            seed,
            processes: 1,
            tills,
            tabs: 1,
            phones: 0,
            offices: 0,
            strangers: 0,
            page_rows: 7,
            faults: BTreeMap::new(),
            deeds: Vec::new(),
            silenced: BTreeSet::new(),
        }
    }

    /// The plan as it stands in a test that is to live it again, whatever days seeds give by then.
    #[must_use]
    pub fn as_source(&self) -> String {
        let deeds: Vec<String> = self
            .deeds
            .iter()
            .map(|deed| {
                let Deed {
                    at_ms,
                    who,
                    seed,
                    what,
                } = deed;
                format!("deed({at_ms}, {who}, {seed}, {what:?})")
            })
            .collect();
        let faults: Vec<_> = self.faults.iter().collect();
        let silenced = self.silenced.iter();
        let silenced: Vec<_> = silenced
            .filter(|(fault, ..)| self.faults.contains_key(fault))
            .collect();
        format!(
            "Plan {{ processes: {}, tabs: {}, phones: {}, offices: {}, strangers: {}, page_rows: {}, \
             faults: {faults:?}.into(), silenced: {silenced:?}.into(), deeds: vec![{}], \
             ..Plan::quiet({}, {}) }}",
            self.processes,
            self.tabs,
            self.phones,
            self.offices,
            self.strangers,
            self.page_rows,
            deeds.join(", "),
            self.seed,
            self.tills,
        )
    }

    /// Devices, those of the other store included.
    #[must_use]
    pub fn devices(&self) -> usize {
        self.tills + self.phones + self.offices + self.strangers
    }
}
