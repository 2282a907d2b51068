//! What can be done with saved sales, told by name: plain data, which outlives the menu and the
//! dialog that it was chosen in.
//!
//! It must not know how any of it is done or drawn.

use sale::{LineId, SaleId};

/// A dialog about the sale on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Its name, table, guests and note: before it is saved, and whenever afterwards.
    Details,
    /// Merging; the other sale, once it is chosen.
    Merge(Option<SaleId>),
    /// Splitting.
    Split,
    /// Handing it to another employee.
    Give,
    /// Moving it to another table.
    Move,
    /// Something off the sale, or off one line.
    Discount(Option<LineId>),
}

/// Something that a word comes before while the server is away (rule F7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Looking at the saved sales.
    Look,
    /// A dialog.
    Sheet(Sheet),
    /// Voiding the sale on the screen.
    Void,
}

/// Where the till goes when something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To a saved sale.
    Sale(SaleId),
    /// To all of them.
    Saved,
}
