//! What became of a figure beside what it was.
//!
//! Pure: it must not know what the figure is of, nor how it is said.

/// How a figure stands beside what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing to say: one of the two is missing, or what it was is nought or less.
    Unknown,
    /// The same.
    Same,
    /// More, by so many tenths of a per cent; at least one.
    More(u64),
    /// Less, by so many; at least one.
    Less(u64),
}

/// The change from `before` to `now`. A share of what was nought or below has no meaning.
pub fn change(now: Option<i64>, before: Option<i64>) -> Change {
    let (Some(now), Some(before)) = (now, before) else {
        return Change::Unknown;
    };
    if now == before {
        return Change::Same;
    }
    if before <= 0 {
        return Change::Unknown;
    }
    let by = (i128::from(now) - i128::from(before)).unsigned_abs();
    let tenths = share(by, before.unsigned_abs());
    match now > before {
        true => Change::More(tenths.max(1)),
        false => Change::Less(tenths.max(1)),
    }
}

/// What part of all something is, in tenths of a per cent; none of nothing.
pub fn part_of(figure: i64, all: i64) -> Option<u64> {
    (figure >= 0 && all > 0).then(|| share(u128::from(figure.unsigned_abs()), all.unsigned_abs()))
}

/// To the nearest tenth of a per cent.
fn share(part: u128, all: u64) -> u64 {
    let all = u128::from(all.max(1));
    u64::try_from((part * 2_000 + all) / (2 * all)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_in_tenths_of_a_per_cent() {
        for (now, before, is) in [
            (Some(110), Some(100), Change::More(100)),
            (Some(50), Some(100), Change::Less(500)),
            (Some(100), Some(100), Change::Same),
            (Some(0), Some(0), Change::Same),
            (Some(5), Some(0), Change::Unknown),
            (Some(5), Some(-5), Change::Unknown),
            (None, Some(5), Change::Unknown),
            (Some(5), None, Change::Unknown),
            (Some(1_000_001), Some(1_000_000), Change::More(1)),
            (Some(-50), Some(100), Change::Less(1_500)),
            (Some(i64::MAX), Some(1), Change::More(u64::MAX)),
        ] {
            assert_eq!(change(now, before), is, "{now:?} {before:?}");
        }
        assert_eq!(part_of(1, 3), Some(333));
        assert_eq!(part_of(2, 3), Some(667));
        assert_eq!(part_of(1, 0), None);
    }
}
