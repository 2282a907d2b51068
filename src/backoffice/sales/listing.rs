//! A list of sales as a table reads it: how many there are, and the few that are in view.
//!
//! It must not know where they come from.

use super::book::Sums;
use leptos::prelude::*;
use sale::SaleId;
use std::sync::Arc;
use sync::device::SaleView;

/// A list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Listing {
    /// How many rows it has.
    pub count: Signal<usize>,
    /// The rows from one number to before another; who asks is told when they change.
    pub ids: Callback<(usize, usize), Vec<SaleId>>,
    /// Which row a sale is in.
    pub position: Callback<SaleId, Option<usize>>,
    /// The sale with an id, kept up to date; none when it is not in the list any more.
    pub find: Callback<SaleId, Signal<Option<Arc<SaleView>>>>,
    /// What all rows come to together; none where that is not known.
    pub sums: Signal<Option<Sums>>,
}
