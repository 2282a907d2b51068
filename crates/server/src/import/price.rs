//! Prices of the data set, from their text: exact, without floating point.

use sale::Money;

/// The price in pence, rounded half up to a whole one; none when the text is no price. `2.55` is
/// 255, `0.001` is nothing, `0.005` is one.
pub(super) fn pence(text: &str) -> Option<Money> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (pounds, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if pounds.is_empty() || !all_digits(pounds) || !all_digits(decimals) {
        return None;
    }
    let mut pence: i64 = pounds.parse::<i64>().ok()?.checked_mul(100)?;
    let mut places = decimals.bytes().map(|byte| i64::from(byte - b'0'));
    pence = pence.checked_add(places.next().unwrap_or(0) * 10)?;
    pence = pence.checked_add(places.next().unwrap_or(0))?;
    if places.next().unwrap_or(0) >= 5 {
        pence = pence.checked_add(1)?;
    }
    Some(Money(pence * sign))
}

#[cfg(test)]
mod tests {
    use super::pence;
    use sale::Money;

    #[test]
    fn prices_are_read_to_the_penny() {
        for (text, expected) in [
            ("2.55", Some(255)),
            ("2.5", Some(250)),
            ("2", Some(200)),
            ("0.001", Some(0)),
            ("0.005", Some(1)),
            ("0.994", Some(99)),
            ("0.999", Some(100)),
            ("1.15", Some(115)),
            ("-11062.06", Some(-1_106_206)),
            ("607.49", Some(60_749)),
            ("", None),
            (".5", None),
            ("1e3", None),
            ("1,5", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(pence(text), expected.map(Money), "{text}");
        }
    }
}
