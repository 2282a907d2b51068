//! What stands between two cells: as the line `sep=` says, or what makes the most even rows.

use super::records::{Begun, Records};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows that are looked at.
const LOOKED_AT: usize = 50;

pub(super) fn begun(text: &str) -> Begun {
    if let Some((delimiter, at)) = said(text) {
        let line = 2;
        return Begun {
            delimiter,
            at,
            line,
        };
    }
    let of = |delimiter| Begun {
        delimiter,
        at: 0,
        line: 1,
    };
    let mut best = (0, of(b','));
    for delimiter in CANDIDATES {
        let mut rows = Records::new(text, of(delimiter), None).take(LOOKED_AT);
        let Some(Ok(heads)) = rows.next() else {
            continue;
        };
        let columns = heads.cells.len();
        if columns < 2 {
            continue;
        }
        let even = rows.filter(|row| matches!(row, Ok(row) if row.cells.len() == columns));
        let score = columns * (1 + even.count());
        if score > best.0 {
            best = (score, of(delimiter));
        }
    }
    best.1
}

/// The line by which spreadsheets are told, and where the next one begins.
fn said(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\r', '\n'])?;
    let (line, rest) = text.split_at(end);
    let said = line.trim_matches('"').get(..4)?;
    let delimiter = *line.trim_matches('"').as_bytes().get(4)?;
    let whole = line.trim_matches('"').len() == 5;
    if !said.eq_ignore_ascii_case("sep=") || !whole || !delimiter.is_ascii() {
        return None;
    }
    let over = if rest.starts_with("\r\n") { 2 } else { 1 };
    Some((delimiter, end + over))
}
