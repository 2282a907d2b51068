//! What somebody did to a sale, in a sentence, and what became of it.
//!
//! It must not know where the sentence stands.

use super::facts::Facts;
use super::places::sale_address;
use crate::i18n::{self, t};
use crate::platform::intl;
use crate::ui::Icon;
use leptos::prelude::*;
use sale::{
    Change, Discount, FieldValue, LineEdit, LineId, Method, Money, Note, Outcome, Quantity, Sale,
    SaleId,
};
use sync::codec;

/// A picture and the sentence for `change`, which is JSON and was made by `who`; `sale` knows what
/// its lines are called.
pub fn told(facts: Facts, who: &str, sale: Option<&Sale>, change: &str) -> (Icon, String) {
    match codec::decode::<Change>(change) {
        Ok(change) => (picture(&change), sentence(facts, who, sale, &change)),
        Err(_) => (Icon::Warning, t().changes.unreadable(who)),
    }
}

/// A sentence with the name in it made strong, wherever the language puts it.
pub fn with_name(sentence: &str, who: &str) -> AnyView {
    match sentence.split_once(who) {
        Some((before, after)) => {
            view! { {before.to_owned()} <strong>{who.to_owned()}</strong> {after.to_owned()} }
                .into_any()
        }
        None => sentence.to_owned().into_any(),
    }
}

/// The same, with the other sale that it is about as a link.
pub fn marked(sentence: &str, who: &str, link: Option<(SaleId, String)>) -> AnyView {
    let parts = link.and_then(|(id, title)| {
        let (before, after) = sentence.split_once(title.as_str())?;
        Some((id, before.to_owned(), title.clone(), after.to_owned()))
    });
    match parts {
        Some((id, before, title, after)) => view! {
            {with_name(&before, who)}
            <a class="link" href=sale_address(id).to_string() data-noscroll=true>
                {title}
            </a>
            {with_name(&after, who)}
        }
        .into_any(),
        None => with_name(sentence, who),
    }
}

/// The other sale that a change of `sale`'s history is about, and what it is called.
pub fn other(facts: Facts, sale: &Sale, change: &str) -> Option<(SaleId, String)> {
    let id = match codec::decode::<Change>(change).ok()? {
        Change::Merge { sale_id, into } if into == sale.id => sale_id,
        Change::Merge { into, .. } => into,
        Change::Split(split) if split.new_sale_id == sale.id => split.sale_id,
        Change::Split(split) => split.new_sale_id,
        _ => return None,
    };
    Some((id, title(facts, sale, id)))
}

/// What another sale is called, as far as this one or the replica knows.
fn title(facts: Facts, sale: &Sale, id: SaleId) -> String {
    let part = sale.part(id).map(|part| part.sale.title().to_owned());
    let known = part.or_else(|| facts.sale_title(id));
    known.unwrap_or_else(|| t().changes.another.to_owned())
}

fn picture(change: &Change) -> Icon {
    match change {
        Change::Open(_) => Icon::Receipt,
        Change::AddLine { .. } => Icon::Plus,
        Change::ChangeQuantity { difference, .. } if *difference > Quantity::ZERO => Icon::Plus,
        Change::ChangeQuantity { .. } => Icon::Minus,
        Change::RemoveLine { .. } => Icon::Remove,
        Change::Table { .. } => Icon::Table,
        Change::Guests { .. } => Icon::People,
        Change::Customer { .. } | Change::Owner { .. } => Icon::Person,
        Change::Discount { .. } => Icon::Tag,
        Change::Tender { tender, .. } => match tender.method {
            Method::Cash => Icon::Cash,
            Method::Card => Icon::Card,
            Method::Other(_) => Icon::Wallet,
        },
        Change::Close { .. } => Icon::Success,
        Change::Void { .. } => Icon::Void,
        Change::Merge { .. } => Icon::Merge,
        _ => Icon::Edit,
    }
}

fn sentence(facts: Facts, who: &str, sale: Option<&Sale>, change: &Change) -> String {
    let words = t().changes;
    let item = |id: LineId| {
        sale.and_then(|sale| sale.line(id))
            .map_or(words.item, |line| line.name.as_str())
    };
    match change {
        Change::Open(open) => {
            let items = open
                .lines
                .iter()
                .map(|line| line.quantity)
                .sum::<Quantity>();
            words.opened(u64::try_from(items.0 / 1000).unwrap_or(0), who)
        }
        Change::AddLine { line, .. } => words.added(&line.name, intl::quantity(line.quantity), who),
        Change::ChangeQuantity {
            line_id,
            difference,
            ..
        } => {
            let size = intl::quantity(Quantity(difference.0.saturating_abs()));
            if *difference > Quantity::ZERO {
                words.more(item(*line_id), size, who)
            } else {
                words.fewer(item(*line_id), size, who)
            }
        }
        Change::SetQuantity { line_id, to, .. } => {
            words.set_quantity(item(*line_id), intl::quantity(*to), who)
        }
        Change::EditLine { line_id, edit, .. } => {
            let item = item(*line_id);
            match edit {
                LineEdit::UnitPrice(price) => words.priced(item, facts.money(*price), who),
                LineEdit::Modifiers(_) => words.modified(item, who),
                LineEdit::Discount(_) => words.line_discount(item, who),
                LineEdit::Note(_) => words.line_note(item, who),
            }
        }
        Change::RemoveLine { line_id, .. } => words.removed(item(*line_id), who),
        Change::Name { name, .. } => match name {
            Some(name) => words.named(name, who),
            None => words.removed_name(who),
        },
        Change::Note { note, .. } => match note {
            Some(note) => words.noted(note, who),
            None => words.removed_note(who),
        },
        Change::Guests { guests, .. } => match guests {
            Some(guests) => words.guests(u64::from(*guests), who),
            None => words.no_guests(who),
        },
        Change::Table { table, .. } => match table {
            Some(table) => words.table(&table.name, who),
            None => words.off_table(who),
        },
        Change::Customer { customer, .. } => match customer {
            Some(customer) => words.customer(&customer.name, who),
            None => words.no_customer(who),
        },
        Change::Owner { owner, .. } => words.owner(facts.employee(*owner), who),
        Change::Discount { discount, .. } => match discount {
            Some(discount) => words.discount(discount_text(facts, *discount), who),
            None => words.no_discount(who),
        },
        Change::Tender { tender, .. } => {
            let method = method_text(&tender.method);
            let gives_back = tender.amount < Money::ZERO;
            let sign = |amount: Money| if gives_back { -amount } else { amount };
            let rounding = sign(tender.rounding);
            let sum = facts.money(sign(tender.amount) + rounding);
            match (gives_back, rounding == Money::ZERO) {
                (true, true) => words.gave_back(sum, method, who),
                (false, true) => words.took(sum, method, who),
                (true, false) => words.gave_back_rounded(sum, method, facts.money(rounding), who),
                (false, false) => words.took_rounded(sum, method, facts.money(rounding), who),
            }
        }
        Change::Close { .. } => words.closed(who),
        Change::Void { reason, .. } => words.voided(reason, who),
        Change::Unvoid { .. } => words.unvoided(who),
        Change::Merge { sale_id, into } => match sale {
            Some(sale) if sale.id == *into => words.merged_here(title(facts, sale, *sale_id), who),
            Some(sale) => words.merged_into(title(facts, sale, *into), who),
            None => words.merged(who),
        },
        Change::Unmerge { .. } => words.unmerged(who),
        Change::Split(split) => {
            let goes = |id: LineId, new: LineId| match sale {
                Some(sale) if sale.line(id).is_none() => item(new),
                _ => item(id),
            };
            let items = split.moves.iter().map(|one| {
                let name = goes(one.line_id, one.new_line_id);
                words.units_of(name, intl::quantity(one.quantity))
            });
            let items = i18n::facts(&items.collect::<Vec<_>>());
            match sale {
                Some(sale) if sale.id == split.new_sale_id => {
                    words.split_here(items, title(facts, sale, split.sale_id), who)
                }
                Some(sale) => words.split_onto(items, title(facts, sale, split.new_sale_id), who),
                None => words.split(
                    intl::quantity(split.moves.iter().map(|one| one.quantity).sum()),
                    who,
                ),
            }
        }
        Change::ResolveReview { note, .. } => words.resolved(note, who),
        Change::PutTable(table) => words.put_table(&table.name, who),
        Change::EditTable { .. } => words.edited_table(who),
        Change::RemoveTable { .. } => words.removed_table(who),
    }
}

/// Why, where somebody said so and the sentence does not.
pub fn reason(change: &str) -> Option<String> {
    match codec::decode::<Change>(change).ok()? {
        // Its sentence says why.
        Change::Void { .. } => None,
        change => change.reason().map(|reason| t().changes.because(reason)),
    }
}

/// What became of a change beside what was asked.
pub fn outcome(facts: Facts, outcome: &Outcome) -> Vec<String> {
    let words = t().changes;
    let mut told: Vec<String> = outcome
        .notes
        .iter()
        .map(|note| match note {
            Note::TookWhatWasThere { taken, .. } => {
                words.took_what_was_there(intl::quantity(*taken))
            }
            Note::QuantityHadChanged { .. } => words.quantity_had_changed.to_owned(),
            Note::TotalHadChanged { now } => words.total_had_changed(facts.money(*now)),
            Note::StillDue { due } => words.still_due(facts.money(*due)),
            Note::AlreadyFinished => words.already_finished.to_owned(),
            Note::FollowedMerge => words.followed_merge.to_owned(),
            Note::Overwrote(over) => {
                words.overwrote(value_text(facts, &over.value), facts.employee(over.by))
            }
            Note::CustomerKept { listed } => words.customer_kept(&listed.name),
            Note::AlreadyMerged { .. } => words.already_merged.to_owned(),
            Note::IntoItself => words.into_itself.to_owned(),
            Note::MergeStays => words.merge_stays.to_owned(),
            Note::NothingToSplit => words.nothing_to_split.to_owned(),
            Note::NotVoided => words.not_voided.to_owned(),
            Note::AlreadyResolved { by } => words.already_resolved(facts.employee(*by)),
        })
        .collect();
    if outcome.elsewhere.is_some() {
        told.push(words.elsewhere.to_owned());
    }
    if outcome.review.is_some() {
        told.push(words.review.to_owned());
    }
    told.extend(
        outcome
            .approved_by
            .map(|by| words.approved(facts.employee(by))),
    );
    told
}

/// What a field held.
fn value_text(facts: Facts, value: &FieldValue) -> String {
    let words = t().changes;
    let held = match value {
        FieldValue::Name(text) | FieldValue::Note(text) => text.clone(),
        FieldValue::Guests(guests) => guests.map(|guests| guests.to_string()),
        FieldValue::Table(table) => table.as_ref().map(|table| table.name.clone()),
        FieldValue::Customer(customer) => customer.as_ref().map(|one| one.name.clone()),
        FieldValue::Owner(owner) => Some(facts.employee(*owner)),
        FieldValue::Discount(off) => off.map(|off| discount_text(facts, off)),
        FieldValue::UnitPrice(price) => Some(facts.money(*price)),
        FieldValue::Modifiers(extras) if extras.is_empty() => None,
        FieldValue::Modifiers(_) => Some(words.extras.to_owned()),
    };
    held.unwrap_or_else(|| words.nothing.to_owned())
}

/// How money was taken.
pub fn method_text(method: &Method) -> &str {
    match method {
        Method::Cash => t().common.method_cash,
        Method::Card => t().common.method_card,
        Method::Other(name) => name,
    }
}

/// A share or an amount.
pub fn discount_text(facts: Facts, discount: Discount) -> String {
    match discount {
        Discount::Percent(points) => per_cent(points),
        Discount::Amount(amount) => facts.money(amount),
    }
}

/// Hundredths of a per cent as `12.5 %`.
pub fn per_cent(points: u32) -> String {
    format!("{} %", intl::quantity(Quantity(i64::from(points) * 10)))
}
