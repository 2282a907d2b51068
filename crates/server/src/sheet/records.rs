//! Rows out of text. A cell in quotes may hold delimiters and ends of lines; quotes that are not closed
//! as they should be cost their own line and no other.

use std::borrow::Cow;

/// Longest cell in quotes, in bytes; a longer one was never closed.
const MOST_QUOTED: usize = 16 * 1024;

/// Where a table begins, and what is between its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begun {
    pub delimiter: u8,
    /// Where the heads are, in bytes.
    pub at: usize,
    /// The number of their line, from 1 on.
    pub line: u64,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record<'t> {
    /// The number of the line that it begins on, from 1 on.
    pub line: u64,
    /// What is in it.
    pub cells: Vec<Cow<'t, str>>,
}

/// A line that is no row: its quotes are not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Its number, from 1 on.
    pub line: u64,
    /// What is on it.
    pub text: String,
}

impl Record<'_> {
    /// A cell without blanks around it; empty when there is none.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// The rows of a text, empty ones left out.
pub(crate) struct Records<'t> {
    rest: &'t str,
    line: u64,
    delimiter: u8,
    /// How many cells a row has that goes over several lines.
    columns: Option<usize>,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, begun: Begun, columns: Option<usize>) -> Records<'t> {
        Records {
            rest: text.get(begun.at..).unwrap_or_default(),
            line: begun.line,
            delimiter: begun.delimiter,
            columns,
        }
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Result<Record<'t>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (text, line) = (self.rest, self.line);
            let read = row(text, self.delimiter).filter(|(cells, end)| {
                let over = lines(text.get(..*end).unwrap_or_default()) > 1;
                !over || self.columns.is_none_or(|columns| columns == cells.len())
            });
            let end = read
                .as_ref()
                .map_or_else(|| end_of_line(text), |(_, end)| *end);
            let (taken, rest) = text.split_at_checked(end).unwrap_or((text, ""));
            self.rest = rest;
            self.line += lines(taken);
            match read {
                None => {
                    let text = taken.trim_end_matches(['\r', '\n']).to_owned();
                    return Some(Err(Broken { line, text }));
                }
                Some((cells, _)) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Some((cells, _)) => return Some(Ok(Record { line, cells })),
            }
        }
        None
    }
}

/// The cells of the first row and where it ends, its end of line included; none when its quotes are
/// not closed.
fn row(text: &str, delimiter: u8) -> Option<(Vec<Cow<'_, str>>, usize)> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let (cell, length) = match rest.strip_prefix('"') {
            Some(inside) => quoted(inside).map(|(cell, length)| (cell, length + 1))?,
            None => {
                let ends = |byte: u8| byte == delimiter || matches!(byte, b'\r' | b'\n');
                let length = rest.bytes().position(ends).unwrap_or(rest.len());
                (Cow::Borrowed(rest.get(..length)?), length)
            }
        };
        cells.push(cell);
        at += length;
        let after = text.get(at..)?;
        match after.as_bytes().first() {
            Some(byte) if *byte == delimiter => at += 1,
            Some(b'\r' | b'\n') => {
                let over = if after.starts_with("\r\n") { 2 } else { 1 };
                return Some((cells, at + over));
            }
            Some(_) => return None,
            None => return Some((cells, at)),
        }
    }
}

/// What is in quotes, and how long it is with the closing one.
fn quoted(inside: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut from = 0;
    loop {
        let quote = from + inside.get(from..)?.find('"')?;
        if quote > MOST_QUOTED {
            return None;
        }
        if inside.as_bytes().get(quote + 1) == Some(&b'"') {
            from = quote + 2;
            continue;
        }
        let cell = inside.get(..quote)?;
        let cell = match cell.contains('"') {
            true => Cow::Owned(cell.replace("\"\"", "\"")),
            false => Cow::Borrowed(cell),
        };
        return Some((cell, quote + 1));
    }
}

fn end_of_line(text: &str) -> usize {
    let Some(end) = text.find(['\r', '\n']) else {
        return text.len();
    };
    let crlf = text.get(end..).is_some_and(|rest| rest.starts_with("\r\n"));
    end + if crlf { 2 } else { 1 }
}

/// How many lines a text is of, each with its end; the last may be without.
fn lines(text: &str) -> u64 {
    let mut count = 0;
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest.get(end_of_line(rest)..).unwrap_or_default();
        count += 1;
    }
    count
}
