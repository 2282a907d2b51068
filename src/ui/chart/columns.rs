//! Columns, one beside the other: plain, beside what they are compared with, stacked, or as a
//! histogram; and the axes that lines share with them.
//!
//! Pure: it must not know what the figures are of.

use super::drawing::{Anchor, Area, Drawing, Frame, Point, Shape, Spot, every};
use super::scale::{Scale, Steps};

/// The room below for labels, and above for the highest figure.
const FOOT: i64 = 28;
const HEAD: i64 = 12;
/// How wide a label is, and a letter of a figure.
const LABEL: i64 = 56;
const LETTER: i64 = 7;
const GAP: i64 = 14;

/// The classes of series, by their place.
pub const SERIES: [&str; 6] = [
    "mark mark-1",
    "mark mark-2",
    "mark mark-3",
    "mark mark-4",
    "mark mark-5",
    "mark mark-6",
];

/// The class of the series at a place; further ones look like the last.
pub fn series(at: usize) -> &'static str {
    SERIES.get(at).copied().unwrap_or("mark mark-6")
}

/// Lines, labels and spots; gives where the plot is.
pub fn axes(
    drawing: &mut Drawing,
    points: &[Point],
    scale: &Scale,
    told: &dyn Fn(i64) -> String,
) -> Area {
    let figures: Vec<String> = scale.ticks.iter().map(|tick| told(*tick)).collect();
    let longest = figures.iter().map(|text| text.chars().count()).max();
    let margin = i64::try_from(longest.unwrap_or(0)).unwrap_or(0) * LETTER + GAP;
    let margin = margin.clamp(28, drawing.width / 3 + 28);
    let plot = Area {
        x: margin,
        y: HEAD,
        width: (drawing.width - margin).max(1),
        height: (drawing.height - HEAD - FOOT).max(1),
    };
    for (tick, figure) in scale.ticks.iter().zip(&figures) {
        let y = scale.at(*tick, plot.y + plot.height, plot.y);
        let class = if *tick == 0 { "axis" } else { "grid" };
        drawing.shapes.push(Shape::Path(
            format!(
                "M{} {y}H{}",
                across(drawing, plot.x),
                across(drawing, drawing.width)
            ),
            class,
        ));
        drawing.write(plot.x - 8, y + 4, Anchor::End, figure);
    }
    let step = every(points.len(), plot.width, LABEL);
    for (at, point) in points.iter().enumerate() {
        let area = slot(plot, points.len(), at);
        if at % step == 0 {
            let middle = area.x + area.width / 2;
            drawing.write(middle, drawing.height - 8, Anchor::Middle, &point.label);
        }
        drawing.spots.push(Spot {
            area: Area {
                y: 0,
                height: drawing.height,
                ..area
            },
            tip: point.tip.clone(),
            way: point.way.clone(),
        });
    }
    plot
}

/// Paths are turned where they are made, everything else at the end.
fn across(drawing: &Drawing, x: i64) -> i64 {
    if drawing.mirrored {
        drawing.width - x
    } else {
        x
    }
}

/// The part of the plot that belongs to the point at a place.
pub fn slot(plot: Area, count: usize, at: usize) -> Area {
    let part = |at: usize| {
        let (at, count) = (
            i64::try_from(at).unwrap_or(0),
            i64::try_from(count).unwrap_or(1),
        );
        plot.x + plot.width * at / count.max(1)
    };
    let x = part(at);
    Area {
        x,
        width: part(at.saturating_add(1)) - x,
        ..plot
    }
}

/// The sums up to which the parts of a point reach, upwards and downwards.
fn stack(point: &Point) -> Vec<(i64, i64)> {
    let (mut up, mut down) = (0_i64, 0_i64);
    point
        .values
        .iter()
        .map(|value| {
            let value = value.unwrap_or(0);
            let from = if value < 0 { &mut down } else { &mut up };
            let begun = *from;
            *from = from.saturating_add(value);
            (begun, *from)
        })
        .collect()
}

/// Columns; with several figures a point they are stacked, and what a point is compared with stands
/// behind it.
pub fn columns(
    frame: Frame,
    points: &[Point],
    steps: Steps,
    told: &dyn Fn(i64) -> String,
) -> Drawing {
    let figures = points.iter().flat_map(|point| {
        let ends = stack(point).into_iter().map(|(_, to)| to);
        ends.chain(point.before)
    });
    let scale = Scale::of(figures, steps);
    let mut drawing = Drawing::empty(frame, points.len());
    let plot = axes(&mut drawing, points, &scale, told);
    let compared = points.iter().any(|point| point.before.is_some());
    let (bottom, top) = (plot.y + plot.height, plot.y);
    let upright = |x: i64, width: i64, from: i64, to: i64| {
        let (one, other) = (scale.at(from, bottom, top), scale.at(to, bottom, top));
        Area {
            x,
            y: one.min(other),
            width,
            height: (one - other).abs(),
        }
    };
    for (at, point) in points.iter().enumerate() {
        let area = slot(plot, points.len(), at);
        let gap = (area.width / 5).min(12);
        let (x, width) = (area.x + gap, (area.width - 2 * gap).clamp(1, 72));
        let x = x + ((area.width - 2 * gap).max(1) - width) / 2;
        let half = width / 2;
        let (x_now, width_now) = if compared {
            (x + half, width - half)
        } else {
            (x, width)
        };
        if let Some(before) = point.before {
            drawing.block(upright(x, half, 0, before), "mark mark-before");
        }
        for (place, (from, to)) in stack(point).into_iter().enumerate() {
            drawing.block(upright(x_now, width_now, from, to), series(place));
        }
    }
    drawing.turned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(values: &[i64], before: Option<i64>) -> Point {
        Point {
            label: "Mon".to_owned(),
            values: values.iter().map(|value| Some(*value)).collect(),
            before,
            ..Point::default()
        }
    }

    fn blocks(drawing: &Drawing) -> Vec<(Area, &'static str)> {
        let blocks = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Block(area, class) => Some((*area, *class)),
            _ => None,
        });
        blocks.collect()
    }

    const FRAME: Frame = Frame {
        width: 464,
        height: 140,
        mirrored: false,
    };

    fn draw(frame: Frame, points: &[Point]) -> Drawing {
        columns(frame, points, Steps::Decimal, &|tick| tick.to_string())
    }

    #[test]
    fn heights_are_as_the_figures() {
        let drawing = draw(FRAME, &[point(&[50], None), point(&[100], None)]);
        let blocks = blocks(&drawing);
        let heights: Vec<i64> = blocks.iter().map(|(area, _)| area.height).collect();
        assert_eq!(heights, [50, 100]);
        assert!(blocks.iter().all(|(area, _)| area.y + area.height == 112));
        assert_eq!(drawing.spots.len(), 2);
    }

    #[test]
    fn parts_stand_on_each_other_and_what_is_given_back_hangs_below() {
        let drawing = draw(FRAME, &[point(&[60, 20, -20], None)]);
        let blocks = blocks(&drawing);
        assert_eq!(blocks.len(), 3);
        let (first, second, third) = (blocks[0].0, blocks[1].0, blocks[2].0);
        assert_eq!(second.y + second.height, first.y, "the second on the first");
        assert_eq!(third.y, first.y + first.height, "the third below nought");
        assert_eq!(first.height, 3 * second.height);
    }

    #[test]
    fn what_is_compared_stands_beside() {
        let drawing = draw(FRAME, &[point(&[60], Some(30))]);
        let blocks = blocks(&drawing);
        assert_eq!(blocks[0].1, "mark mark-before");
        assert_eq!(blocks[0].0.x + blocks[0].0.width, blocks[1].0.x);
    }

    #[test]
    fn from_right_to_left_the_first_is_on_the_right() {
        let points = [point(&[1], None), point(&[2], None)];
        let mirrored = draw(
            Frame {
                mirrored: true,
                ..FRAME
            },
            &points,
        );
        let (plain, turned) = (blocks(&draw(FRAME, &points)), blocks(&mirrored));
        assert_eq!(turned[0].0.x, FRAME.width - plain[0].0.x - plain[0].0.width);
        assert!(mirrored.spots[0].area.x > mirrored.spots[1].area.x);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(blocks(&draw(FRAME, &[])).is_empty());
        assert!(blocks(&draw(FRAME, &[point(&[0], None)])).is_empty());
    }
}
