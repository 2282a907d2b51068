//! Bars below each other, the largest first as they come: each with its name and figure written
//! above it, so that long names have room.
//!
//! Pure: it must not know what the figures are of.

use super::drawing::{Anchor, Area, Drawing, Frame, Point, Spot};
use super::scale::share;

/// How high a bar is with its words.
pub const ROW: i64 = 44;
const BAR: i64 = 10;
const WORDS: i64 = 18;

/// Bars; `mark` is a figure to hold them against, such as an average.
pub fn ranked(frame: Frame, points: &[Point], mark: Option<i64>) -> Drawing {
    let count = i64::try_from(points.len()).unwrap_or(0);
    let mut drawing = Drawing::empty(
        Frame {
            height: (count * ROW).max(1),
            ..frame
        },
        1,
    );
    let value = |point: &Point| point.values.first().copied().flatten().unwrap_or(0);
    let figures = points.iter().map(|point| value(point).saturating_abs());
    let most = figures.chain(mark).max().unwrap_or(0);
    let before = points.iter().filter_map(|point| point.before);
    let most = before.fold(most, |most, before| most.max(before.saturating_abs()));
    let length = |figure: i64| share(figure.saturating_abs(), 0, most, 0, frame.width);
    let mut top = 0;
    for point in points {
        let figure = value(point);
        drawing.write(0, top + WORDS - 4, Anchor::Start, &point.label);
        drawing.write(frame.width, top + WORDS - 4, Anchor::End, &point.told);
        let bar = Area {
            x: 0,
            y: top + WORDS + 2,
            width: frame.width,
            height: BAR,
        };
        drawing.block(bar, "track");
        let class = if figure < 0 {
            "mark mark-below"
        } else {
            "mark mark-1"
        };
        let width = length(figure).max(i64::from(figure != 0) * 2);
        drawing.block(Area { width, ..bar }, class);
        if let Some(before) = point.before {
            let at = Area {
                x: (length(before) - 2).max(0),
                y: bar.y - 2,
                width: 2,
                height: BAR + 4,
            };
            drawing.block(at, "mark mark-then");
        }
        drawing.spots.push(Spot {
            area: Area {
                x: 0,
                y: top,
                width: frame.width,
                height: ROW,
            },
            tip: point.tip.clone(),
            way: point.way.clone(),
        });
        top += ROW;
    }
    if let Some(mark) = mark.filter(|_| most > 0) {
        let line = Area {
            x: (length(mark) - 1).max(0),
            y: 0,
            width: 1,
            height: top,
        };
        drawing.block(line, "mark mark-then");
    }
    drawing.turned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chart::drawing::Shape;

    fn draw(figures: &[i64], mark: Option<i64>, mirrored: bool) -> Vec<(Area, &'static str)> {
        let points: Vec<Point> = figures
            .iter()
            .map(|figure| Point {
                values: vec![Some(*figure)],
                ..Point::default()
            })
            .collect();
        let frame = Frame {
            width: 400,
            height: 0,
            mirrored,
        };
        let shapes = ranked(frame, &points, mark).shapes.into_iter();
        let blocks = shapes.filter_map(|shape| match shape {
            Shape::Block(area, class) if class != "track" => Some((area, class)),
            _ => None,
        });
        blocks.collect()
    }

    #[test]
    fn bars_are_as_long_as_their_figures() {
        let bars = draw(&[100, 50, 0], None, false);
        let lengths: Vec<i64> = bars.iter().map(|(area, _)| area.width).collect();
        assert_eq!(lengths, [400, 200], "nought has no bar");
    }

    #[test]
    fn what_is_there_is_seen_however_small() {
        let bars = draw(&[1_000_000, 1], None, false);
        assert_eq!(bars[1].0.width, 2);
    }

    #[test]
    fn what_is_below_nought_looks_it() {
        assert_eq!(draw(&[-5], None, false)[0].1, "mark mark-below");
    }

    #[test]
    fn from_right_to_left_bars_begin_on_the_right() {
        let bars = draw(&[100, 50], None, true);
        assert_eq!(bars[1].0.x, 200);
    }

    #[test]
    fn the_average_is_a_line_through_all() {
        let line = draw(&[100, 50], Some(75), false)[2];
        assert_eq!((line.0.x, line.0.height), (299, 2 * ROW));
    }
}
