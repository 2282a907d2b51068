//! New identities: UUIDv7, so that ids made later sort later.
//!
//! It must not know what they will name.

use super::clock::now_ms;
use leptos::prelude::window;
use uuid::Uuid;

/// A new UUIDv7 out of the clock and the browser's random numbers.
pub fn new_uuid() -> Uuid {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    v7(
        u64::try_from(now_ms()).unwrap_or(0),
        u128::from_be_bytes(bytes),
    )
}

/// The UUIDv7 of a time and 128 random bits, of which 74 are used.
fn v7(ms: u64, chance: u128) -> Uuid {
    const RANDOM: u128 = (0x0fff << 64) | 0x3fff_ffff_ffff_ffff;
    const VERSION: u128 = 0x7 << 76;
    const VARIANT: u128 = 0x2 << 62;
    let time = u128::from(ms & 0xffff_ffff_ffff) << 80;
    Uuid::from_u128(time | VERSION | VARIANT | (chance & RANDOM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_version_seven_and_sorts_by_time() {
        let earlier = v7(1_700_000_000_000, u128::MAX);
        let later = v7(1_700_000_000_001, 0);
        assert_eq!(earlier.get_version_num(), 7);
        assert_eq!(later.get_variant(), uuid::Variant::RFC4122);
        assert!(earlier < later);
    }
}
