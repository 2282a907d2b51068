//! English made strange: longer by two fifths, accented, and marked at both ends. A screen drawn in
//! it shows what is too narrow and what does not come from the catalogue.
//!
//! It must not know which messages there are.

/// The message so, with its placeholders as they were.
pub fn pseudo(message: &str) -> String {
    let mut said = String::from("⟦");
    let (mut depth, mut letters) = (0_usize, 0_usize);
    // Within a branch of a plural words are said again: braces of even depth hold them.
    for sign in message.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth.is_multiple_of(2) {
            letters += 1;
            said.push(accented(sign));
        } else {
            said.push(sign);
        }
    }
    said.extend(" ~~~~".chars().cycle().take(letters.saturating_mul(2) / 5));
    said.push('⟧');
    said
}

fn accented(sign: char) -> char {
    match sign {
        'a' => 'á',
        'c' => 'ç',
        'e' => 'é',
        'i' => 'í',
        'n' => 'ñ',
        'o' => 'ó',
        's' => 'š',
        'u' => 'ú',
        'y' => 'ý',
        'A' => 'Å',
        'C' => 'Ç',
        'E' => 'É',
        'I' => 'Î',
        'O' => 'Ö',
        'S' => 'Š',
        'U' => 'Ü',
        sign => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::pseudo;

    #[test]
    fn a_message_is_longer_accented_marked_and_takes_the_same() {
        assert_eq!(pseudo("Close sale"), "⟦Çlóšé šálé ~~~⟧");
        assert_eq!(pseudo("{name} on"), "⟦{name} óñ ⟧");
        assert_eq!(
            pseudo("{n, plural, one {# sale} other {# sales}}"),
            "⟦{n, plural, one {# šálé} other {# šáléš}} ~~~~ ⟧"
        );
    }
}
