//! Tax rates and discounts.
//!
//! The rounding rule: tax is computed for each line and each rate on the line's amount after all
//! discounts, and rounded half away from zero to a minor unit. Included taxes are taken out of the
//! amount (the net is the amount divided by one plus the sum of the included rates); added taxes
//! are computed on that net and put on top.

use crate::Money;
use serde::{Deserialize, Serialize};

/// One tax on a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxRate {
    /// What the receipt calls it, such as `VAT`.
    pub name: String,
    /// The rate in hundredths of a per cent: 2000 is 20 %.
    pub basis_points: u32,
    /// Whether prices already contain it.
    pub included: bool,
}

/// Something off: of a line, or of a whole sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Discount {
    /// A share, in hundredths of a per cent; never more than the whole.
    Percent(u32),
    /// A fixed amount in minor units; never more than what there is.
    Amount(Money),
}

impl Discount {
    /// How much comes off `amount`. Nothing comes off what is not above nought.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        if amount <= Money::ZERO {
            return Money::ZERO;
        }
        let off = match self {
            Discount::Percent(points) => amount.scale(i64::from(points), 10_000),
            Discount::Amount(off) => off,
        };
        off.clamp(Money::ZERO, amount)
    }
}

/// The taxes of one line amount: `(net, one amount per rate)`.
#[must_use]
pub fn of_line(amount: Money, rates: &[TaxRate]) -> (Money, Vec<Money>) {
    let included: i64 = rates
        .iter()
        .filter(|rate| rate.included)
        .map(|rate| i64::from(rate.basis_points))
        .fold(0, i64::saturating_add);
    let net = amount.scale(10_000, 10_000_i64.saturating_add(included));
    // The last included rate takes what rounding leaves, so that net and included taxes add up.
    let mut left = amount - net;
    let last_included = rates.iter().rposition(|rate| rate.included);
    let taxes = rates
        .iter()
        .enumerate()
        .map(|(i, rate)| {
            let tax = net.scale(i64::from(rate.basis_points), 10_000);
            if !rate.included {
                return tax;
            }
            let tax = if Some(i) == last_included { left } else { tax };
            left = left - tax;
            tax
        })
        .collect();
    (net, taxes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(name: &str, basis_points: u32, included: bool) -> TaxRate {
        TaxRate {
            name: name.into(),
            basis_points,
            included,
        }
    }

    #[test]
    fn included_tax_is_taken_out_and_added_tax_is_put_on_top() {
        let (net, taxes) = of_line(
            Money(1200),
            &[rate("VAT", 2000, true), rate("City", 500, false)],
        );
        assert_eq!((net, taxes), (Money(1000), vec![Money(200), Money(50)]));
    }

    #[test]
    fn a_discount_never_takes_more_than_there_is() {
        assert_eq!(Discount::Amount(Money(500)).of(Money(300)), Money(300));
        assert_eq!(Discount::Percent(20_000).of(Money(300)), Money(300));
        assert_eq!(Discount::Percent(1250).of(Money(99)), Money(12));
        assert_eq!(Discount::Percent(5000).of(Money(-99)), Money(0));
    }

    proptest! {
        /// A6: net and included taxes add up to the amount that was asked for, to the penny.
        #[test]
        fn net_and_included_taxes_add_up(amount in 0i64..10_000_000, a in 0u32..3000, b in 0u32..3000) {
            let (net, taxes) = of_line(Money(amount), &[rate("a", a, true), rate("b", b, true)]);
            prop_assert_eq!(net + taxes.into_iter().sum::<Money>(), Money(amount));
        }
    }
}
