//! The store and what belongs to it besides sales: registers and employees. Rows of the
//! same sync as sales, written by the server alone.

use crate::{Currency, EmployeeId, Exceptions, GoodsLists, Money, Permission, RegisterId, StoreId};
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
    /// The languages that its devices offer, as tags in their order; none offers all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
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
    /// What a receipt says of the store beside its name.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub receipt: ReceiptTexts,
    /// Names that are offered when a sale is saved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sale_names: Vec<String>,
    /// Reasons that every surface offers (rule H2).
    #[serde(default, skip_serializing_if = "is_plain")]
    pub reasons: Reasons,
}

/// What a receipt says of the store beside its name; what is empty is left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptTexts {
    /// Where the store is, in as many lines as it takes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The number under which it pays taxes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tax_number: String,
    /// Above the lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub head: String,
    /// Below the total.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub foot: String,
    /// The name of the picture above all of it, as the server gives it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

/// The reasons that a store offers, of each kind in its order (rule H2). Where it names none, the app
/// offers its own, in the language that is spoken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reasons {
    /// For voiding a sale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub void: Vec<String>,
    /// For taking off what was saved before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    /// For a discount above the limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discount: Vec<String>,
}

fn is_plain<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_midnight(hour: &u8) -> bool {
    *hour == 0
}

impl Store {
    /// A store with nothing set beyond where it is.
    #[must_use]
    pub fn new(id: StoreId, name: impl Into<String>, currency: Currency, time_zone: &str) -> Store {
        Store {
            goods: GoodsLists::default(),
            id,
            name: name.into(),
            currency,
            time_zone: time_zone.to_owned(),
            age_steps: AgeSteps {
                ageing_minutes: 30,
                old_minutes: 60,
                very_old_minutes: 120,
            },
            cashiers_share_sales: true,
            most_cashier_discount: Store::default_most_cashier_discount(),
            language: None,
            languages: Vec::new(),
            cash_rounding: Money::ZERO,
            day_begins_hour: 0,
            receipt: ReceiptTexts::default(),
            sale_names: Vec::new(),
            reasons: Reasons::default(),
        }
    }

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

    /// Whether the role alone allows it: managers may do all of it, cashiers none.
    #[must_use]
    pub fn may(self, _: Permission) -> bool {
        self.is_manager()
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
    /// What is otherwise for them than the role says.
    #[serde(default, skip_serializing_if = "Exceptions::is_empty")]
    pub exceptions: Exceptions,
    /// What their devices speak while they are signed in, as a tag; none leaves it to the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// They work here no more: nobody can sign in as them, and what they did keeps their name
    /// (rules H3, H6).
    #[serde(default, skip_serializing_if = "is_plain")]
    pub gone: bool,
}

impl Employee {
    /// Somebody without exceptions.
    #[must_use]
    pub fn new(id: EmployeeId, name: impl Into<String>, role: Role) -> Employee {
        Employee {
            id,
            name: name.into(),
            role,
            exceptions: Exceptions::new(),
            language: None,
            gone: false,
        }
    }

    /// Whether they may do it: by their role, unless there is an exception for them. Who is gone may
    /// do what a cashier may.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        let by_role = || self.role.may(permission);
        !self.gone
            && self
                .exceptions
                .get(&permission)
                .copied()
                .unwrap_or_else(by_role)
    }

    /// Whether they can approve what others may not do: a manager who may do it themselves.
    #[must_use]
    pub fn approves(&self, permission: Permission) -> bool {
        self.role.is_manager() && self.may(permission)
    }
}
