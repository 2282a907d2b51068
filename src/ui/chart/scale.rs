//! From figures to pixels: round steps for an axis, and where a figure stands on it. Whole numbers
//! throughout, since money and quantities are.
//!
//! Pure: it must not know what is drawn.

/// What the steps of an axis are round in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Steps {
    /// 1, 2, 5, 10 … of the smallest unit.
    #[default]
    Decimal,
    /// The same, of this many smallest units and never less: 1000 for thousandths.
    Whole(i64),
    /// Seconds, minutes, hours and days, in milliseconds.
    Time,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Steps by which clocks are read.
const TIMES: [i64; 16] = [
    SECOND,
    5 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
];

/// An axis: from one round figure to another, by equal steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Where it begins; at most nought.
    pub least: i64,
    /// Where it ends; at least nought, and beyond `least`.
    pub most: i64,
    /// The figures with a line, ascending, nought among them.
    pub ticks: Vec<i64>,
}

impl Scale {
    /// An axis with room for these figures and for nought, with about four steps.
    pub fn of(figures: impl Iterator<Item = i64>, steps: Steps) -> Scale {
        let (least, most) = figures.fold((0, 0), |(least, most), figure: i64| {
            (least.min(figure), most.max(figure))
        });
        let step = step_for(most.saturating_sub(least), steps).max(1);
        let (below, above) = (least.div_euclid(step), most.div_euclid(step));
        let above = above.saturating_add(i64::from(most.rem_euclid(step) != 0));
        let above = above.max(below.saturating_add(1));
        // A range as wide as the type itself has no room for one step more.
        let ticks: Vec<i64> = (below..=above).map(|n| n.saturating_mul(step)).collect();
        Scale {
            least: ticks.first().copied().unwrap_or(0),
            most: ticks.last().copied().unwrap_or(1),
            ticks,
        }
    }

    /// Where a figure stands between two pixels; outside the axis it stands at its end.
    pub fn at(&self, figure: i64, from: i64, to: i64) -> i64 {
        share(figure, self.least, self.most, from, to)
    }
}

/// Where `figure` of `least..most` stands in `from..to`, to the nearest.
pub fn share(figure: i64, least: i64, most: i64, from: i64, to: i64) -> i64 {
    let wide = |n: i64| i128::from(n);
    let range = wide(most) - wide(least);
    if range <= 0 {
        return from;
    }
    let gone = wide(figure.clamp(least, most)) - wide(least);
    let room = wide(to) - wide(from);
    let doubled = 2 * gone * room + range;
    let moved = doubled.div_euclid(2 * range);
    i64::try_from(wide(from) + moved).unwrap_or(from)
}

/// The round step that cuts `range` into at most five.
fn step_for(range: i64, steps: Steps) -> i64 {
    let wanted = range / 5 + i64::from(range % 5 != 0);
    match steps {
        Steps::Decimal => decimal(wanted.max(1)),
        Steps::Whole(unit) => {
            let unit = unit.max(1);
            let units = wanted / unit + i64::from(wanted % unit != 0);
            decimal(units.max(1)).saturating_mul(unit)
        }
        Steps::Time => {
            let small = TIMES.iter().find(|step| **step >= wanted);
            small.copied().unwrap_or_else(|| {
                let days = wanted / DAY + i64::from(wanted % DAY != 0);
                decimal(days).saturating_mul(DAY)
            })
        }
    }
}

/// The smallest of 1, 2, 5, 10, 20 … that is no less.
fn decimal(wanted: i64) -> i64 {
    let mut power: i64 = 1;
    loop {
        for digit in [1, 2, 5] {
            match power.checked_mul(digit) {
                Some(step) if step < wanted => {}
                Some(step) => return step,
                None => return i64::MAX,
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return i64::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn steps_are_round() {
        for (figures, steps, ticks) in [
            (vec![], Steps::Decimal, vec![0, 1]),
            (vec![0], Steps::Decimal, vec![0, 1]),
            (vec![3], Steps::Decimal, vec![0, 1, 2, 3]),
            (
                vec![4_730],
                Steps::Decimal,
                vec![0, 1_000, 2_000, 3_000, 4_000, 5_000],
            ),
            (vec![-20, 70], Steps::Decimal, vec![-20, 0, 20, 40, 60, 80]),
            (vec![-7], Steps::Decimal, vec![-8, -6, -4, -2, 0]),
            (vec![1_500], Steps::Whole(1_000), vec![0, 1_000, 2_000]),
            (
                vec![50 * MINUTE],
                Steps::Time,
                (0..=5).map(|n| n * 10 * MINUTE).collect(),
            ),
            (
                vec![9 * DAY],
                Steps::Time,
                (0..=5).map(|n| n * 2 * DAY).collect(),
            ),
        ] {
            let scale = Scale::of(figures.iter().copied(), steps);
            assert_eq!(scale.ticks, ticks, "{figures:?}");
        }
    }

    #[test]
    fn figures_stand_where_they_belong() {
        let scale = Scale::of([100].into_iter(), Steps::Decimal);
        assert_eq!(scale.at(0, 200, 0), 200);
        assert_eq!(scale.at(100, 200, 0), 0);
        assert_eq!(scale.at(25, 200, 0), 150);
        assert_eq!(scale.at(400, 200, 0), 0, "at the end, not outside");
        assert_eq!(share(5, 5, 5, 10, 20), 10, "a range of nothing");
    }

    proptest! {
        /// Whatever the figures, the axis holds them, has nought and few lines, and keeps order.
        #[test]
        fn an_axis_holds_its_figures(
            figures in prop::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 1..20),
            of in 0..3_usize,
        ) {
            let steps = [Steps::Decimal, Steps::Whole(1_000), Steps::Time][of];
            let scale = Scale::of(figures.iter().copied(), steps);
            prop_assert!(scale.ticks.contains(&0));
            prop_assert!(scale.ticks.len() <= 8, "{:?}", scale.ticks);
            for figure in &figures {
                prop_assert!((scale.least..=scale.most).contains(figure));
            }
            let (low, high) = (figures[0].min(0), figures[0].max(0));
            prop_assert!(scale.at(low, 0, 500) <= scale.at(high, 0, 500));
        }
    }
}
