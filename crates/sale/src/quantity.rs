//! Quantities: whole thousandths, never a float, so that 0.250 kg and 3 pieces are both exact.

use serde::{Deserialize, Serialize};

/// A quantity or a difference of quantities, in thousandths of the item's unit.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Quantity(pub i64);

impl Quantity {
    /// None.
    pub const ZERO: Quantity = Quantity(0);
    /// One whole unit.
    pub const ONE: Quantity = Quantity(1000);
    /// The largest quantity that a change may carry, either sign: ten million units.
    pub const LIMIT: Quantity = Quantity(10_000_000_000);

    /// `units` whole units.
    #[must_use]
    pub fn units(units: i64) -> Quantity {
        Quantity(units.saturating_mul(1000))
    }

    /// Whether the quantity, either sign, stays within [`Quantity::LIMIT`].
    #[must_use]
    pub fn within_limit(self) -> bool {
        self.0 >= -Self::LIMIT.0 && self.0 <= Self::LIMIT.0
    }
}

impl std::ops::Add for Quantity {
    type Output = Quantity;
    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Quantity {
    type Output = Quantity;
    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(quantities: I) -> Quantity {
        quantities.fold(Quantity::ZERO, |a, b| a + b)
    }
}

impl std::fmt::Display for Quantity {
    /// Plain digits with as many decimals as needed: `3`, `0.25`. Screens format by locale.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = self.0.unsigned_abs() / 1000;
        let part = self.0.unsigned_abs() % 1000;
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if part > 0 {
            let digits = format!("{part:03}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_with_the_decimals_it_needs() {
        for (thousandths, text) in [(3000, "3"), (250, "0.25"), (-1500, "-1.5"), (1001, "1.001")] {
            assert_eq!(Quantity(thousandths).to_string(), text);
        }
    }
}
