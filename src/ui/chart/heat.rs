//! A map of squares: weekday by hour, or one register by another, the darker the more.
//!
//! Pure: it must not know what the figures are of.

use super::drawing::{Anchor, Area, Drawing, Frame, Spot, every};
use super::scale::share;
use crate::routes::Address;

const ROW: i64 = 30;
const FOOT: i64 = 24;
/// Six shades and none.
const SHADES: [&str; 7] = [
    "shade shade-0",
    "shade shade-1",
    "shade shade-2",
    "shade shade-3",
    "shade shade-4",
    "shade shade-5",
    "shade shade-6",
];

/// One square.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its figure; none where there is none.
    pub value: Option<i64>,
    /// What a pointer or a key on it says.
    pub tip: String,
    /// What it is made of.
    pub way: Option<Address>,
}

/// The shade of a figure beside the largest.
fn shade(value: Option<i64>, most: i64) -> &'static str {
    let at = match value {
        Some(value) if value > 0 => share(value, 0, most, 0, 6).max(1),
        _ => 0,
    };
    let at = usize::try_from(at).unwrap_or(0);
    SHADES.get(at).copied().unwrap_or("shade shade-6")
}

/// A map: names of rows and columns, and the squares row by row.
pub fn heat(frame: Frame, rows: &[String], columns: &[String], cells: &[Cell]) -> Drawing {
    let count = |all: usize| i64::try_from(all).unwrap_or(0);
    let longest = rows
        .iter()
        .map(|row| row.chars().count())
        .max()
        .unwrap_or(0);
    let margin = (count(longest) * 7 + 12)
        .clamp(36, 120)
        .min(frame.width / 3);
    let height = count(rows.len()) * ROW + FOOT;
    let mut drawing = Drawing::empty(Frame { height, ..frame }, columns.len());
    let room = (frame.width - margin).max(1);
    let most = cells
        .iter()
        .filter_map(|cell| cell.value)
        .max()
        .unwrap_or(0);
    let left = |at: usize| margin + room * count(at) / count(columns.len()).max(1);
    let step = every(columns.len(), room, 40);
    for (at, column) in columns.iter().enumerate() {
        if at % step == 0 {
            let middle = (left(at) + left(at.saturating_add(1))) / 2;
            drawing.write(middle, height - 6, Anchor::Middle, column);
        }
    }
    let mut squares = cells.iter();
    for (down, row) in rows.iter().enumerate() {
        let top = count(down) * ROW;
        drawing.write(margin - 8, top + ROW / 2 + 4, Anchor::End, row);
        for at in 0..columns.len() {
            let cell = squares.next().cloned().unwrap_or_default();
            let x = left(at);
            let area = Area {
                x,
                y: top,
                width: left(at.saturating_add(1)) - x,
                height: ROW,
            };
            let inner = Area {
                x: x + 1,
                y: top + 1,
                width: (area.width - 2).max(1),
                height: ROW - 2,
            };
            drawing.block(inner, shade(cell.value, most));
            drawing.spots.push(Spot {
                area,
                tip: cell.tip,
                way: cell.way,
            });
        }
    }
    drawing.turned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chart::drawing::Shape;

    #[test]
    fn the_more_the_darker() {
        for (value, class) in [
            (None, "shade shade-0"),
            (Some(0), "shade shade-0"),
            (Some(-3), "shade shade-0"),
            (Some(1), "shade shade-1"),
            (Some(500), "shade shade-3"),
            (Some(1_000), "shade shade-6"),
        ] {
            assert_eq!(shade(value, 1_000), class, "{value:?}");
        }
    }

    #[test]
    fn squares_stand_row_by_row() {
        let names = |of: &[&str]| of.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let cells: Vec<Cell> = (0..6)
            .map(|value| Cell {
                value: Some(value),
                tip: value.to_string(),
                way: None,
            })
            .collect();
        let frame = Frame {
            width: 336,
            height: 0,
            mirrored: false,
        };
        let drawing = heat(
            frame,
            &names(&["Mo", "Tu"]),
            &names(&["8", "9", "10"]),
            &cells,
        );
        assert_eq!(drawing.across, 3);
        let second = drawing.spot_at(336 - 1, ROW + 1).unwrap();
        assert_eq!(drawing.spots[second].tip, "5");
        let blocks = drawing.shapes.iter();
        let blocks = blocks.filter(|shape| matches!(shape, Shape::Block(..)));
        assert_eq!(blocks.count(), 6);
    }
}
