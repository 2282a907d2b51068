//! Which rows of a long list are drawn: those in view, some around them, and the one that the
//! keyboard is on, wherever that is.
//!
//! It must not know what a row shows.

use super::listing::Listing;
use super::row::row_id;
use crate::platform::focus;
use crate::platform::scroll::{self, InView};
use leptos::html;
use leptos::prelude::*;
use sale::SaleId;

/// Rows drawn beyond what is in view, on both sides.
const AROUND: usize = 8;
/// How high a row is before one was measured, in CSS pixels.
const ROW_PX: f64 = 48.0;

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Slice {
    /// The number of the first of `ids`.
    first: usize,
    ids: Vec<SaleId>,
    /// The row with the keyboard, where it is before or after these.
    before: Option<(usize, SaleId)>,
    after: Option<(usize, SaleId)>,
}

impl Slice {
    fn number(&self, id: SaleId) -> Option<usize> {
        let within = self.ids.iter().position(|one| *one == id);
        let beside = || {
            let mut beside = self.before.iter().chain(&self.after);
            beside.find(|(_, one)| *one == id).map(|(at, _)| *at)
        };
        within.map(|at| self.first + at).or_else(beside)
    }

    fn all(&self) -> Vec<SaleId> {
        let before = self.before.map(|(_, id)| id).into_iter();
        let after = self.after.map(|(_, id)| id);
        before
            .chain(self.ids.iter().copied())
            .chain(after)
            .collect()
    }
}

/// The rows that are drawn. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Window {
    /// What they stand in.
    pub body: NodeRef<html::Tbody>,
    listing: Listing,
    seen: RwSignal<InView>,
    focused: RwSignal<Option<SaleId>>,
    slice: Memo<Slice>,
}

impl Window {
    /// Over a list.
    pub fn over(listing: Listing) -> Window {
        let body = NodeRef::new();
        let seen = scroll::follow(body, ROW_PX);
        let focused = RwSignal::new(None::<SaleId>);
        let rows = Memo::new(move |_| seen.get().rows());
        let slice = Memo::new(move |_| {
            let (first, fit) = rows.get();
            let count = listing.count.get();
            let first = first.saturating_sub(AROUND).min(count.saturating_sub(fit));
            let ids = listing.ids.run((first, first + fit + 2 * AROUND));
            let focused = focused.get().filter(|id| !ids.contains(id));
            let beside = focused.and_then(|id| Some((listing.position.run(id)?, id)));
            Slice {
                first,
                before: beside.filter(|(at, _)| *at < first),
                after: beside.filter(|(at, _)| *at >= first),
                ids,
            }
        });
        Window {
            body,
            listing,
            seen,
            focused,
            slice,
        }
    }

    /// The rows that are drawn, in order.
    pub fn ids(self) -> Vec<SaleId> {
        self.slice.with(Slice::all)
    }

    /// The number of a row that is drawn.
    pub fn number(self, id: SaleId) -> Option<usize> {
        self.slice.with(|slice| slice.number(id))
    }

    /// How much room stands for the rows above and below.
    pub fn room_above(self) -> String {
        let rows = self.slice.with(|slice| {
            slice
                .first
                .saturating_sub(usize::from(slice.before.is_some()))
        });
        self.seen.get().length(rows)
    }

    /// The same below.
    pub fn room_below(self) -> String {
        let rows = self.slice.with(|slice| {
            let drawn = slice.first + slice.ids.len() + usize::from(slice.after.is_some());
            self.listing.count.get().saturating_sub(drawn)
        });
        self.seen.get().length(rows)
    }

    /// The row that the keyboard is on.
    pub fn focused(self) -> Option<SaleId> {
        self.focused.get_untracked()
    }

    /// The keyboard came to a row, or left the list.
    pub fn set_focused(self, id: Option<SaleId>) {
        if self.focused.get_untracked() != id {
            self.focused.set(id);
        }
    }

    /// Puts the keyboard on row `at`, wherever that is.
    pub fn go_to(self, at: usize) {
        let Some(id) = untrack(|| self.listing.ids.run((at, at + 1)))
            .first()
            .copied()
        else {
            return;
        };
        let drawn = self.slice.with_untracked(|slice| slice.ids.contains(&id));
        if !drawn {
            scroll::bring(self.body, self.seen.get_untracked(), at);
        }
        let focus = move || {
            focus::focus_id(&row_id(id));
            focus::reveal_id(&row_id(id));
        };
        match drawn {
            true => focus(),
            // It is drawn once the list has come to where it was scrolled to.
            false => request_animation_frame(move || request_animation_frame(focus)),
        }
    }
}
