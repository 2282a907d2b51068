//! Cash: what is due is paid in whole coins (rule G4). The rounding is a part of the tender that
//! settles the sale, so it is never due and never over.

use crate::{Currency, Method, Money, NewTender, Sale, Status};

/// What a person takes in cash, or gives back, for what is due; all in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cash {
    /// What counts towards the total.
    pub amount: Money,
    /// What is taken beyond that since there is no smaller coin; below nought what is let go.
    pub rounding: Money,
    /// What is given back.
    pub change: Money,
}

impl Cash {
    /// `due` in coins of which `coin` is the smallest: the nearest amount, halves away from nought.
    /// A coin of nothing rounds nothing.
    #[must_use]
    pub fn due(due: Money, coin: Money) -> Money {
        if coin <= Money::ZERO {
            return due;
        }
        Money(due.scale(1, coin.0).0.saturating_mul(coin.0))
    }

    /// What it is when `given` is put on the counter: all of what is due where that is enough, with
    /// the rest as change; else a part of it.
    #[must_use]
    pub fn given(given: Money, due: Money, coin: Money) -> Cash {
        let in_coins = Cash::due(due, coin);
        if given >= in_coins {
            return Cash {
                amount: due,
                rounding: in_coins - due,
                change: given - in_coins,
            };
        }
        Cash {
            amount: given.min(due),
            rounding: Money::ZERO,
            change: (given - due).max(Money::ZERO),
        }
    }

    /// What it is when exactly what is due changes hands, or goes back when it is below nought.
    #[must_use]
    pub fn exact(due: Money, coin: Money) -> Cash {
        Cash::given(Cash::due(due, coin), due, coin)
    }
}

/// What people hand over for an amount: the next notes of the currency above it, three at most.
#[must_use]
pub fn likely_notes(due: Money, currency: &Currency) -> Vec<Money> {
    let notes: &[i64] = match currency.exponent {
        0 => &[500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000, 500_000],
        3 => &[1, 5, 10, 20, 50],
        _ => &[5, 10, 20, 50, 100],
    };
    let mut amounts: Vec<Money> = notes
        .iter()
        .map(|note| note.saturating_mul(currency.whole().0))
        // Nobody counts out twenty notes.
        .filter(|note| note.saturating_mul(20) >= due.0)
        .map(|note| {
            Money(
                due.0
                    .saturating_add(note - 1)
                    .div_euclid(note)
                    .saturating_mul(note),
            )
        })
        .filter(|amount| *amount > due)
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    amounts.truncate(3);
    amounts
}

/// What a tender counts, and its rounding, in a store whose smallest coin is `coin`. A rounding
/// stands where it is less than what the next coin is away, in cash, and the tender settles the sale
/// as it is by now. Any other counts as money that was taken or given: no penny is left out (A6).
pub(crate) fn counted(sale: &Sale, tender: &NewTender, coin: Money) -> (Money, Money) {
    let totals = sale.totals();
    let due = match sale.status {
        Status::Voided => -totals.paid,
        _ => totals.due,
    };
    let in_coins = tender.amount + tender.rounding;
    let stands = tender.method == Method::Cash
        && coin > Money::ZERO
        && tender.rounding.0.saturating_abs().saturating_mul(2) <= coin.0
        && in_coins.0.checked_rem(coin.0) == Some(0)
        && tender.amount == due;
    match stands {
        true => (tender.amount, tender.rounding),
        false => (in_coins, Money::ZERO),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g4_what_is_due_is_rounded_to_the_nearest_coin() {
        for (due, coin, in_coins) in [
            (2293, 5, 2295),
            (2292, 5, 2290),
            (2, 5, 0),
            (3, 5, 5),
            (-1252, 5, -1250),
            (2295, 10, 2300),
            (-2295, 10, -2300),
            (1234, 1, 1234),
            (1234, 0, 1234),
        ] {
            let is = Cash::due(Money(due), Money(coin));
            assert_eq!(is, Money(in_coins), "{due} in coins of {coin}");
        }
    }

    #[test]
    fn notes_are_those_of_the_currency() {
        for (code, due, notes) in [
            ("EUR", 730, vec![1_000, 2_000, 5_000]),
            ("EUR", 5_000, vec![6_000, 10_000]),
            ("EUR", 23_000, vec![24_000, 25_000, 30_000]),
            ("JPY", 730, vec![1_000, 2_000, 5_000]),
            ("JPY", 1_230, vec![1_500, 2_000, 5_000]),
            ("VND", 85_000, vec![90_000, 100_000, 500_000]),
            ("BHD", 730, vec![1_000, 5_000, 10_000]),
            ("BHD", 7_300, vec![8_000, 10_000, 20_000]),
        ] {
            let is = likely_notes(Money(due), &Currency::of_code(code).unwrap());
            let is: Vec<i64> = is.into_iter().map(|note| note.0).collect();
            assert_eq!(is, notes, "{due} in {code}");
        }
    }

    #[test]
    fn g4_a_part_is_not_rounded_and_small_coins_are_taken() {
        let given = |given, due| {
            let cash = Cash::given(Money(given), Money(due), Money(5));
            (cash.amount.0, cash.rounding.0, cash.change.0)
        };
        assert_eq!(given(2295, 2293), (2293, 2, 0));
        assert_eq!(given(5000, 2292), (2292, -2, 2710));
        assert_eq!(given(1000, 2293), (1000, 0, 0));
        assert_eq!(given(2293, 2293), (2293, 0, 0), "paid in pence");
        assert_eq!(given(2294, 2293), (2293, 0, 1));
        assert_eq!(given(0, 2), (2, -2, 0), "nothing is left to take");
    }

    proptest! {
        /// A6, G4: whatever is put on the counter is either counted, rounded or given back.
        #[test]
        fn all_that_is_given_is_somewhere(given in 0i64..1_000_000, due in 0i64..1_000_000, coin in 0i64..500) {
            let cash = Cash::given(Money(given), Money(due), Money(coin));
            prop_assert_eq!(cash.amount + cash.rounding + cash.change, Money(given));
            prop_assert!(cash.amount <= Money(due) && cash.change >= Money::ZERO);
            prop_assert!(cash.rounding.0.abs() * 2 <= coin);
        }
    }
}
