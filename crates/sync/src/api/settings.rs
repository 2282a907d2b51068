//! The settings of a store in BackOffice, its sessions there, and the first run on an empty folder.
//!
//! It must not know how either side stores or shows any of it.

use super::edit::FieldEdit;
use super::people::NewEmployee;
use sale::{DeviceId, EmployeeId, Money, Store};
use serde::{Deserialize, Serialize};

/// The fields of a [`Store`] that BackOffice changes.
pub const STORE_FIELDS: [&str; 19] = [
    "name",
    "currency",
    "time_zone",
    "age_steps",
    "cashiers_share_sales",
    "most_cashier_discount",
    "language",
    "languages",
    "cash_rounding",
    "day_begins_hour",
    "receipt.address",
    "receipt.tax_number",
    "receipt.head",
    "receipt.foot",
    "receipt.logo",
    "sale_names",
    "reasons.void",
    "reasons.remove",
    "reasons.discount",
];

/// `GET /api/backoffice/store`, and the answer to every change of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreSettings {
    /// Its row.
    pub store: Store,
    /// Whether anything was ever sold: the currency then stays.
    pub has_sold: bool,
    /// Who is signed in to BackOffice, and where.
    pub sessions: Vec<OfficeSession>,
}

/// Somebody who is signed in to BackOffice in a browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeSession {
    /// The browser.
    pub device_id: DeviceId,
    /// Who.
    pub employee_id: EmployeeId,
    /// What the numbers of that browser begin with, such as `B2-`.
    pub number_prefix: String,
    /// When it was last used, give or take ten minutes.
    pub used_ms: i64,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// `PUT /api/backoffice/store`: what is changed; answered with the [`StoreSettings`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreEdit {
    /// Fields, of [`STORE_FIELDS`].
    pub fields: Vec<FieldEdit>,
}

/// `POST /api/backoffice/store/logo`: a picture for receipts; answered with [`Logo`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewLogo {
    /// PNG, JPEG or WebP, at most 150 kB, in base64.
    pub base64: String,
}

/// Where a picture is: `/api/logo/{name}`. The name is made of what is in it, and never means another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logo {
    /// For [`sale::ReceiptTexts::logo`].
    pub name: String,
}

/// `GET /api/first-run`: whether this server has no store yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstRunState {
    /// Whether a store can be founded.
    pub open: bool,
}

/// The goods that a new store begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FirstGoods {
    /// None yet.
    #[default]
    #[serde(rename = "none")]
    None,
    /// The catalogue of the demonstration.
    #[serde(rename = "sample")]
    Sample,
    /// What was typed.
    #[serde(rename = "typed")]
    Typed(Vec<FirstProduct>),
}

/// Something for sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstProduct {
    /// What it is called.
    pub name: String,
    /// Price of one, in minor units.
    pub price: Money,
}

/// A store to be, as its owner types it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewShop {
    /// Who owns it: a BackOffice manager with an address, a password and a PIN.
    pub owner: NewEmployee,
    /// What the sign says.
    pub name: String,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// IANA name of the time zone.
    pub time_zone: String,
    /// What its devices speak, as a tag; none leaves it to the browsers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it sells.
    #[serde(default)]
    pub goods: FirstGoods,
    /// Who else works there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<NewEmployee>,
    /// What the first register is called.
    pub register: String,
}

/// `POST /api/first-run`: founds the one store of an empty folder, or makes the demonstration;
/// answered with [`super::SignedIn`] and BackOffice's cookies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstRun {
    /// The key that the server printed at its start; it holds once.
    pub key: String,
    /// The id that this browser gave itself.
    pub device_id: DeviceId,
    /// The store; none makes the demonstration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<NewShop>,
}
