//! What the server made of changes, told to the person at the till.
//!
//! It must not know which screen is shown.

use super::till::Till;
use crate::i18n::t;
use crate::platform::intl;
use leptos::prelude::*;
use sale::Note;

/// Tells from now on what is worth telling.
pub fn tell(till: Till) {
    let results = till.replica.results();
    let currency = till.currency();
    let money = move |amount: sale::Money| {
        currency.with_untracked(|c| {
            c.as_ref()
                .map(|c| intl::money(amount, c))
                .unwrap_or_default()
        })
    };
    let words = &t().register;
    Effect::new(move |before: Option<()>| {
        let results = results.get();
        // What was there before was told before.
        if before.is_none() {
            return;
        }
        for result in results {
            if result.outcome.review.is_some() {
                till.say(words.told_review.to_owned());
            }
            for note in result.outcome.notes {
                till.say(match note {
                    Note::StillDue { due } => (words.told_still_due)(&money(due)),
                    Note::TotalHadChanged { now } => (words.told_total)(&money(now)),
                    Note::QuantityHadChanged { now } => (words.told_quantity)(&intl::quantity(now)),
                    Note::TookWhatWasThere { taken, .. } => {
                        (words.told_took)(&intl::quantity(taken))
                    }
                    Note::AlreadyFinished => words.told_finished.to_owned(),
                    Note::FollowedMerge => words.told_merged.to_owned(),
                    Note::Overwrote(_) => words.told_overwrote.to_owned(),
                    Note::CustomerKept { listed } => (words.told_customer_kept)(&listed.name),
                    Note::AlreadyMerged { .. } | Note::IntoItself => {
                        words.told_not_merged.to_owned()
                    }
                    Note::MergeStays => words.told_merge_stays.to_owned(),
                    Note::NothingToSplit => words.told_nothing_to_split.to_owned(),
                    Note::NotVoided => words.told_not_voided.to_owned(),
                    Note::AlreadyResolved { .. } => words.told_resolved.to_owned(),
                });
            }
        }
    });
}
