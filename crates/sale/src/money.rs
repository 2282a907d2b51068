//! Money: whole minor units, never a float. Arithmetic saturates at the limits of `i64`; `apply`
//! refuses amounts long before those, so saturation is a guard, not a path.

use serde::{Deserialize, Serialize};

/// An amount in minor units of the store's currency (pence, cents, yen).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);
    /// The largest amount that a change may carry, either sign: ten thousand million minor units.
    pub const LIMIT: Money = Money(10_000_000_000);

    /// Whether the amount, either sign, stays within [`Money::LIMIT`].
    #[must_use]
    pub fn within_limit(self) -> bool {
        self.0 >= -Self::LIMIT.0 && self.0 <= Self::LIMIT.0
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Money {
        Money(self.0.saturating_abs())
    }

    /// `self × numerator ÷ denominator`, rounded half away from zero. A denominator of nought
    /// gives nothing.
    #[must_use]
    pub fn scale(self, numerator: i64, denominator: i64) -> Money {
        Money(scaled(self.0, numerator, denominator))
    }

    /// Shares `self` out in proportion to `weights` so that the parts add up to it exactly; what
    /// rounding leaves over goes to the largest remainders, earlier parts first. Weights below
    /// nought count as nought; with no weight at all every part is nothing.
    #[must_use]
    pub fn share(self, weights: &[Money]) -> Vec<Money> {
        let weights: Vec<i128> = weights.iter().map(|w| i128::from(w.0.max(0))).collect();
        let whole: i128 = weights.iter().sum();
        if whole == 0 {
            return vec![Money::ZERO; weights.len()];
        }
        let amount = i128::from(self.0);
        let mut parts: Vec<(i128, i128)> = weights
            .iter()
            .map(|w| {
                let product = amount.saturating_mul(*w);
                (product.div_euclid(whole), product.rem_euclid(whole))
            })
            .collect();
        let mut left = amount - parts.iter().map(|p| p.0).sum::<i128>();
        while left > 0 {
            // The largest remainder; of equal ones the first.
            let Some(part) = parts.iter_mut().rev().max_by_key(|part| part.1) else {
                break;
            };
            *part = (part.0 + 1, 0);
            left -= 1;
        }
        parts.into_iter().map(|p| Money(clamp(p.0))).collect()
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |a, b| a + b)
    }
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// `value × numerator ÷ denominator`, rounded half away from zero, in 128 bits.
pub(crate) fn scaled(value: i64, numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let product = i128::from(value) * i128::from(numerator);
    let denominator = i128::from(denominator);
    let twice = product * 2 + denominator.abs() * product.signum() * denominator.signum();
    clamp(twice / (denominator * 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(Money(5).scale(1, 2), Money(3));
        assert_eq!(Money(-5).scale(1, 2), Money(-3));
        assert_eq!(Money(5).scale(-1, 2), Money(-3));
        assert_eq!(Money(4).scale(1, 3), Money(1));
        assert_eq!(Money(7).scale(1, 0), Money(0));
    }

    proptest! {
        /// A6: sharing an amount out neither makes nor loses a penny.
        #[test]
        fn shares_add_up(amount in -1_000_000i64..1_000_000, weights in prop::collection::vec(0i64..100_000, 1..20)) {
            let weights: Vec<Money> = weights.into_iter().map(Money).collect();
            let parts = Money(amount).share(&weights);
            let whole: Money = weights.iter().copied().sum();
            let expected = if whole == Money::ZERO { Money::ZERO } else { Money(amount) };
            prop_assert_eq!(parts.into_iter().sum::<Money>(), expected);
        }
    }
}
