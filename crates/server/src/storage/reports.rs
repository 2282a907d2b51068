//! Figures of the reports: kept up in the transaction that writes a sale or an entry of the log, read
//! as sections, and computed anew from both. What each number means is defined in `docs/REPORTS.md`.
//!
//! It must not know HTTP, nor how a figure is shown.

mod cells;
mod desk;
mod drill;
mod events;
mod facts;
mod gather;
mod heard;
mod keep;
mod keys;
mod kinds;
mod packs;
mod page;
mod price;
mod rebuild;
mod section;
mod sections;
mod wall;
mod wanted;
mod worth;

pub(crate) use drill::sales;
pub(super) use events::take as take_entry;
pub(super) use heard::register_changes;
pub(crate) use heard::{Heard, put_heard};
pub(super) use keep::{Sums, store_changed, take};
pub(crate) use packs::{pack_day, unpacked};
pub(crate) use page::page as exceptions;
pub(crate) use rebuild::{Progress, begin, check, mend, missing, progress, step};
pub(crate) use section::{Raw, told};
pub(crate) use sections::{all as report, one as section};
pub(crate) use wanted::Wanted;
