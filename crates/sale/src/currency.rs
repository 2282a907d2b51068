//! Currencies: how many decimals each has, and amounts as text, both ways, exact (no float, nothing
//! rounded).
//!
//! It must not know how a person's language writes amounts: that is the screens' matter.

use crate::Money;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A currency: its ISO 4217 code and how many decimal places its minor unit has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Currency {
    /// ISO 4217 code, such as `GBP`.
    pub code: String,
    /// Decimal places of the minor unit: 2 for GBP, 0 for JPY, 3 for BHD.
    pub exponent: u8,
}

/// Why a text is no amount of a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMoney {
    /// It is no decimal number, such as `12.50`.
    Unreadable,
    /// It has more decimals than the currency; nothing is rounded in silence.
    TooExact {
        /// The currency's code.
        code: String,
        /// How many decimals it has.
        decimals: u8,
    },
    /// It is beyond all amounts.
    TooLarge,
}

impl fmt::Display for NotMoney {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotMoney::Unreadable => to.write_str("no amount, such as 12.50"),
            NotMoney::TooExact { code, decimals } => {
                write!(to, "more decimals than {code} has ({decimals})")
            }
            NotMoney::TooLarge => to.write_str("too large an amount"),
        }
    }
}

impl std::error::Error for NotMoney {}

impl Currency {
    /// The currency with an ISO 4217 code; none when it is not of three capital letters. A code that
    /// is not known has two decimals, as most have.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Currency> {
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then(|| Currency {
            code: code.to_owned(),
            exponent: match code {
                "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
                | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
                "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
                "CLF" | "UYW" => 4,
                _ => 2,
            },
        })
    }

    /// Minor units of one whole unit: 100 for GBP, 1 for JPY.
    #[must_use]
    pub fn whole(&self) -> Money {
        Money(10_i64.saturating_pow(u32::from(self.exponent)))
    }

    /// Reads digits with a point before the decimals and a minus before all, such as `-1250.5`.
    /// Decimals that the currency does not have must be noughts: `450.00` are 450 yen.
    ///
    /// # Errors
    /// When the text is no such number, or is not an exact amount of the currency.
    pub fn parse(&self, text: &str) -> Result<Money, NotMoney> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return Err(NotMoney::Unreadable);
        }
        let most = usize::from(self.exponent);
        let (ours, beyond) = decimals.split_at_checked(most).unwrap_or((decimals, ""));
        if beyond.bytes().any(|digit| digit != b'0') {
            return Err(NotMoney::TooExact {
                code: self.code.clone(),
                decimals: self.exponent,
            });
        }
        let minor: Result<i64, _> = format!("{whole}{ours:0<most$}").parse();
        minor
            .map(|minor| Money(minor * sign))
            .map_err(|_| NotMoney::TooLarge)
    }

    /// The amount as [`Currency::parse`] reads it, with all decimals: 1234 is `12.34` in GBP.
    #[must_use]
    pub fn decimal(&self, amount: Money) -> String {
        let unit = self.whole().0.unsigned_abs();
        let size = amount.0.unsigned_abs();
        let sign = if amount < Money::ZERO { "-" } else { "" };
        if self.exponent == 0 {
            return format!("{sign}{size}");
        }
        let width = usize::from(self.exponent);
        format!("{sign}{}.{:0width$}", size / unit, size % unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::of_code(code).unwrap()
    }

    #[test]
    fn a_code_says_how_many_decimals() {
        for (code, decimals) in [
            ("GBP", 2),
            ("JPY", 0),
            ("BHD", 3),
            ("KWD", 3),
            ("ISK", 0),
            ("XYZ", 2),
        ] {
            assert_eq!(currency(code).exponent, decimals, "{code}");
        }
        for text in ["", "gbp", "GB", "GBPS", "£££"] {
            assert_eq!(Currency::of_code(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_says_why() {
        let pounds = currency("GBP");
        for text in [
            "", "-", ".5", "1e3", "1,5", "£4", "1 000", "--1", "1.2.3", "+1", "١",
        ] {
            assert_eq!(pounds.parse(text), Err(NotMoney::Unreadable), "{text}");
        }
        for text in ["99999999999999999999", "92233720368547758.08"] {
            assert_eq!(pounds.parse(text), Err(NotMoney::TooLarge), "{text}");
        }
        let why = pounds.parse("1.459").unwrap_err().to_string();
        assert_eq!(why, "more decimals than GBP has (2)");
        let why = currency("JPY").parse("100.5").unwrap_err().to_string();
        assert_eq!(why, "more decimals than JPY has (0)");
    }

    proptest! {
        /// What is written is read as what it was, in every currency.
        #[test]
        fn amounts_round_trip(minor in -i64::MAX..i64::MAX, exponent in 0u8..5) {
            let currency = Currency { code: "XYZ".to_owned(), exponent };
            prop_assert_eq!(currency.parse(&currency.decimal(Money(minor))), Ok(Money(minor)));
        }
    }
}
