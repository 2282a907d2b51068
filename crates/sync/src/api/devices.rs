//! The devices of a store as BackOffice sees them: registers, Pay phones and browsers, what was last
//! heard of each, and what was done about it (rules F6, H6).
//!
//! It must not know how either side stores or shows any of it.

use sale::{DeviceId, EmployeeId, RegisterId};
use serde::{Deserialize, Serialize};

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeviceKind {
    /// A till.
    #[serde(rename = "register")]
    Register,
    /// A phone that closes sales.
    #[serde(rename = "pay")]
    Pay,
    /// A browser with BackOffice.
    #[serde(rename = "backoffice")]
    BackOffice,
}

/// `GET /api/backoffice/devices`: a list of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceOverview {
    /// Its identity.
    pub id: DeviceId,
    /// What it is.
    pub kind: DeviceKind,
    /// What the staff call it; empty when nobody named it. A register's name is in its row.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The register that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// What the human numbers of its sales begin with (rule C7).
    pub number_prefix: String,
    /// When it was activated.
    pub activated_ms: i64,
    /// When it was last heard of; none when never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_ms: Option<i64>,
    /// Whether it listens right now.
    pub connected: bool,
    /// Changes that it last reported as not sent.
    pub unsent: u64,
    /// The build of the app that it runs; none when it has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// Whether its browser has promised to keep its storage; none when it has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_kept: Option<bool>,
    /// How far its clock was ahead of the server's, in milliseconds; behind below nought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ahead_ms: Option<i64>,
    /// When it was taken out of use (rule H6); none while it is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_ms: Option<i64>,
}

/// `PUT /api/backoffice/devices/{id}`: what a phone or a browser is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceName {
    /// What the staff will call it; empty takes the name away.
    pub name: String,
}

/// What was done about a register or a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeviceChange {
    /// It was added under this name.
    Added(String),
    /// It got this name.
    Renamed(String),
    /// A device was activated for it; its numbers begin with this.
    Activated(String),
    /// The device that it was is shut out, and a code for another was given.
    Replaced,
    /// It was taken out of use.
    TakenOut,
    /// Sync was asked to be on or off (rule F6).
    SyncAsked(bool),
    /// It did so (rule F6).
    SyncReported(bool),
}

/// One entry of a device's history: `GET /api/backoffice/devices/{id}/history`, latest first, where
/// the id is a register's or a device's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceEvent {
    /// When, by the server's clock.
    pub at_ms: i64,
    /// Who; none when the device did it by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<EmployeeId>,
    /// What was done.
    pub what: DeviceChange,
}
