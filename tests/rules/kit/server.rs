//! What the player asks of a server: the wire as devices use it, and what a person in the office
//! can see. It must not know which server it is.

use sale::{DeviceId, EmployeeId, Exceptions, Money, Role, SaleId};
use std::collections::BTreeMap;
use sync::api::{RegisterOverview, SaleDetail};
use sync::device::{Failure, Input, Output};
use sync::protocol::{Identity, Pull};
use sync::row::{Digest, Row};

/// Who works in both stores, beside the manager in the office.
pub const STAFF: [(&str, Role); 5] = [
    ("Alex", Role::RegisterManager),
    ("Ann", Role::Cashier),
    ("Ben", Role::Cashier),
    ("Jo", Role::Cashier),
    ("Sam", Role::Cashier),
];

/// The manager in the office.
pub const MANAGER: &str = "Morgan";

/// Which of the two stores of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one that the scenario is about.
    Ours,
    /// The other one.
    Theirs,
}

/// Both of them.
pub const SIDES: [Side; 2] = [Side::Ours, Side::Theirs];

/// Which of the three apps a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Register,
    Pay,
    BackOffice,
}

impl Surface {
    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Surface::Register => "register",
            Surface::Pay => "pay",
            Surface::BackOffice => "backoffice",
        }
    }
}

/// What a shop is founded with.
#[derive(Clone, Debug)]
pub struct Founding {
    pub cashiers_share_sales: bool,
    /// The smallest coin; nothing where cash is not rounded.
    pub cash_rounding: Money,
    /// The names of our registers, and of theirs.
    pub registers: [Vec<String>; 2],
}

/// All that a store has, as a fresh device gets it.
pub struct Everything {
    pub rows: Vec<Row>,
    pub digest: Digest,
    pub head: u64,
}

/// A server with two stores. Devices are called by their names.
pub trait Server {
    /// Who works in a store, by name.
    fn people(&mut self, side: Side) -> BTreeMap<String, EmployeeId>;

    /// Makes a device one of a store: the register of that name, a Pay phone or a browser.
    fn admit(&mut self, device: &str, side: Side, surface: Surface, register: &str) -> Identity;

    /// The other device shows what this one shows when it calls.
    fn copy(&mut self, device: &str, other: &str);

    /// Somebody signs in on a device.
    fn sign_in(&mut self, device: &str, person: &str);

    /// A manager's PIN is typed on a device.
    fn approve(&mut self, device: &str, manager: &str);

    /// Answers what an engine asks: a push, a pull that does not wait, a report, a hand-over, a
    /// resumption, a lease.
    fn ask(&mut self, device: &str, request: &Output) -> Input;

    /// Answers a device that asks for an identity of its own under this id.
    fn readmit(&mut self, device: &str, fresh: DeviceId) -> Input;

    /// Opens the live stream of a device.
    fn listen(&mut self, device: &str, epoch: u64, since: u64);

    /// Leaves the answer to a pull open until there is something.
    fn wait_for_rows(&mut self, device: &str, pull: &Pull);

    /// Ends the stream of a device, or the pull that waits.
    fn hang_up(&mut self, device: &str);

    /// The next thing that one of these devices hears; none when all have heard everything.
    fn hear(&mut self, devices: &[String]) -> Option<(String, Input)>;

    /// Waits for something that may still be under way; false when nothing comes.
    fn linger(&mut self) -> bool;

    /// The office asks for a register's sync to be on or off.
    fn ask_sync(&mut self, register: &str, on: bool);

    /// The office says what is otherwise for one of our people than their role says.
    fn except(&mut self, person: &str, exceptions: &Exceptions);

    /// Stops and starts again.
    fn restart(&mut self);

    /// Makes a backup, in place of the one before.
    fn back_up(&mut self);

    /// Goes back to the backup.
    fn restore(&mut self);

    /// All that a store has.
    fn everything(&mut self, side: Side) -> Everything;

    /// One of our sales, whatever its status, with its history.
    fn sale(&mut self, id: SaleId) -> Option<SaleDetail>;

    /// Our registers.
    fn registers(&mut self) -> Vec<RegisterOverview>;

    /// Stops, and says what is wrong with the logs.
    fn faults(&mut self) -> Vec<String>;
}

/// The input that says that a request came to nothing.
pub fn failed(request: &Output, failure: Failure) -> Input {
    match request {
        Output::Push(_) => Input::Pushed(Err(failure)),
        Output::Pull(_) => Input::Pulled(Err(failure)),
        Output::Report(_) => Input::Reported(Err(failure)),
        Output::HandOver(_) => Input::HandedOver(Err(failure)),
        Output::Resume => Input::Resumed(Err(failure)),
        Output::Lease(_) => Input::Leased(Err(failure)),
        Output::Readmit => Input::Readmitted(Err(failure)),
        Output::OpenLive { .. } => Input::LiveEnded(failure),
        other => panic!("no request: {other:?}"),
    }
}
