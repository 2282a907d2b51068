//! What the goods of a store choose from: its tax rates and its groups of modifiers.

use crate::{ModifierGroupId, Money, TaxRate};
use serde::{Deserialize, Serialize};

/// The store's lists for goods; a part of the store's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoodsLists {
    /// The rates that a product may bear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_rates: Vec<TaxRate>,
    /// The groups that a product may offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifier_groups: Vec<ModifierGroup>,
}

/// Extras to choose from, such as milk or size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModifierGroup {
    /// Its identity.
    pub id: ModifierGroupId,
    /// What it asks, such as `Milk`.
    pub name: String,
    /// The fewest that are to be chosen; nought leaves it to the guest.
    #[serde(default)]
    pub fewest: u8,
    /// The most that may be chosen; none for as many as there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u8>,
    /// What there is.
    pub choices: Vec<ModifierChoice>,
}

/// One extra of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModifierChoice {
    /// What it is called.
    pub name: String,
    /// What it adds to the price of one unit, in minor units; below nought takes off.
    #[serde(default)]
    pub price: Money,
    /// Whether it is chosen unless somebody chooses otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
}

impl GoodsLists {
    /// Most tax rates of a store.
    pub const MOST_TAX_RATES: usize = 30;
    /// Most groups of modifiers of a store.
    pub const MOST_GROUPS: usize = 60;
    /// Most choices of a group.
    pub const MOST_CHOICES: usize = 40;
    /// Most characters of a name.
    pub const MOST_NAME_CHARS: usize = 60;

    /// Whether a store has none of them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tax_rates.is_empty() && self.modifier_groups.is_empty()
    }

    /// Whether they can be kept: within the limits, each with a name, no rate twice, and no group that
    /// nobody could answer.
    #[must_use]
    pub fn can_stand(&self) -> bool {
        let named = |name: &str| {
            !name.trim().is_empty() && name.chars().count() <= GoodsLists::MOST_NAME_CHARS
        };
        let mut rates = self.tax_rates.clone();
        rates.sort();
        rates.dedup();
        rates.len() == self.tax_rates.len()
            && rates.len() <= GoodsLists::MOST_TAX_RATES
            && rates
                .iter()
                .all(|rate| named(&rate.name) && rate.basis_points <= 100_000)
            && self.modifier_groups.len() <= GoodsLists::MOST_GROUPS
            && self.modifier_groups.iter().all(|group| {
                named(&group.name)
                    && group.can_be_answered()
                    && group.choices.len() <= GoodsLists::MOST_CHOICES
                    && group
                        .choices
                        .iter()
                        .all(|choice| named(&choice.name) && choice.price.within_limit())
            })
    }
}

impl ModifierGroup {
    /// Whether there is a choice that takes neither too few nor too many, and the defaults are not too
    /// many either.
    #[must_use]
    pub fn can_be_answered(&self) -> bool {
        let most = self.most.map_or(self.choices.len(), usize::from);
        let defaults = self.choices.iter().filter(|choice| choice.default).count();
        let fewest = usize::from(self.fewest);
        !self.choices.is_empty()
            && most > 0
            && fewest <= most
            && fewest <= self.choices.len()
            && defaults <= most
    }
}
