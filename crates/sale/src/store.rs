//! The store and what belongs to it besides sales: registers and employees. Rows of the
//! same sync as sales, written by the server alone.

use crate::{Currency, EmployeeId, GoodsLists, Money, RegisterId, StoreId};
use serde::{Deserialize, Serialize};

/// From which age on, in minutes, an open saved sale counts as ageing, old and very old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgeSteps {
    /// First step, in minutes.
    pub ageing_minutes: u32,
    /// Second step, in minutes.
    pub old_minutes: u32,
    /// Third step, in minutes.
    pub very_old_minutes: u32,
}

/// One business location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Store {
    /// Its identity.
    pub id: StoreId,
    /// What the sign says.
    pub name: String,
    /// What it takes money in.
    pub currency: Currency,
    /// IANA time zone of its clock on the wall, such as `Europe/London`.
    pub time_zone: String,
    /// When an open sale counts as old.
    pub age_steps: AgeSteps,
    /// Whether cashiers see each other's sales (rule H1).
    pub cashiers_share_sales: bool,
    /// The largest discount that needs neither a reason nor a manager, in hundredths of a per cent
    /// of what it is taken off (rule H2).
    #[serde(default = "Store::default_most_cashier_discount")]
    pub most_cashier_discount: u32,
    /// What its devices speak unless somebody chose otherwise on one, as a tag such as `fr`; none
    /// leaves it to the browsers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The smallest coin, in minor units, to which what is paid in cash is rounded (rule G4); nothing
    /// where cash is not rounded.
    #[serde(default, skip_serializing_if = "crate::tender::is_nothing")]
    pub cash_rounding: Money,
    /// The hour at which a business day begins, by the clock on the wall; nought is midnight.
    #[serde(default, skip_serializing_if = "is_midnight")]
    pub day_begins_hour: u8,
    /// What goods choose from: tax rates, modifier groups.
    #[serde(default, skip_serializing_if = "GoodsLists::is_empty")]
    pub goods: GoodsLists,
}

fn is_midnight(hour: &u8) -> bool {
    *hour == 0
}

impl Store {
    /// [`Store::most_cashier_discount`] of a store that has not set it: ten per cent.
    #[must_use]
    pub fn default_most_cashier_discount() -> u32 {
        1_000
    }
}

/// A till: what it is called, and what was asked of its sync and what it has done (rule F6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Register {
    /// Its identity.
    pub id: RegisterId,
    /// What the staff call it.
    pub name: String,
    /// Whether a device has been activated for it.
    pub activated: bool,
    /// What was asked for: sync on or off (rule F6).
    pub sync_asked: bool,
    /// What the register has done: sync on or off (rule F6).
    pub sync_reported: bool,
}

/// What an employee may do (rule H1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Sells.
    Cashier,
    /// Runs a register: every sale of the store, and the register's settings.
    RegisterManager,
    /// Runs the store from a browser.
    BackOfficeManager,
}

impl Role {
    /// Whether they manage every sale of the store (rule H1).
    #[must_use]
    pub fn is_manager(self) -> bool {
        self >= Role::RegisterManager
    }
}

/// A person who works here. Secrets (PIN, password) are not part of it and never leave the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Employee {
    /// Their identity.
    pub id: EmployeeId,
    /// What the others call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
}
