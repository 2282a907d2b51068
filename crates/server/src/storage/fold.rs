//! Text as a search compares it: without accents, large letters and widths. SQLite knows it as
//! `folded`.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text as a search compares it.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            // Letters that are no others with a mark, and are typed as these.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            _ if is_combining_mark(letter) => {}
            _ => folded.push(letter),
        }
    }
    folded
}

/// Teaches a connection the function.
pub(super) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, flags, |context| {
        Ok(folded(context.get_raw(0).as_str().unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_is_typed_without_accents_is_found() {
        for (text, found) in [
            ("Café CRÈME", "cafe creme"),
            ("Müsli Straße", "musli strasse"),
            ("Smørrebrød", "smorrebrod"),
            ("İstanbul", "istanbul"),
            ("ﾊﾝﾄﾞ", "ハント"),
            ("தேநீர்", &folded("தேநீர்")),
        ] {
            assert_eq!(folded(text), found);
        }
    }
}
