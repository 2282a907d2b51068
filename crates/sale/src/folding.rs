//! The one form of a text that searches compare and lists are sorted by, on every device and on the
//! server: whatever case, accents, width and digits it was written with.
//!
//! It must not know Unicode's decompositions, whose tables weigh more than a program for a phone
//! should: the browser and the server each have them already and hand in what they decomposed.

/// A text whose compatibility decomposition (NFKD) these characters are, folded: small letters, no
/// accents, no vowel points, digits of any script as ASCII, nothing that cannot be seen.
pub fn folded(decomposed: impl IntoIterator<Item = char>) -> String {
    let mut text = String::new();
    for letter in decomposed {
        for letter in letter.to_lowercase() {
            match letter {
                _ if is_left_out(letter) => {}
                'ß' => text.push_str("ss"),
                'æ' => text.push_str("ae"),
                'œ' => text.push_str("oe"),
                'ø' => text.push('o'),
                'đ' | 'ð' => text.push('d'),
                'ł' => text.push('l'),
                'ı' => text.push('i'),
                'ς' => text.push('σ'),
                // Alef maksura and teh marbuta, as they are typed.
                'ى' | 'ی' => text.push('ي'),
                'ک' => text.push('ك'),
                'ة' => text.push('ه'),
                '\u{2018}' | '\u{2019}' | '\u{02bc}' => text.push('\''),
                '\u{2010}'..='\u{2015}' => text.push('-'),
                other => text.push(ascii_digit(other).unwrap_or(other)),
            }
        }
    }
    text
}

/// What a list is sorted by where it is sorted by a name: of two folded texts the one that people
/// put first is the smaller one, so that `table 2` comes before `table 10`.
#[must_use]
pub fn sort_key(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len() + 4);
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (run, after) = rest.split_at(digits.max(first.len_utf8()));
        if digits > 0 {
            // A longer number is a larger one.
            let number = run.trim_start_matches('0');
            let length = u8::try_from(number.len().min(25)).unwrap_or(25);
            key.push(char::from(b'0' + length.min(9)));
            if length >= 9 {
                key.push(char::from(b'a' + length - 9));
            }
            key.push_str(number);
        } else {
            key.push_str(run);
        }
        rest = after;
    }
    key
}

/// Accents and points that people leave out, and what has no shape. Vowel signs of the scripts of
/// India and the voicing marks of Japanese make other words and stay.
fn is_left_out(letter: char) -> bool {
    matches!(letter,
        '\u{0300}'..='\u{036f}'
        | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}' | '\u{05c2}' | '\u{05c4}' | '\u{05c5}' | '\u{05c7}'
        | '\u{0610}'..='\u{061a}' | '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The nought of each script with digits of its own that shops write with.
const NOUGHTS: [u32; 14] = [
    0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
    0x0ed0, 0x1040,
];

fn ascii_digit(letter: char) -> Option<char> {
    let nought = NOUGHTS
        .into_iter()
        .find(|nought| (*nought..nought + 10).contains(&u32::from(letter)))?;
    char::from_digit(u32::from(letter) - nought, 10)
}

#[cfg(test)]
mod tests {
    use super::{folded, sort_key};

    /// What is typed without accents, points and case finds what was written with them.
    #[test]
    fn what_looks_the_same_is_the_same() {
        for (one, other) in [
            ("CAFE\u{301}", "cafe"),
            ("Große Straße", "grosse strasse"),
            ("SMØRREBRØD", "smorrebrod"),
            ("I\u{307}pek ıs\u{327}ık", "ipek isik"),
            ("ΚΑΦΕΣ", "καφες"),
            ("ق\u{64e}ه\u{652}و\u{64e}ة", "قهوه"),
            ("٢٣", "23"),
            ("O\u{2019}Brien", "o'brien"),
            ("\u{2068}Tea\u{2069}\u{fe0f}", "tea"),
        ] {
            assert_eq!(folded(one.chars()), folded(other.chars()), "{one}");
        }
        assert_ne!(folded("தேநீர்".chars()), folded("தநர".chars()));
        assert_ne!(folded("か\u{3099}".chars()), folded("か".chars()));
    }

    /// Numbers in names are in the order of their value.
    #[test]
    fn names_with_numbers_are_in_the_order_of_the_numbers() {
        let names = [
            "2",
            "10",
            "100a",
            "bar",
            "table 2",
            "table 009",
            "table 10",
            "table 10 b",
            "table 9999999999",
            "table 10000000000",
            "til",
        ];
        let keys: Vec<String> = names.iter().map(|name| sort_key(name)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(sort_key("table 09"), sort_key("table 9"));
    }
}
