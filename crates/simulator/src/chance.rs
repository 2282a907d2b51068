//! Chance from a seed (SplitMix64): the only source of it in a run. Each actor and each deed has a
//! stream of its own, so that leaving one out changes nothing for the others.

/// A seeded stream of numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

/// One step of SplitMix64's mixing: close numbers in, far numbers out.
#[must_use]
pub fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A count, as streams of chance and traces take it.
pub(crate) fn number(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Chance {
        Chance(mix(seed))
    }

    /// The stream of one of several under a seed.
    #[must_use]
    pub fn of(seed: u64, which: [u64; 3]) -> Chance {
        Chance(
            which
                .into_iter()
                .fold(mix(seed), |hash, part| mix(hash ^ part)),
        )
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `below`, not included; 0 when `below` is 0.
    pub fn below(&mut self, below: u64) -> u64 {
        self.bits().checked_rem(below).unwrap_or(0)
    }

    /// A place in a list of this length; 0 when it is empty.
    pub fn place(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(0);
        usize::try_from(self.below(length)).unwrap_or(0)
    }

    /// An amount from 0 to `below`, not included.
    pub fn amount(&mut self, below: u64) -> i64 {
        i64::try_from(self.below(below)).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A fresh identity.
    pub fn uuid(&mut self) -> uuid::Uuid {
        uuid::Uuid::from_u64_pair(self.bits(), self.bits())
    }

    /// One of several; none of nothing.
    pub fn one_of<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.place(from.len());
        from.get(at)
    }
}
