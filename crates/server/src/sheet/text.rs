//! Bytes into text. A byte order mark decides; without one UTF-8 does if it fits, then UTF-16 by its
//! noughts; what is neither was saved by a program for Windows.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are looked at for UTF-16.
const LOOKED_AT: usize = 4_096;

/// The text, without a byte order mark, and the name of the encoding.
pub(super) fn decoded(bytes: &[u8]) -> (String, &'static str) {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| guessed(bytes), |(marked, _)| marked);
    let (text, encoding, _) = encoding.decode(bytes);
    (text.into_owned(), encoding.name())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let begun = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let noughts = |at: usize| {
        let there = begun.iter().skip(at).step_by(2);
        there.filter(|byte| **byte == 0).count()
    };
    // Text of the West has a nought beside nearly every letter in UTF-16, and never in another.
    let (even, odd) = (noughts(0), noughts(1));
    match () {
        () if odd > begun.len() / 4 => UTF_16LE,
        () if even > begun.len() / 4 => UTF_16BE,
        () if std::str::from_utf8(bytes).is_ok() => UTF_8,
        () => WINDOWS_1252,
    }
}
