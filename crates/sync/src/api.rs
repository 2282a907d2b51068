//! What the app and the server say to each other beside the sync: activation, sign-in, the history
//! of sales, the settings of registers. JSON over HTTP under `/api/{surface}/`; the surface is
//! `register`, `pay` or `backoffice`. Fields are only ever added, and optional.
//!
//! It must not know how either side stores or shows any of it.

pub mod devices;
pub mod edit;
pub mod goods;
pub mod people;
pub mod reports;
pub mod settings;
pub mod views;
pub mod watch;

pub use goods::{CategoryCount, ProductsOrder};

use crate::protocol::Identity;
use sale::civil::Date;
use sale::{DeviceId, Employee, EmployeeId, Outcome, Product, Register, RegisterId, Sale, Totals};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// `POST /api/{surface}/activate`: a device becomes a register or a Pay phone of a store; answered
/// with an [`Identity`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activation {
    /// The code that BackOffice shows; case, blanks and dashes do not matter.
    pub code: String,
    /// The id that the device gave itself.
    pub device_id: DeviceId,
}

/// `GET /api/{surface}/session`: who the server takes this browser for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The device; none when this browser is none of any store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Who is signed in on it, if anybody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<Employee>,
}

/// `POST /api/{surface}/sign-in/pin` and `POST /api/{surface}/approve`: answered with the
/// [`Employee`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinSignIn {
    /// Who.
    pub employee_id: EmployeeId,
    /// Their PIN.
    pub pin: String,
}

/// `POST /api/backoffice/sign-in`: answered with [`SignedIn`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordSignIn {
    /// The address that they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The id that this browser gave itself.
    pub device_id: DeviceId,
}

/// Signed in to BackOffice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The browser as a device of the store.
    pub identity: Identity,
    /// Who signed in.
    pub employee: Employee,
}

/// Which sales a list is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StatusFilter {
    /// Those that can be changed and paid.
    #[default]
    #[serde(rename = "open")]
    Open,
    /// Paid and finished.
    #[serde(rename = "closed")]
    Closed,
    /// Cancelled.
    #[serde(rename = "voided")]
    Voided,
    /// Merged into another.
    #[serde(rename = "merged")]
    Merged,
    /// All of them.
    #[serde(rename = "all")]
    All,
}

/// What a list of sales is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SalesOrder {
    /// When they were opened.
    #[default]
    #[serde(rename = "opened")]
    Opened,
    /// When the log last changed them.
    #[serde(rename = "changed")]
    Changed,
    /// Their human number.
    #[serde(rename = "number")]
    Number,
    /// What they come to.
    #[serde(rename = "total")]
    Total,
    /// When they were finished; open ones come first.
    #[serde(rename = "closed")]
    Closed,
    /// What they are called.
    #[serde(rename = "name")]
    Name,
    /// The name of the register they were opened on.
    #[serde(rename = "register")]
    Register,
    /// The name of whoever looks after them.
    #[serde(rename = "employee")]
    Employee,
}

/// `GET /api/backoffice/sales?…`: which sales, in which order, from where on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SalesQuery {
    /// Where they stand; open ones when left out.
    #[serde(default)]
    pub status: StatusFilter,
    /// Parts of a name, number, customer, table or item, whatever their case and accents: all of
    /// them are in what is found. Of each finished status the latest 1,000 sales are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Opened on this register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterId>,
    /// Looked after by this employee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<EmployeeId>,
    /// Finished at this moment or later, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_from_ms: Option<i64>,
    /// Finished before this moment, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_before_ms: Option<i64>,
    /// Sorted by.
    #[serde(default)]
    pub sort: SalesOrder,
    /// Largest or latest first.
    #[serde(default)]
    pub descending: bool,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Most sales on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// `GET /api/backoffice/days?…`: which business days; answered with a [`sale::civil::Calendar`].
/// Without any, those of a month before and after today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DaysQuery {
    /// The first date, such as `2026-11-28`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = Date))]
    pub from: Option<Date>,
    /// The last date; the first one when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = Date))]
    pub to: Option<Date>,
}

/// A sale in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedSale {
    /// The sale.
    pub sale: Sale,
    /// What it comes to.
    pub totals: Totals,
    /// The position in the log that last changed it.
    pub version: u64,
}

/// One page of sales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SalesPage {
    /// The sales, in the order asked for.
    pub sales: Vec<ListedSale>,
    /// Asks for the next page as `after`; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many sales the query found in all when its first page was asked for. Within a period
    /// 10,000 stands for that many or more, and of what a search finds 1,000 for each finished
    /// status.
    pub count: u64,
}

/// One entry of a sale's history (rule H3).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// Its position in the store's log.
    pub position: u64,
    /// When the server took it.
    pub server_ms: i64,
    /// When the device says it was done; only shown (rule B1).
    pub at_ms: i64,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// On which register; none for a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// On which device.
    pub device_id: DeviceId,
    /// What was done, verbatim: a [`sale::Change`], or something of a newer build.
    #[cfg_attr(feature = "openapi", schema(value_type = sale::Change))]
    pub change: Box<RawValue>,
    /// What became of it.
    pub outcome: Outcome,
}

impl PartialEq for HistoryEntry {
    fn eq(&self, other: &HistoryEntry) -> bool {
        // A position of the log holds one mutation for ever.
        self.position == other.position && self.server_ms == other.server_ms
    }
}

/// `GET /api/backoffice/sales/{id}`: a sale, whatever its status, with everything done to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleDetail {
    /// The sale.
    pub sale: Sale,
    /// What it comes to.
    pub totals: Totals,
    /// The position in the log that last changed it.
    pub version: u64,
    /// Oldest first, at most 500.
    pub history: Vec<HistoryEntry>,
    /// When there is more: asks for it as `after`, the position of the last entry here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// `POST /api/backoffice/sales/{id}/void`: cancels a sale; the answer is a [`Done`], as for `close`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoidSale {
    /// Why (rule H2).
    pub reason: String,
}

/// What became of a change that BackOffice's API made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {
    /// Its position in the store's log.
    pub position: u64,
    /// What became of it.
    pub outcome: Outcome,
}

/// `GET /api/backoffice/products?…`: which products, by name, from where on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ProductsQuery {
    /// Words of which each is a part of the name, the stock code, a barcode or the category; letters
    /// with and without accents, large and small are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Found there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// On sale, or taken off; both when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_sale: Option<bool>,
    /// Sorted by.
    #[serde(default, skip_serializing_if = "ProductsOrder::is_by_name")]
    pub sort: ProductsOrder,
    /// The last or largest first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Most products on the page, at most 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One page of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductsPage {
    /// The products, in the order asked for.
    pub products: Vec<Product>,
    /// Asks for the next page as `after`; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many products the query finds in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The store's categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCount>,
}

/// `GET /api/backoffice/registers`: a list of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterOverview {
    /// The register, with what was asked of its sync and what it has done (rule F6).
    pub register: Register,
    /// What the human numbers of its sales begin with (rule C7).
    pub number_prefix: String,
    /// When it was last heard of; none when never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_ms: Option<i64>,
    /// Changes that it last reported as not sent.
    pub unsent: u64,
    /// Up to where in the log it last reported to have read.
    pub cursor: u64,
    /// Whether it listens right now.
    pub connected: bool,
}

/// `POST /api/backoffice/registers`: one more register; answered with its [`RegisterOverview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRegister {
    /// What the staff will call it.
    pub name: String,
}

/// `POST /api/backoffice/registers/{id}/code`: what a device is activated with, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivationCode {
    /// To be typed on the device.
    pub code: String,
    /// Until when.
    pub expires_ms: i64,
}

/// `PUT /api/backoffice/registers/{id}/sync`: what is asked of the register; answered with its
/// [`RegisterOverview`] (rule F6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncSwitch {
    /// On or off.
    pub on: bool,
}

/// Why a request was not done; the body of every answer with an HTTP status of 400 and above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// For programs: a word that stays, such as `wrong_pin`.
    pub code: String,
    /// For people: what happened and what to do.
    pub message: String,
    /// When trying again may help, after how many seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_s: Option<u32>,
}
