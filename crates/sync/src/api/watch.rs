//! Watch: what needs a person, who looks after it and how it ended. What the server finds by itself
//! is here; reviews come with the sync, and only who looks after one is.
//!
//! It must not know how either side stores or shows any of it.

use sale::EmployeeId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of matter it is; the subject is the thing that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WatchKind {
    /// An open review; the subject is the review.
    #[serde(rename = "review")]
    Review,
    /// A sale that is open for longer than the store's last step; the subject is the sale.
    #[serde(rename = "old_sale")]
    OldSale,
    /// Many voids by one person on one day; the subject is the employee.
    #[serde(rename = "voids")]
    Voids,
    /// A register that has not been heard of; the subject is the register.
    #[serde(rename = "silent")]
    Silent,
    /// A device that is away with changes that it has not sent; the subject is the device.
    #[serde(rename = "unsent")]
    Unsent,
    /// A switch of sync that the register has not done yet; the subject is the register.
    #[serde(rename = "hand_over")]
    HandOver,
    /// A device whose clock is off; the subject is the device.
    #[serde(rename = "clock")]
    Clock,
}

impl WatchKind {
    /// All of them.
    pub const ALL: [WatchKind; 7] = [
        WatchKind::Review,
        WatchKind::OldSale,
        WatchKind::Voids,
        WatchKind::Silent,
        WatchKind::Unsent,
        WatchKind::HandOver,
        WatchKind::Clock,
    ];

    /// Its word on the wire and in storage.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WatchKind::Review => "review",
            WatchKind::OldSale => "old_sale",
            WatchKind::Voids => "voids",
            WatchKind::Silent => "silent",
            WatchKind::Unsent => "unsent",
            WatchKind::HandOver => "hand_over",
            WatchKind::Clock => "clock",
        }
    }
}

/// How a matter ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WatchEnd {
    /// When.
    pub at_ms: i64,
    /// Who ended it; none when it went by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<EmployeeId>,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
}

/// One matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WatchMatter {
    /// Its number in the store.
    pub no: i64,
    /// What kind it is.
    pub kind: WatchKind,
    /// What it is about.
    pub subject: Uuid,
    /// What the device is called that it is about; none where the subject says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is measured: voids today, unsent changes, when a sale was opened or a register last
    /// heard, how far a clock is ahead, in milliseconds.
    #[serde(default)]
    pub amount: i64,
    /// What is usual where there is such a thing: voids a day, in tenths.
    #[serde(default)]
    pub usual: i64,
    /// Since when the server knows of it.
    pub opened_ms: i64,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<EmployeeId>,
    /// How it ended; none while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<WatchEnd>,
}

/// `GET /api/backoffice/watch`: what is open, and what has ended within a week, latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Watched {
    /// The matters.
    pub matters: Vec<WatchMatter>,
}

/// What is done about a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WatchDeed {
    /// Whoever asks looks after it.
    Take,
    /// Nobody looks after it any more.
    Release,
    /// It is done with, for this reason. A review is settled by its own change instead.
    End(String),
}

/// `POST /api/backoffice/watch`: does something about a matter; answered with [`Watched`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WatchAct {
    /// What kind it is.
    pub kind: WatchKind,
    /// What it is about.
    pub subject: Uuid,
    /// What is done.
    pub deed: WatchDeed,
}
