//! What a scenario file says: the format, and nothing of how it is played. `README.md` beside the
//! files tells what each word means.

use sale::{Exceptions, SaleId, Status};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub rule: String,
    pub tells: String,
    pub devices: Vec<String>,
    /// Registers of another store on the same server.
    #[serde(default)]
    pub strangers: Vec<String>,
    #[serde(default)]
    pub cashiers_apart: bool,
    /// The smallest coin, in minor units.
    #[serde(default)]
    pub cash_rounding: i64,
    pub steps: Vec<Step>,
    pub expects: Expected,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub device: Option<String>,
    pub by: Option<String>,
    pub approved_by: Option<String>,
    pub does: Option<Box<RawValue>>,
    #[serde(default)]
    pub of_newer_build: bool,
    pub settles: Option<Settled>,
    pub charges: Option<SaleId>,
    pub leaves: Option<SaleId>,
    pub goes: Option<Goes>,
    pub hears: Option<Hears>,
    pub loses: Option<Loses>,
    pub clock_ms: Option<i64>,
    pub crashes: Option<Crashes>,
    pub starts: Option<Starts>,
    pub copies: Option<String>,
    pub replaces: Option<String>,
    pub switches: Option<Switch>,
    pub layout: Option<Switch>,
    pub asks: Option<BTreeMap<String, Switch>>,
    pub lets: Option<BTreeMap<String, Exceptions>>,
    pub server: Option<ServerDoes>,
    pub expects: Option<Expected>,
}

impl Step {
    /// Whether it says what happens, and on which device where one is needed.
    pub fn is_whole(&self) -> bool {
        let done = self.does.is_some() || self.settles.is_some() || self.charges.is_some();
        let on_device = done
            || self.leaves.is_some()
            || self.goes.is_some()
            || self.hears.is_some()
            || self.loses.is_some()
            || self.clock_ms.is_some()
            || self.crashes.is_some()
            || self.starts.is_some()
            || self.copies.is_some()
            || self.replaces.is_some()
            || self.switches.is_some()
            || self.layout.is_some()
            || self.asks.is_some()
            || self.lets.is_some();
        on_device == self.device.is_some()
            && (on_device || self.server.is_some() || self.expects.is_some())
    }
}

/// The open review of a rule is settled.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    pub rule: String,
    pub note: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Goes {
    Away,
    Back,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub enum Hears {
    #[default]
    #[serde(rename = "everything")]
    Everything,
    /// It comes when it hears everything again.
    #[serde(rename = "late")]
    Late,
    /// What comes meanwhile is lost.
    #[serde(rename = "nothing")]
    Nothing,
    #[serde(rename = "everything twice")]
    Twice,
    #[serde(rename = "no stream")]
    NoStream,
}

/// What becomes of the next request.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Loses {
    /// It is done, and its answer lost.
    #[serde(rename = "answer")]
    Answer,
    /// It does not arrive, and nothing does from then on.
    #[serde(rename = "network")]
    Network,
    /// It is done, its answer lost, and nothing arrives from then on.
    #[serde(rename = "answer and network")]
    AnswerAndNetwork,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Crashes {
    #[serde(rename = "at once")]
    AtOnce,
    #[serde(rename = "at the next write")]
    AtTheNextWrite,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Starts {
    #[serde(rename = "again")]
    Again,
    #[serde(rename = "with a row lost")]
    WithARowLost,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    On,
    Off,
}

impl From<bool> for Switch {
    fn from(on: bool) -> Switch {
        if on { Switch::On } else { Switch::Off }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum ServerDoes {
    #[serde(rename = "restarts")]
    Restarts,
    #[serde(rename = "backs up")]
    BacksUp,
    #[serde(rename = "is restored")]
    IsRestored,
}

/// What there is to be.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// As the server has them.
    #[serde(default)]
    pub sales: Vec<SaleThere>,
    /// The open ones, all of them; at the end none unless it is said.
    pub reviews: Option<Vec<ReviewThere>>,
    #[serde(default)]
    pub on: BTreeMap<String, OnDevice>,
    /// As BackOffice sees them.
    #[serde(default)]
    pub registers: BTreeMap<String, RegisterThere>,
}

/// Everything that is named must be so; what is left out is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleThere {
    pub sale: SaleId,
    pub status: Status,
    pub total: i64,
    pub paid: i64,
    pub rounding: Option<i64>,
    pub number: Option<String>,
    pub name: Option<String>,
    pub note: Option<String>,
    pub guests: Option<u32>,
    pub customer: Option<String>,
    pub owner: Option<String>,
    /// Units in thousandths by the item's name.
    pub lines: Option<BTreeMap<String, i64>>,
    /// The sale after it, by its total.
    pub followed_by: Option<i64>,
    pub history: Option<Vec<Entry>>,
    /// On a device: whose it is while the register is not simply on.
    pub kept: Option<String>,
    /// On a device: how it stands with taking money.
    pub charging: Option<String>,
    /// On a device: where and by whom else money is taken.
    pub charged_at: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub change: String,
    pub by: String,
    pub on: String,
    pub approved_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum ReviewThere {
    Rule(String),
    Whole(WholeReview),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeReview {
    pub rule: String,
    pub sale: SaleId,
    pub by: String,
    pub other: Option<String>,
    /// The name of the change that it keeps.
    pub change: String,
}

impl ReviewThere {
    pub fn rule(&self) -> &str {
        match self {
            ReviewThere::Rule(rule) => rule,
            ReviewThere::Whole(review) => &review.rule,
        }
    }
}

/// What a device shows and holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnDevice {
    /// How many open sales.
    pub open: Option<usize>,
    #[serde(default)]
    pub sales: Vec<SaleThere>,
    /// The rules of the open reviews.
    pub reviews: Option<Vec<String>>,
    /// How many of the open sales somebody sees.
    #[serde(default)]
    pub seen_by: BTreeMap<String, usize>,
    /// Tables with several open sales.
    pub tables: Option<Vec<Vec<SaleId>>>,
    /// The tables of the layout that it shows, by name.
    pub layout: Option<Vec<String>>,
    pub waiting: Option<u64>,
    pub link: Option<String>,
    pub sync: Option<String>,
    /// The names of the notes that it was given since it started.
    pub told: Option<Vec<String>>,
    /// Why changes were not saved since it started.
    pub refused: Option<Vec<String>>,
    /// How often its copy was found to be another than the server's; never, unless it is said.
    #[serde(default)]
    pub diverged: usize,
    pub disk: Option<OnDisk>,
}

/// What is on a device's stable storage, its power on or off.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct OnDisk {
    pub outbox: usize,
    pub sales: usize,
    pub archive: usize,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct RegisterThere {
    pub asked: Switch,
    pub does: Switch,
    /// Changes that it last said were not sent.
    pub unsent: u64,
}
