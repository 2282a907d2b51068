//! The reasons that every surface offers (rule H2): the store's own, else the usual ones in the
//! language that is spoken.
//!
//! It must not know where they are offered.

use crate::i18n::t;
use sale::{Change, Store};

/// What a reason is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Voiding a sale.
    Void,
    /// Taking off what was saved before.
    Remove,
    /// A discount above the limit.
    Discount,
}

impl For {
    /// What a change's reason is for.
    pub fn of(change: &Change) -> For {
        match change {
            Change::Void { .. } => For::Void,
            Change::RemoveLine { .. }
            | Change::ChangeQuantity { .. }
            | Change::SetQuantity { .. } => For::Remove,
            _ => For::Discount,
        }
    }
}

/// The reasons that are offered.
pub fn offered(store: Option<&Store>, why: For) -> Vec<String> {
    let own = store.map(|store| match why {
        For::Void => &store.reasons.void,
        For::Remove => &store.reasons.remove,
        For::Discount => &store.reasons.discount,
    });
    match own.filter(|own| !own.is_empty()) {
        Some(own) => own.clone(),
        None => usual(why),
    }
}

/// Those of a store that has set none.
pub fn usual(why: For) -> Vec<String> {
    let words = t().floor;
    let usual = match why {
        For::Void => [words.void_1, words.void_2, words.void_3, words.void_4],
        For::Remove => [
            words.remove_1,
            words.remove_2,
            words.remove_3,
            words.remove_4,
        ],
        For::Discount => [
            words.discount_1,
            words.discount_2,
            words.discount_3,
            words.discount_4,
        ],
    };
    usual.map(str::to_owned).to_vec()
}
