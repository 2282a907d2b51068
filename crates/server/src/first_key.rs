//! The key of the first run: printed once at the start of a server without a store, kept as a hash.
//!
//! It must not know what is done with it.

use crate::secret::{NoRandom, TokenHash, new_token};

/// The key of the first run; none where there was a store at the start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FirstKey(Option<TokenHash>);

impl FirstKey {
    /// A new one, and the text that is printed and kept nowhere.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub(crate) fn new() -> Result<(FirstKey, String), NoRandom> {
        let (key, hash) = new_token()?;
        Ok((FirstKey(Some(hash)), key))
    }

    /// Whether there is one at all.
    pub(crate) fn is_set(self) -> bool {
        self.0.is_some()
    }

    /// Whether this is it.
    pub(crate) fn is(self, shown: &str) -> bool {
        self.0 == Some(TokenHash::of(shown.trim()))
    }
}

/// What is printed at the start of a server without a store.
pub(crate) fn sign(base: &str, key: &str) -> String {
    format!(
        "\n  There is no shop here yet. Found it, or try the demonstration:\n\n      {base}/backoffice/first-run#{key}\n\n  This address holds until there is a shop.\n\n"
    )
}
