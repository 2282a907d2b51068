//! Charts: SVG that is computed as plain values (`chart::drawing` and what makes one), and the one
//! view that draws every kind. What a chart says is in its caption and in the table behind it too.
//!
//! It must not know what the figures are of: labels, words and addresses come in.

mod columns;
mod drawing;
mod heat;
mod lines;
mod ranked;
mod scale;
mod view;

pub use columns::columns;
pub use drawing::{Drawing, Frame, Point};
pub use heat::{Cell, heat};
pub use lines::lines;
pub use ranked::ranked;
pub use scale::Steps;
pub use view::chart;
