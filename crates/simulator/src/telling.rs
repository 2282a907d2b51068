//! What somebody did, in words of a trace.
//!
//! It must not know who did it, nor why.

use sale::{Change, NewLine};

/// What was done, in words.
#[must_use]
pub fn tell(change: &Change) -> String {
    match change {
        Change::Open(open) => {
            let lines: Vec<String> = open.lines.iter().map(item).collect();
            format!("opens a sale with {}", lines.join(", "))
        }
        Change::AddLine { line, .. } => format!("adds {}", item(line)),
        Change::ChangeQuantity { difference, .. } => {
            format!("changes a quantity by {}", difference.0 / 1000)
        }
        Change::SetQuantity { to, seen, .. } => {
            format!("sets a quantity from {} to {}", seen.0 / 1000, to.0 / 1000)
        }
        Change::RemoveLine { seen, .. } => format!("removes a line of {}", seen.0 / 1000),
        Change::Tender { tender, .. } => format!("takes {}", tender.amount.0),
        other => sync::codec::encode(other).unwrap_or_default(),
    }
}

/// A change as it stands in a log, in words.
#[must_use]
pub fn tell_text(change: &str) -> String {
    sync::codec::decode(change).map_or_else(|_| change.to_owned(), |change| tell(&change))
}

fn item(line: &NewLine) -> String {
    format!("{} x {}", line.quantity.0 / 1000, line.name)
}
