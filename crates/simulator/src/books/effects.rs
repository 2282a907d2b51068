//! Counts what happened that a rule is about: two people at one sale without having seen each
//! other, late changes, notes to whoever made a change. A run proves a rule only if it came up.

use crate::report::Report;
use sale::{Change, DeviceId, LineId, Note, Outcome, Review, ReviewKind, SaleId};
use std::collections::BTreeMap;
use sync::server::LogEntry;

/// Who did last what two people may do at once, and where in the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    adds: BTreeMap<SaleId, (u64, DeviceId)>,
    quantities: BTreeMap<LineId, (u64, DeviceId)>,
    fields: BTreeMap<(SaleId, u8), (u64, DeviceId)>,
}

/// Whether a review of this kind holds a change that had no effect at all.
pub(crate) fn keeps_whole(kind: ReviewKind) -> bool {
    !matches!(
        kind,
        ReviewKind::LateGoods
            | ReviewKind::LateTender
            | ReviewKind::Overpaid
            | ReviewKind::VoidedWithTender
    )
}

impl Effects {
    pub(super) fn count(
        &mut self,
        entry: &LogEntry,
        change: &Change,
        outcome: &Outcome,
        review: Option<&Review>,
        report: &mut Report,
    ) {
        for note in &outcome.notes {
            let ids: &[&str] = match note {
                Note::TookWhatWasThere { .. } => &["D5"],
                Note::QuantityHadChanged { .. } => &["C2"],
                Note::TotalHadChanged { .. } => &["C5", "G2"],
                Note::StillDue { .. } => &["C5", "G3"],
                Note::AlreadyFinished => &["D3"],
                Note::FollowedMerge => &["D1"],
                Note::Overwrote(_) => &["C4"],
                Note::CustomerKept { .. } => &["D6"],
                Note::AlreadyMerged { .. } | Note::IntoItself | Note::NothingToSplit => &["D5"],
                Note::MergeStays => &["D6"],
                Note::NotVoided => &["D4"],
                Note::AlreadyResolved { .. } => &["E1"],
            };
            for id in ids {
                report.rule(id);
            }
        }
        if let Some(review) = review {
            report.rule(&review.rule);
            report.rule("E1");
            if keeps_whole(review.kind) {
                report.rule("A4");
            }
        }
        let now = (entry.position, entry.device_id);
        let unseen = |before: Option<(u64, DeviceId)>| {
            before.is_some_and(|(at, by)| at > entry.seen && by != entry.device_id)
        };
        match change {
            Change::Open(_) => report.rule("C7"),
            Change::AddLine { sale_id, .. } => {
                report.rule("A7");
                if unseen(self.adds.insert(*sale_id, now)) {
                    report.rule("C1");
                }
            }
            Change::ChangeQuantity { line_id, .. } | Change::SetQuantity { line_id, .. } => {
                if unseen(self.quantities.insert(*line_id, now)) {
                    report.rule("C2");
                }
            }
            Change::RemoveLine { line_id, .. } => {
                if unseen(self.quantities.insert(*line_id, now)) {
                    report.rule("C3");
                }
            }
            Change::PutTable(_) | Change::EditTable { .. } | Change::RemoveTable { .. } => {
                report.rule("F8");
            }
            Change::Tender { tender, .. } => {
                report.rule("A6");
                // Whether it stands or counts as money, the ledger has said which.
                if tender.rounding != sale::Money::ZERO {
                    report.rule("G4");
                }
            }
            Change::Merge { .. } => report.rule("D6"),
            Change::Close { .. } => {
                report.rule("A5");
                report.rule("G3");
            }
            _ => {
                let field = match change {
                    Change::Name { .. } => 0,
                    Change::Note { .. } => 1,
                    Change::Guests { .. } => 2,
                    Change::Table { .. } => 3,
                    Change::Customer { .. } => 4,
                    Change::Owner { .. } => 5,
                    Change::Discount { .. } => 6,
                    _ => return,
                };
                let sale = change.sale_id().map(|id| (id, field));
                if sale.is_some_and(|sale| unseen(self.fields.insert(sale, now))) {
                    report.rule("C4");
                }
            }
        }
    }
}
