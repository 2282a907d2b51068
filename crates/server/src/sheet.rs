//! A table as people save it: whatever the encoding, the delimiter and the line ends are, they are
//! found out and said, and a row that cannot be read costs no other row.
//!
//! Pure. It must not know goods, nor where a file comes from. The `csv` crate writes our own files; it
//! does not read these, since a quote that is never closed swallows every row after it.

pub(crate) mod amount;
mod delimiter;
mod records;
mod text;

pub(crate) use records::{Broken, Record, Records};

use records::Begun;

/// A table that was opened: how it was saved, and its heads.
pub(crate) struct Sheet {
    /// The encoding's name, such as `UTF-8`.
    pub encoding: &'static str,
    /// What stands between two cells.
    pub delimiter: u8,
    /// The first row: what the columns are called.
    pub heads: Vec<String>,
    text: String,
    begun: Begun,
}

impl Sheet {
    /// Opens what a file holds; anything can be opened.
    pub(crate) fn open(bytes: &[u8]) -> Sheet {
        let (text, encoding) = text::decoded(bytes);
        let begun = delimiter::begun(&text);
        let mut sheet = Sheet {
            encoding,
            delimiter: begun.delimiter,
            heads: Vec::new(),
            text,
            begun,
        };
        let heads = sheet.all().find_map(Result::ok);
        sheet.heads = heads.map_or_else(Vec::new, |record| {
            let heads = record.cells.iter();
            heads.map(|head| head.trim().to_owned()).collect()
        });
        sheet
    }

    /// The rows below the heads: each as its cells, or as what could not be read.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Result<Record<'_>, Broken>> {
        let mut heads = true;
        self.all()
            .filter(move |row| !(row.is_ok() && std::mem::take(&mut heads)))
    }

    fn all(&self) -> Records<'_> {
        let columns = Some(self.heads.len()).filter(|columns| *columns > 0);
        Records::new(&self.text, self.begun, columns)
    }
}

#[cfg(test)]
mod tests;
