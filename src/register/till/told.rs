//! What the server made of changes, and what of this till's was written over, told to the person
//! at the till once.
//!
//! It must not know which screen is shown.

use super::Till;
use super::words::field_name;
use crate::i18n::t;
use crate::platform::intl;
use leptos::prelude::*;
use sale::{Note, ReviewKind, SaleId, Written};

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
    let words = t().register;
    Effect::new(move |before: Option<()>| {
        let results = results.get();
        // What was there before was told before.
        if before.is_none() {
            return;
        }
        for result in results {
            // What a manager is asked for was said when it was asked.
            let asked = till.replica.reviews().with_untracked(|all| {
                let mut raised = all
                    .iter()
                    .filter(|one| Some(one.id) == result.outcome.review);
                raised.any(|one| one.kind == ReviewKind::NotAllowed)
            });
            if result.outcome.review.is_some() && !asked {
                till.say_review();
            }
            for note in result.outcome.notes {
                till.say(match note {
                    Note::StillDue { due } => words.told_still_due(money(due)),
                    Note::TotalHadChanged { now } => words.told_total(money(now)),
                    Note::QuantityHadChanged { now } => words.told_quantity(intl::quantity(now)),
                    Note::TookWhatWasThere { taken, .. } => words.told_took(intl::quantity(taken)),
                    Note::AlreadyFinished => words.told_finished.to_owned(),
                    Note::FollowedMerge => words.told_merged.to_owned(),
                    Note::Overwrote(over) => t().floor.yours_stands(
                        till.held(&over.value),
                        field_name(over.value.field()),
                        till.person(over.by),
                    ),
                    Note::CustomerKept { listed } => words.told_customer_kept(&listed.name),
                    Note::AlreadyMerged { .. } | Note::IntoItself => {
                        words.told_not_merged.to_owned()
                    }
                    Note::MergeStays => words.told_merge_stays.to_owned(),
                    Note::NothingToSplit => words.told_nothing_to_split.to_owned(),
                    Note::NotVoided => words.told_not_voided.to_owned(),
                    Note::AlreadyResolved { by } => t().floor.already_settled(till.person(by)),
                });
            }
        }
    });
}

/// Tells whose write took away one that was made here (rule C4).
pub fn tell_written_over(till: Till) {
    let sales = till.replica.seen_sales();
    Effect::new(move |before: Option<Vec<(SaleId, String)>>| {
        let (me, here) = (till.me(), till.here());
        let mine = |written: &Written| {
            let over = written.over.as_ref()?;
            let mine = Some(over.by) == me && over.on == here && written.by != over.by;
            mine.then(|| {
                t().floor.yours_gone(
                    till.held(&over.value),
                    till.person(written.by),
                    field_name(written.field),
                )
            })
        };
        let now: Vec<(SaleId, String)> = sales.with(|sales| {
            let texts = sales.iter().flat_map(|view| {
                let lines = view.sale.lines.iter().flat_map(|line| &line.written);
                let all = view.sale.written.iter().chain(lines);
                all.filter_map(mine).map(|text| (view.sale.id, text))
            });
            texts.collect()
        });
        // What was there before was told before.
        let Some(before) = before else { return now };
        for one in now.iter().filter(|one| !before.contains(one)) {
            till.say(one.1.clone());
        }
        now
    });
}
