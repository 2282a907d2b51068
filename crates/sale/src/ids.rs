//! The identities: one newtype each, so that a sale's id is never taken for a line's. They are
//! made at the edge (UUIDv7) and only carried here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map($name)
            }
        }
    )*};
}

ids! {
    /// One business location: the unit of sync and of isolation (rule H4).
    StoreId,
    /// An activated till.
    RegisterId,
    /// One device's copy of the store: a register, a Pay phone or a BackOffice browser. Its
    /// mutations are numbered 1, 2, 3 … under this id (rule A3).
    DeviceId,
    /// A cashier, register manager or BackOffice manager.
    EmployeeId,
    /// One saved sale.
    SaleId,
    /// One line of a sale; kept when the line moves to another sale.
    LineId,
    /// One tender; kept wherever the tender moves (rule A6).
    TenderId,
    /// One product of the catalogue.
    ProductId,
    /// One group of modifiers that goods offer.
    ModifierGroupId,
    /// One table of the layout.
    TableId,
    /// One mutation, whichever device sends it.
    MutationId,
    /// One matter that a person must look at.
    ReviewId,
}

impl SaleId {
    /// The sale that takes goods which arrive after this one is finished (rules D2, D4). Derived,
    /// so that every device and the server name the same one without asking.
    #[must_use]
    pub fn follow_up(self) -> SaleId {
        const MARK: u128 = 0x0f01_1035_0000_0000_0000_0a17_e25a_1e00;
        // Added, not xored: the follow-up of a follow-up must not be the first sale again.
        SaleId(Uuid::from_u128(self.0.as_u128().wrapping_add(MARK)))
    }
}

impl LineId {
    /// The line of a follow-up that takes late units of this one (rules D2, D4). Derived, like the
    /// follow-up's own id, and another one on each sale, so that two sales can always be merged.
    #[must_use]
    pub fn on_follow_up(self, follow_up: SaleId) -> LineId {
        LineId(Uuid::from_u128(
            self.0.as_u128().wrapping_add(follow_up.0.as_u128()),
        ))
    }
}

impl MutationId {
    /// The review that this mutation raises, if it raises one: same bits, so that a repeat raises
    /// the same one (rule A3).
    #[must_use]
    pub fn review(self) -> ReviewId {
        ReviewId(self.0)
    }
}
