//! What a screen is on paper. It must not know any screen.

use crate::Device;
use thirtyfour::common::print::{PrintPage, PrintParameters};

/// A size of paper, in centimetres.
pub struct Paper(pub f64, pub f64);

/// Most of the world.
pub const A4: Paper = Paper(21.0, 29.7);
/// North America.
pub const LETTER: Paper = Paper(21.59, 27.94);

impl Device {
    /// Prints the screen on paper of this size; gives how many pages that takes.
    pub async fn print(&self, paper: &Paper) -> usize {
        let parameters = PrintParameters {
            page: PrintPage {
                width: paper.0,
                height: paper.1,
            },
            ..PrintParameters::default()
        };
        let file = self.driver.print_page(parameters).await.unwrap();
        assert!(file.starts_with(b"%PDF-"), "a file of pages");
        pages(&file)
    }
}

/// Each page is an object of its own, which says so: `/Type /Page`, while their list is `/Pages`.
fn pages(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file).replace("/Type /", "/Type/");
    let pages = text.match_indices("/Type/Page");
    pages
        .filter(|(at, found)| !text[at + found.len()..].starts_with('s'))
        .count()
}
