//! The screens of BackOffice, as the rail and the palette lead to them.
//!
//! It must not know how they are shown.

use super::places::SalesPlace;
use crate::i18n::t;
use crate::ui::Icon;

/// Where the reviews are.
pub const REVIEWS: &str = "/backoffice/reviews";

/// The screens of the rail, in order: address, picture and word of each.
pub fn screens() -> [(&'static str, Icon, &'static str); 4] {
    let words = t().backoffice;
    [
        (SalesPlace::PATH, Icon::Receipt, words.sales),
        ("/backoffice/registers", Icon::Register, words.registers),
        ("/backoffice/tables", Icon::Table, words.tables),
        (REVIEWS, Icon::Flag, words.reviews),
    ]
}
