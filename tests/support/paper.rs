//! What a screen is on paper. It must not know any screen.

use crate::Device;
use flate2::read::ZlibDecoder;
use std::io::Read;
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

/// Each page is an object of its own, which says so: `/Type /Page`, while their list is `/Pages`. One
/// browser packs its objects into streams.
fn pages(file: &[u8]) -> usize {
    let mut count = pages_in(file);
    let mut rest = file;
    while let Some(at) = find(rest, b"stream") {
        let begun = &rest[at + 6..];
        let body = begun.trim_ascii_start();
        let mut unpacked = Vec::new();
        // What is packed otherwise, such as a picture, holds no objects.
        if ZlibDecoder::new(body).read_to_end(&mut unpacked).is_ok() {
            count += pages_in(&unpacked);
        }
        rest = begun;
    }
    count
}

fn pages_in(objects: &[u8]) -> usize {
    let text = String::from_utf8_lossy(objects).replace("/Type /", "/Type/");
    let pages = text.match_indices("/Type/Page");
    pages
        .filter(|(at, found)| !text[at + found.len()..].starts_with('s'))
        .count()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|here| here == wanted)
}
