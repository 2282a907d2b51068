//! A QR code as a picture: black on white in either theme, since cameras read it, not people.
//!
//! It must not know what the code says.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// White around the code, in modules, as the standard asks.
const BORDER: i32 = 4;

/// What `text` is as a QR code, for a camera to read; `label` says to everybody else what it is for.
/// Nothing is drawn when the text is too long for any code (some 2,900 bytes).
pub fn qr_svg(text: &str, label: String) -> impl IntoView {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * BORDER;
    Some(view! {
        <svg
            class="qr"
            role="img"
            aria-label=label
            viewBox=format!("0 0 {side} {side}")
            shape-rendering="crispEdges"
        >
            <rect class="qr-light" width=side height=side></rect>
            <path class="qr-dark" d=path(&code)></path>
        </svg>
    })
}

/// The dark modules, each run of a row as one rectangle.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let from = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                let (left, top, width) = (from + BORDER, y + BORDER, x - from);
                let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every dark module is drawn once and no light one: the rectangles are read back from the path.
    #[test]
    fn the_path_draws_the_dark_modules() {
        let code = QrCode::encode_text("https://shop.example/register#ABCD", QrCodeEcc::Medium);
        let code = code.unwrap();
        let mut drawn = std::collections::BTreeSet::new();
        for run in path(&code).split('M').filter(|run| !run.is_empty()) {
            let (at, rest) = run.split_once('h').unwrap();
            let (left, top) = at.split_once(' ').unwrap();
            let width: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            let (left, top): (i32, i32) = (left.parse().unwrap(), top.parse().unwrap());
            for x in left..left + width {
                assert!(drawn.insert((x - BORDER, top - BORDER)), "drawn twice");
            }
        }
        let every = 0..code.size();
        let dark = every
            .clone()
            .flat_map(|y| every.clone().map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .collect();
        assert_eq!(drawn, dark);
    }
}
