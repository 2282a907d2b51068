//! Tokens and activation codes: made here, shown once, kept only as hashes. None of them may be
//! written to a log or put into an address.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// SHA-256 of a token or a code. Both are random, so that no slow hash is needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

impl TokenHash {
    /// The hash of what somebody has shown.
    pub(crate) fn of(shown: &str) -> TokenHash {
        TokenHash(Sha256::digest(shown.as_bytes()).into())
    }
}

/// The machine gives no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the machine gives no random numbers")]
pub(crate) struct NoRandom;

fn random<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

/// A random number of 64 bits.
///
/// # Errors
/// When the machine gives none.
pub(crate) fn random_u64() -> Result<u64, NoRandom> {
    random().map(u64::from_ne_bytes)
}

/// A token of 256 bits for a cookie, and its hash for the table.
///
/// # Errors
/// When the machine gives no random numbers.
pub(crate) fn new_token() -> Result<(String, TokenHash), NoRandom> {
    let token = URL_SAFE_NO_PAD.encode(random::<32>()?);
    let hash = TokenHash::of(&token);
    Ok((token, hash))
}

/// Crockford's alphabet: no I, L, O or U, so that a code read out is typed right.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An activation code of 40 bits, such as `4F7K-92QD`, and its hash for the table.
///
/// # Errors
/// When the machine gives no random numbers.
pub(crate) fn new_code() -> Result<(String, TokenHash), NoRandom> {
    let mut code: String = random::<8>()?
        .into_iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect();
    let hash = TokenHash::of(&code);
    code.insert(4, '-');
    Ok((code, hash))
}

/// The hash of a code as somebody typed it: case, blanks and dashes do not matter, and letters that
/// are taken for digits count as those.
pub(crate) fn typed_code(typed: &str) -> TokenHash {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect();
    TokenHash::of(&plain)
}

#[cfg(test)]
mod tests {
    use super::{new_code, new_token, typed_code};

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let (code, hash) = new_code().unwrap();
        assert_eq!(code.len(), 9);
        assert_eq!(typed_code(&code), hash);
        let sloppy = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(
            typed_code(&sloppy.replace('0', "o").replace('1', "l")),
            hash
        );
    }

    #[test]
    fn tokens_differ_and_their_hashes_say_nothing() {
        let (a, hash) = new_token().unwrap();
        let (b, _) = new_token().unwrap();
        assert_ne!(a, b);
        assert!(!format!("{hash:?}").contains(&a));
    }
}
