//! What people may do: a short list that `permit` asks, settled by the role, and by exceptions for one
//! person (rules H1, H2).
//!
//! It must not know which change needs which of them; `permit` does.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that not everybody may do without a manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Permission {
    /// See and change the sales of others, where cashiers do not share theirs (rule H1).
    #[serde(rename = "others_sales")]
    OthersSales,
    /// Change the register's settings and switch its sync (rules H1, F6).
    #[serde(rename = "register_settings")]
    RegisterSettings,
    /// Change the table layout (rule H1).
    #[serde(rename = "layout")]
    Layout,
    /// Settle what somebody was not allowed to do (rule H1).
    #[serde(rename = "settle")]
    Settle,
    /// Take off a line that was saved before, or units of it (rule H2).
    #[serde(rename = "remove")]
    Remove,
    /// Void a sale (rule H2).
    #[serde(rename = "void")]
    Void,
    /// Give a discount above the store's limit (rule H2).
    #[serde(rename = "discount")]
    Discount,
    /// Of a newer build; nobody is asked for it here.
    #[serde(other, rename = "unknown")]
    Unknown,
}

impl Permission {
    /// All that this build asks for, in the order in which the rules name them.
    pub const ALL: [Permission; 7] = [
        Permission::OthersSales,
        Permission::RegisterSettings,
        Permission::Layout,
        Permission::Settle,
        Permission::Remove,
        Permission::Void,
        Permission::Discount,
    ];

    /// The rule that it is about.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Permission::Remove | Permission::Void | Permission::Discount => "H2",
            _ => "H1",
        }
    }
}

/// What is otherwise for one person than their role says: whether they may.
pub type Exceptions = BTreeMap<Permission, bool>;
