//! A line through many points, with what it is compared with as a second one, dashed.
//!
//! Pure: it must not know what the figures are of.

use super::columns::{axes, slot};
use super::drawing::{Area, Drawing, Frame, Point, Shape, path};
use super::scale::{Scale, Steps};

/// A line through the first figure of each point.
pub fn lines(
    frame: Frame,
    points: &[Point],
    steps: Steps,
    told: &dyn Fn(i64) -> String,
) -> Drawing {
    let value = |point: &Point| point.values.first().copied().flatten();
    let figures = points
        .iter()
        .flat_map(|point| value(point).into_iter().chain(point.before));
    let scale = Scale::of(figures, steps);
    let mut drawing = Drawing::empty(frame, points.len());
    let plot = axes(&mut drawing, points, &scale, told);
    let place = |at: usize, figure: Option<i64>| {
        let area = slot(plot, points.len(), at);
        let y = |figure| scale.at(figure, plot.y + plot.height, plot.y);
        figure.map(|figure| (area.x + area.width / 2, y(figure)))
    };
    let through = |of: &dyn Fn(&Point) -> Option<i64>| -> Vec<Option<(i64, i64)>> {
        let places = points.iter().enumerate();
        places.map(|(at, point)| place(at, of(point))).collect()
    };
    let before = path(&through(&|point| point.before), frame);
    if !before.is_empty() {
        drawing.shapes.push(Shape::Path(before, "line line-before"));
    }
    let now = through(&value);
    drawing.shapes.push(Shape::Path(path(&now, frame), "line"));
    // A point without neighbours has no line that would show it.
    for (at, place) in now.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| now.get(at)).is_some_and(Option::is_some);
        if let Some((x, y)) = place
            && !beside(at.checked_sub(1))
            && !beside(at.checked_add(1))
        {
            let (x, y) = (x - 3, y - 3);
            let dot = Area {
                x,
                y,
                width: 6,
                height: 6,
            };
            drawing.block(dot, "mark mark-1");
        }
    }
    drawing.turned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(values: &[Option<i64>], before: Option<i64>) -> Vec<(String, &'static str)> {
        let points: Vec<Point> = values
            .iter()
            .map(|value| Point {
                values: vec![*value],
                before,
                ..Point::default()
            })
            .collect();
        let frame = Frame {
            width: 464,
            height: 140,
            mirrored: false,
        };
        let drawing = lines(frame, &points, Steps::Decimal, &|tick| tick.to_string());
        let paths = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Path(path, class) if class.starts_with("line") => Some((path.clone(), *class)),
            Shape::Block(..) => Some(("dot".to_owned(), "dot")),
            _ => None,
        });
        paths.collect()
    }

    #[test]
    fn a_line_goes_through_the_middle_of_each_point() {
        let drawn = draw(&[Some(0), Some(100)], None);
        assert_eq!(drawn, [("M142 112L356 12".to_owned(), "line")]);
    }

    #[test]
    fn what_is_compared_lies_behind() {
        let drawn = draw(&[Some(0), Some(100)], Some(50));
        assert_eq!(drawn[0], ("M142 62L356 62".to_owned(), "line line-before"));
        assert_eq!(drawn[1].1, "line");
    }

    #[test]
    fn a_day_without_a_figure_is_a_gap_and_one_between_gaps_a_dot() {
        let drawn = draw(&[Some(100), None, Some(100), Some(100)], None);
        assert_eq!(drawn[0].0.matches('M').count(), 2);
        assert_eq!(drawn.iter().filter(|(_, class)| *class == "dot").count(), 1);
    }
}
