//! Amounts as people write them, into the digits that [`sale::Currency::parse`] reads. Which sign
//! stands before the decimals is found out from all of them together; one that can only be read in
//! one way is, whatever the others say. Nothing is rounded.

use sync::api::goods::Decimal;

/// Which sign stands before the decimals, as far as these texts tell: `None` when none of them does.
pub(crate) fn decimal_of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Decimal> {
    let (mut points, mut commas) = (0_u32, 0_u32);
    for text in texts {
        match told(text) {
            Some(Decimal::Point) => points += 1,
            Some(Decimal::Comma) => commas += 1,
            None => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(Decimal::Point),
        std::cmp::Ordering::Less => Some(Decimal::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

/// Whether nothing but a sign that somebody chose tells what an amount is: `1,234` is twelve hundred
/// and something or one and a bit.
pub(crate) fn is_unclear(text: &str) -> bool {
    let Some(bare) = Bare::of(text) else {
        return false;
    };
    let mut parts = bare.text.split([',', '.']);
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    parts.next().is_none() && second.is_some_and(|second| is_group(first, second))
}

/// The amount with a point before its decimals and a minus before all; none when it is no amount.
pub(crate) fn plain(text: &str, decimal: Decimal) -> Option<String> {
    let bare = Bare::of(text)?;
    let sign = match told(text).unwrap_or(decimal) {
        Decimal::Point => '.',
        Decimal::Comma => ',',
    };
    let (whole, decimals) = match bare.text.rsplit_once(sign) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (bare.text.as_str(), None),
    };
    let mut groups = whole.split([',', '.']);
    let mut digits = groups.next()?.to_owned();
    for group in groups {
        if !(is_group(&digits, group) || digits.len() > 3 && group.len() == 3) {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() && decimals.is_some() {
        digits.push('0');
    }
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&digits) || decimals.is_some_and(|decimals| !all_digits(decimals)) {
        return None;
    }
    let minus = if bare.negative { "-" } else { "" };
    Some(match decimals {
        Some(decimals) => format!("{minus}{digits}.{decimals}"),
        None => format!("{minus}{digits}"),
    })
}

/// Whether three digits after one to three may be thousands.
fn is_group(before: &str, group: &str) -> bool {
    group.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0')
}

/// Which sign must be the one before the decimals in this text.
fn told(text: &str) -> Option<Decimal> {
    let bare = Bare::of(text)?;
    let (points, commas) = (count(&bare.text, '.'), count(&bare.text, ','));
    let last = bare.text.rfind([',', '.'])?;
    let last_is_point = bare.text.get(last..)?.starts_with('.');
    let (this, other) = match last_is_point {
        true => (Decimal::Point, Decimal::Comma),
        false => (Decimal::Comma, Decimal::Point),
    };
    match (points, commas) {
        (1.., 1..) => Some(this),
        // Several of one kind: thousands.
        (2.., 0) | (0, 2..) => Some(other),
        _ => (!is_unclear(text)).then_some(this),
    }
}

fn count(text: &str, sign: char) -> usize {
    text.matches(sign).count()
}

/// An amount without its currency, blanks and sign: digits, points and commas.
struct Bare {
    text: String,
    negative: bool,
}

impl Bare {
    fn of(text: &str) -> Option<Bare> {
        let text = without_name(text.trim());
        // Bookkeepers put what is below nought into brackets.
        let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        let mut bare = Bare {
            text: String::new(),
            negative: inside.is_some(),
        };
        let mut ended = false;
        for sign in inside.unwrap_or(text).chars() {
            if ended {
                return None;
            }
            match sign {
                '0'..='9' | ',' | '.' => bare.text.push(sign),
                '-' | '\u{2212}' if !bare.negative => {
                    bare.negative = true;
                    // Before the digits, or after all of them.
                    ended = !bare.text.is_empty();
                }
                '\u{0660}'..='\u{0669}' => bare.text.push(digit(sign, '\u{0660}')?),
                '\u{06F0}'..='\u{06F9}' => bare.text.push(digit(sign, '\u{06F0}')?),
                '\u{066B}' => bare.text.push('.'),
                // Thousands: blanks of any width, apostrophes, and the Arabic sign.
                '\'' | '\u{2019}' | '\u{066C}' => {}
                _ if sign.is_whitespace() || is_of_a_currency(sign) => {}
                _ => return None,
            }
        }
        let digits = bare.text.bytes().any(|byte| byte.is_ascii_digit());
        digits.then_some(bare)
    }
}

/// Without a currency's code or word before or after, such as `CHF` or `kr.`.
fn without_name(text: &str) -> &str {
    const MOST_LETTERS: usize = 4;
    let name = |sign: char| sign.is_alphabetic();
    let after = text.trim_start_matches(name);
    let text = match text.len() - after.len() {
        1..=MOST_LETTERS => after.strip_prefix('.').unwrap_or(after),
        _ => text,
    };
    let text = text.trim();
    let bare = text.strip_suffix('.').unwrap_or(text);
    let before = bare.trim_end_matches(name);
    match bare.len() - before.len() {
        1..=MOST_LETTERS => before.trim_end(),
        _ => text,
    }
}

fn digit(sign: char, nought: char) -> Option<char> {
    let value = u32::from(sign).checked_sub(u32::from(nought))?;
    char::from_digit(value, 10)
}

fn is_of_a_currency(sign: char) -> bool {
    matches!(
        sign,
        '$' | '£'
            | '€'
            | '¥'
            | '₹'
            | '₩'
            | '₺'
            | '₽'
            | '₪'
            | '₫'
            | '฿'
            | '₴'
            | '₦'
            | '￥'
    )
}
