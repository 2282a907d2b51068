//! A chart as plain values: shapes with classes, and the spots that a pointer or a key can be on.
//!
//! Pure: it must not know the browser, nor which kind of chart it is.

use crate::routes::Address;

/// The room for a chart, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// How wide.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// From right to left.
    pub mirrored: bool,
}

/// One point of a chart: a day, an hour, a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// On the axis.
    pub label: String,
    /// Its figures, one for each series; none where there is none.
    pub values: Vec<Option<i64>>,
    /// What it is compared with.
    pub before: Option<i64>,
    /// What a pointer or a key on it says, with the label and all its figures.
    pub tip: String,
    /// Its figure in words, for charts that write it down.
    pub told: String,
    /// What it is made of.
    pub way: Option<Address>,
}

/// At which end of a text its place is, as the text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A block: left, top, width, height.
    Block(Area, &'static str),
    /// A line of SVG's path language.
    Path(String, &'static str),
    /// Words.
    Text {
        /// Where across.
        x: i64,
        /// Where its foot stands.
        y: i64,
        /// By which end it hangs there.
        anchor: Anchor,
        /// The words.
        text: String,
    },
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its left side.
    pub x: i64,
    /// Its upper side.
    pub y: i64,
    /// How wide.
    pub width: i64,
    /// How high.
    pub height: i64,
}

/// What a pointer or a key can be on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where a pointer finds it.
    pub area: Area,
    /// What it says.
    pub tip: String,
    /// What it is made of.
    pub way: Option<Address>,
}

/// A whole chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// How wide.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// What is drawn, the hindmost first.
    pub shapes: Vec<Shape>,
    /// Its spots in the order of reading.
    pub spots: Vec<Spot>,
    /// How many spots are side by side; one where they stand below each other.
    pub across: usize,
    /// From right to left.
    pub mirrored: bool,
}

/// A way from one spot to another by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the left on the screen.
    Left,
    /// To the right on the screen.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
    /// To the first.
    First,
    /// To the last.
    Last,
}

impl Drawing {
    /// Nothing yet, in this frame.
    pub fn empty(frame: Frame, across: usize) -> Drawing {
        Drawing {
            width: frame.width,
            height: frame.height,
            across: across.max(1),
            mirrored: frame.mirrored,
            ..Drawing::default()
        }
    }

    /// The spot under a place; the nearest one in its row where areas have gaps.
    pub fn spot_at(&self, x: i64, y: i64) -> Option<usize> {
        self.spots.iter().position(|spot| {
            let area = spot.area;
            (area.x..area.x.saturating_add(area.width)).contains(&x)
                && (area.y..area.y.saturating_add(area.height)).contains(&y)
        })
    }

    /// The spot that a key leads to; the first from nowhere, and none beyond an end.
    pub fn step(&self, from: Option<usize>, step: Step) -> Option<usize> {
        let last = self.spots.len().checked_sub(1)?;
        let (Some(at), false) = (from, matches!(step, Step::First | Step::Last)) else {
            return Some(if step == Step::Last { last } else { 0 });
        };
        let onward = (step == Step::Right) != self.mirrored;
        let next = match step {
            Step::Left | Step::Right if self.across == 1 => None,
            Step::Left | Step::Right if onward => at.checked_add(1),
            Step::Left | Step::Right => at.checked_sub(1),
            Step::Down => at.checked_add(self.across),
            _ => at.checked_sub(self.across),
        };
        next.filter(|next| *next <= last).or(Some(at))
    }

    /// Adds words.
    pub fn write(&mut self, x: i64, y: i64, anchor: Anchor, text: &str) {
        self.shapes.push(Shape::Text {
            x,
            y,
            anchor,
            text: text.to_owned(),
        });
    }

    /// Adds a block; one of no size is left out.
    pub fn block(&mut self, area: Area, class: &'static str) {
        if area.width > 0 && area.height > 0 {
            self.shapes.push(Shape::Block(area, class));
        }
    }

    /// Turns everything the other way round where the frame reads from right to left; called once,
    /// when all is drawn as if from left to right. Words turn of themselves.
    pub fn turned(mut self) -> Drawing {
        if !self.mirrored {
            return self;
        }
        let width = self.width;
        let turn = |area: &mut Area| area.x = width - area.x - area.width;
        for shape in &mut self.shapes {
            match shape {
                Shape::Block(area, _) => turn(area),
                Shape::Text { x, .. } => *x = width - *x,
                Shape::Path(..) => {}
            }
        }
        for spot in &mut self.spots {
            turn(&mut spot.area);
        }
        self
    }
}

/// A path through places; it breaks where one is missing. In a mirrored frame it is turned here.
pub fn path(places: &[Option<(i64, i64)>], frame: Frame) -> String {
    let mut drawn = String::new();
    let mut joined = false;
    for place in places {
        match place {
            Some((x, y)) => {
                let x = if frame.mirrored { frame.width - x } else { *x };
                drawn.push_str(&format!("{}{x} {y}", if joined { "L" } else { "M" }));
                joined = true;
            }
            None => joined = false,
        }
    }
    drawn
}

/// Which of `count` labels are written, so that each has `needs` pixels of `room`: every one, every
/// second, and so on.
pub fn every(count: usize, room: i64, needs: i64) -> usize {
    let fit = usize::try_from(room / needs.max(1)).unwrap_or(0).max(1);
    count.div_ceil(fit).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(count: i64, mirrored: bool, across: usize) -> Drawing {
        let frame = Frame {
            width: 100,
            height: 20,
            mirrored,
        };
        let mut drawing = Drawing::empty(frame, across);
        for at in 0..count {
            drawing.spots.push(Spot {
                area: Area {
                    x: at * 10,
                    y: 0,
                    width: 10,
                    height: 20,
                },
                tip: String::new(),
                way: None,
            });
        }
        drawing.turned()
    }

    #[test]
    fn a_pointer_finds_the_spot_that_it_is_on() {
        assert_eq!(row(4, false, 4).spot_at(25, 5), Some(2));
        assert_eq!(row(4, false, 4).spot_at(55, 5), None);
        assert_eq!(row(4, true, 4).spot_at(95, 5), Some(0), "from the right");
    }

    #[test]
    fn keys_walk_as_the_eye_does() {
        for (mirrored, across, from, step, to) in [
            (false, 6, None, Step::Right, Some(0)),
            (false, 6, None, Step::Last, Some(5)),
            (false, 6, Some(2), Step::Right, Some(3)),
            (true, 6, Some(2), Step::Right, Some(1)),
            (true, 6, Some(2), Step::Left, Some(3)),
            (false, 6, Some(5), Step::Right, Some(5)),
            (false, 6, Some(0), Step::Left, Some(0)),
            (false, 3, Some(1), Step::Down, Some(4)),
            (false, 3, Some(4), Step::Down, Some(4)),
            (false, 3, Some(4), Step::Up, Some(1)),
            (false, 1, Some(1), Step::Down, Some(2)),
            (false, 1, Some(1), Step::Right, Some(1)),
            (false, 1, Some(4), Step::First, Some(0)),
        ] {
            let drawing = row(6, mirrored, across);
            assert_eq!(drawing.step(from, step), to, "{from:?} {step:?}");
        }
        assert_eq!(row(0, false, 1).step(None, Step::Down), None);
    }

    #[test]
    fn a_path_breaks_where_nothing_is_known() {
        let frame = Frame {
            width: 100,
            height: 20,
            mirrored: false,
        };
        let places = [Some((0, 5)), Some((10, 6)), None, Some((30, 7))];
        assert_eq!(path(&places, frame), "M0 5L10 6M30 7");
        let turned = Frame {
            mirrored: true,
            ..frame
        };
        assert_eq!(path(&places, turned), "M100 5L90 6M70 7");
    }

    #[test]
    fn labels_leave_each_other_room() {
        assert_eq!(every(7, 700, 60), 1);
        assert_eq!(every(31, 600, 60), 4);
        assert_eq!(every(3, 0, 60), 3);
    }
}
