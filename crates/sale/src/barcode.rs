//! Barcodes of goods: EAN-8, UPC-A, EAN-13 and GTIN-14 with their check digit, and a shop's own codes.
//!
//! It must not know how a scanner sends one.

use std::fmt;

/// Most characters of a code of the shop's own.
const MOST_CHARS: usize = 48;

/// Why a text is no barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBarcode {
    /// Its last digit is not the one that the others lead to: it was read or typed wrong.
    WrongCheckDigit {
        /// The digit that would be right.
        right: u8,
    },
    /// A spreadsheet has rounded it, such as `5.01E+12`: the digits are lost.
    Rounded,
    /// It is empty, too long, or holds what no scanner sends.
    Unreadable,
}

impl fmt::Display for NotBarcode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotBarcode::WrongCheckDigit { right } => {
                write!(to, "the check digit is wrong: it would be {right}")
            }
            NotBarcode::Rounded => to.write_str("a spreadsheet has rounded it"),
            NotBarcode::Unreadable => to.write_str("no barcode"),
        }
    }
}

impl std::error::Error for NotBarcode {}

/// The barcode without blanks. Digits alone, 8, 12, 13 or 14 of them, end in a check digit; anything
/// else that a scanner can send is a code of the shop's own.
///
/// # Errors
/// When it is none, or its check digit is wrong.
pub fn checked_barcode(text: &str) -> Result<String, NotBarcode> {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if is_rounded(&code) {
        return Err(NotBarcode::Rounded);
    }
    let sendable = code.bytes().all(|byte| byte.is_ascii_graphic());
    if code.is_empty() || code.len() > MOST_CHARS || !sendable {
        return Err(NotBarcode::Unreadable);
    }
    if code.bytes().all(|byte| byte.is_ascii_digit()) && matches!(code.len(), 8 | 12 | 13 | 14) {
        let (digits, last) = code.split_at(code.len() - 1);
        let right = check_digit(digits);
        if last != right.to_string() {
            return Err(NotBarcode::WrongCheckDigit { right });
        }
    }
    Ok(code)
}

/// The digit that makes the sum a multiple of ten: every second one from the right weighs three.
fn check_digit(digits: &str) -> u8 {
    let sum = digits
        .bytes()
        .rev()
        .zip([3_u16, 1].into_iter().cycle())
        .map(|(digit, weight)| u16::from(digit.saturating_sub(b'0')) * weight)
        .fold(0_u16, |sum, share| (sum + share) % 10);
    u8::try_from((10 - sum) % 10).unwrap_or_default()
}

/// Whether it is a number as a spreadsheet shows one that is too long, such as `5.01E+12`.
fn is_rounded(code: &str) -> bool {
    let Some((number, power)) = code.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    power.strip_prefix('+').is_some_and(digits)
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_from_the_shelf_are_taken_as_they_are() {
        for code in [
            "4006381333931",
            "036000291452",
            "73513537",
            "15400141288763",
        ] {
            assert_eq!(checked_barcode(code).as_deref(), Ok(code));
        }
        assert_eq!(
            checked_barcode(" 4006381 333931 ").as_deref(),
            Ok("4006381333931")
        );
        assert_eq!(checked_barcode("SHOP-17").as_deref(), Ok("SHOP-17"));
        assert_eq!(checked_barcode("21000").as_deref(), Ok("21000"));
    }

    #[test]
    fn what_is_wrong_with_a_code_is_said() {
        let wrong = NotBarcode::WrongCheckDigit { right: 1 };
        assert_eq!(checked_barcode("4006381333932"), Err(wrong));
        for rounded in ["5.01E+12", "5,01E+12", "5E+12", "5.01e+12"] {
            assert_eq!(
                checked_barcode(rounded),
                Err(NotBarcode::Rounded),
                "{rounded}"
            );
        }
        for none in ["", "  ", "é", &"1".repeat(49)] {
            assert_eq!(checked_barcode(none), Err(NotBarcode::Unreadable), "{none}");
        }
        assert_eq!(
            checked_barcode("TEE+12").as_deref(),
            Ok("TEE+12"),
            "a code with letters"
        );
    }

    proptest! {
        /// No single wrong digit goes unseen.
        #[test]
        fn one_wrong_digit_is_found(digits in "[0-9]{12}", place in 0usize..13, by in 1u8..10) {
            let code = format!("{digits}{}", check_digit(&digits));
            prop_assert!(checked_barcode(&code).is_ok());
            let mut bytes = code.into_bytes();
            bytes[place] = (bytes[place] - b'0' + by) % 10 + b'0';
            prop_assert!(checked_barcode(&String::from_utf8(bytes).unwrap()).is_err());
        }
    }
}
