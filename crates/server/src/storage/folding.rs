//! Folding of texts on the server: `sale::folding` over ICU's decomposition.
//!
//! It must not know what is searched or sorted.

use icu_normalizer::DecomposingNormalizerBorrowed;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// A text as searches compare it.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let nfkd = const { DecomposingNormalizerBorrowed::new_nfkd() };
    sale::folding::folded(nfkd.normalize_iter(text.chars()))
}

/// What lists are sorted by where they are sorted by this text.
pub(crate) fn sort_key(text: &str) -> String {
    sale::folding::sort_key(&folded(text))
}

/// Teaches a connection the function.
pub(super) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, flags, |context| {
        Ok(folded(context.get_raw(0).as_str().unwrap_or_default()))
    })
}
