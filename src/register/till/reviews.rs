//! Which reviews are this till's matter (rule E2).
//!
//! It must not know what is done about them.

use super::Till;
use leptos::prelude::*;
use sale::Review;
use std::sync::Arc;

impl Till {
    /// The open reviews that are this till's matter, latest first.
    pub fn matters(self) -> Memo<Vec<Arc<Review>>> {
        let (reviews, manager) = (self.replica.reviews(), self.is_manager());
        Memo::new(move |_| {
            let (all, here) = (manager.get(), self.here());
            let mut mine = reviews.with(|reviews| {
                let open = reviews.iter().filter(|one| one.resolution.is_none());
                let mine = open.filter(|one| all || (here.is_some() && one.register_id == here));
                mine.cloned().collect::<Vec<_>>()
            });
            mine.sort_by_key(|one| std::cmp::Reverse((one.made_at_ms, one.id)));
            mine
        })
    }
}
