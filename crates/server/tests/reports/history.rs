//! Sales as the log tells of them, replayed by code of its own: it knows no engine, no totals and no
//! table of figures, so that a figure that agrees with it was got twice.

use super::replayed::{Deed, Line, Sale, Stands, Tender};
use super::wall::day_of;
use chrono_tz::Tz;
use sale::{Change, LineEdit, Method, NewLine, Note, Outcome, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

pub struct Entry {
    pub at_ms: i64,
    pub server_ms: i64,
    pub by: Uuid,
    pub on: Option<Uuid>,
    pub change: Change,
    pub outcome: Outcome,
    /// Whether it went into a review and was not done.
    pub refused: bool,
}

#[derive(Default)]
pub struct History {
    pub sales: BTreeMap<Uuid, Sale>,
    /// What reports tell one by one.
    pub deeds: Vec<Deed>,
    /// Reviews that nobody has settled.
    pub reviews: BTreeSet<Uuid>,
}

fn line(new: &NewLine) -> Line {
    Line {
        id: new.id.0,
        product: new.product_id.map(|id| id.0),
        unit: new.unit_price.0,
        extras: new.modifiers.iter().map(|m| m.price.0).sum(),
        quantity: new.quantity.0,
        discount: new.discount,
        taxes: new
            .taxes
            .iter()
            .map(|t| (t.name.clone(), i64::from(t.basis_points), t.included))
            .collect(),
        part: None,
    }
}

impl History {
    pub fn of(entries: &[Entry], zone: Tz, begins: u32) -> History {
        let mut history = History::default();
        // The review that a sale's void raised.
        let mut voided: HashMap<Uuid, Uuid> = HashMap::new();
        for entry in entries {
            let at = entry.at_ms;
            let notes = &entry.outcome.notes;
            let told = |found: fn(&Note) -> bool| notes.iter().any(found);
            let named = entry.change.sale_id().map(|id| id.0);
            let landed = entry.outcome.elsewhere.map(|id| id.0).or(named);
            let deed = |kind, part, amount| Deed {
                kind,
                at_ms: at,
                by: entry.by,
                on: entry.on,
                sale: landed.unwrap_or_default(),
                part,
                amount,
                worth: Some(0),
            };
            if named.is_some() && day_of(at, zone, begins) < day_of(entry.server_ms, zone, begins) {
                history.deeds.push(deed("late", None, 0));
            }
            if let Some(review) = entry.outcome.review {
                history.deeds.push(deed("review", None, 0));
                history.reviews.insert(review.0);
                if entry.refused {
                    continue;
                }
            }
            let id = landed.unwrap_or_default();
            match &entry.change {
                Change::Open(open) => {
                    history.sales.insert(
                        id,
                        Sale {
                            id,
                            stands: Stands::Open,
                            origin: match open.source {
                                Source::Register => "Register",
                                Source::Pay => "Pay",
                                Source::BackOffice => "BackOffice",
                                Source::Webstore => "Webstore",
                            },
                            owner: entry.by,
                            opened_on: entry.on,
                            opened_ms: at,
                            ended: None,
                            table: open.table.as_ref().map(|t| t.name.clone()),
                            guests: i64::from(open.guests.unwrap_or(0)),
                            split: false,
                            discount: None,
                            lines: open.lines.iter().map(line).collect(),
                            tenders: Vec::new(),
                            parts: Vec::new(),
                        },
                    );
                }
                Change::ResolveReview { review_id, .. } => {
                    history.reviews.remove(&review_id.0);
                }
                Change::Merge { sale_id, into } => {
                    let stays = |n: &Note| {
                        matches!(
                            n,
                            Note::AlreadyMerged { .. } | Note::IntoItself | Note::AlreadyFinished
                        )
                    };
                    if told(stays) {
                        continue;
                    }
                    // What was merged itself is followed to where its goods are.
                    let mut into = into.0;
                    while let Stands::Merged(next) = history.sales[&into].stands {
                        into = next;
                    }
                    let from = history.sales.get_mut(&sale_id.0).unwrap();
                    from.stands = Stands::Merged(into);
                    from.ended = Some((at, entry.by, entry.on));
                    let lines = std::mem::take(&mut from.lines);
                    let tenders = std::mem::take(&mut from.tenders);
                    let part = (from.id, from.discount, from.guests);
                    let inner = std::mem::take(&mut from.parts);
                    let target = history.sales.get_mut(&into).unwrap();
                    target.lines.extend(lines.into_iter().map(|line| Line {
                        part: line.part.or(Some(sale_id.0)),
                        ..line
                    }));
                    target.tenders.extend(tenders);
                    target.guests += part.2;
                    target.parts.extend(inner);
                    target.parts.push(part);
                }
                Change::Unmerge { sale_id } => {
                    if told(|n| matches!(n, Note::MergeStays)) {
                        continue;
                    }
                    let Stands::Merged(into) = history.sales[&sale_id.0].stands else {
                        continue;
                    };
                    let target = history.sales.get_mut(&into).unwrap();
                    let (back, stay) = std::mem::take(&mut target.lines)
                        .into_iter()
                        .partition(|line| line.part == Some(sale_id.0));
                    target.lines = stay;
                    let at = target.parts.iter().position(|p| p.0 == sale_id.0).unwrap();
                    let (_, discount, guests) = target.parts.remove(at);
                    target.guests -= guests;
                    let back: Vec<Line> = back;
                    let source = history.sales.get_mut(&sale_id.0).unwrap();
                    source.lines = back.into_iter().map(|l| Line { part: None, ..l }).collect();
                    source.discount = discount;
                    source.stands = Stands::Open;
                    source.ended = None;
                }
                Change::Split(split) => {
                    if told(|n| matches!(n, Note::NothingToSplit)) {
                        continue;
                    }
                    let old = history.sales.get_mut(&id).unwrap();
                    let mut new = Sale {
                        id: split.new_sale_id.0,
                        opened_on: entry.on,
                        opened_ms: at,
                        guests: 0,
                        split: true,
                        lines: Vec::new(),
                        tenders: Vec::new(),
                        parts: Vec::new(),
                        ..old.clone()
                    };
                    for moved in &split.moves {
                        let from = old
                            .lines
                            .iter_mut()
                            .find(|l| l.id == moved.line_id.0)
                            .unwrap();
                        let units = moved.quantity.0.min(from.quantity);
                        if units > 0 {
                            from.quantity -= units;
                            new.lines.push(Line {
                                id: moved.new_line_id.0,
                                quantity: units,
                                ..from.clone()
                            });
                        }
                    }
                    history.sales.insert(new.id, new);
                }
                change => {
                    let Some(sale) = history.sales.get_mut(&id) else {
                        continue;
                    };
                    let find = |id: sale::LineId| {
                        let found = sale.lines.iter().position(|line| line.id == id.0);
                        found.unwrap_or_else(|| {
                            panic!("{:?} {:?} has no such line", entry.change, entry.outcome)
                        })
                    };
                    match change {
                        Change::AddLine { line: new, .. } => {
                            if new.discount.is_some() && new.reason.is_some() {
                                history.deeds.push(deed("discount", Some(new.id.0), 0));
                            }
                            sale.lines.push(line(new));
                        }
                        Change::RemoveLine { line_id, seen, .. } => {
                            let n = find(*line_id);
                            let units = seen.0.min(sale.lines[n].quantity);
                            sale.lines[n].quantity -= units;
                            let part = Some(line_id.0);
                            history.deeds.push(deed("removed_line", part, units));
                        }
                        Change::ChangeQuantity {
                            line_id, reason, ..
                        }
                        | Change::SetQuantity {
                            line_id, reason, ..
                        } => {
                            let by = match change {
                                Change::SetQuantity { to, seen, .. } => to.0 - seen.0,
                                Change::ChangeQuantity { difference, .. } => difference.0,
                                _ => 0,
                            };
                            let n = find(*line_id);
                            let before = sale.lines[n].quantity;
                            sale.lines[n].quantity = (before + by).max(0);
                            let units = before - sale.lines[n].quantity;
                            if reason.is_some() && by < 0 {
                                let part = Some(line_id.0);
                                history.deeds.push(deed("removed_line", part, units));
                            }
                        }
                        Change::EditLine {
                            line_id,
                            edit,
                            reason,
                            ..
                        } => {
                            let (n, part) = (find(*line_id), Some(line_id.0));
                            match edit {
                                LineEdit::UnitPrice(price) => {
                                    let by = sale.lines[n].unit - price.0;
                                    if by > 0 {
                                        history.deeds.push(deed("lowered_price", part, by));
                                    }
                                    sale.lines[n].unit = price.0;
                                }
                                LineEdit::Discount(discount) => {
                                    if discount.is_some() && reason.is_some() {
                                        history.deeds.push(deed("discount", part, 0));
                                    }
                                    sale.lines[n].discount = *discount;
                                }
                                _ => {}
                            }
                        }
                        Change::Discount {
                            discount, reason, ..
                        } => {
                            if discount.is_some() && reason.is_some() {
                                history.deeds.push(deed("discount", None, 0));
                            }
                            sale.discount = *discount;
                        }
                        Change::Table { table, .. } => {
                            sale.table = table.as_ref().map(|table| table.name.clone());
                        }
                        Change::Guests { guests, .. } => {
                            sale.guests = i64::from(guests.unwrap_or(0));
                        }
                        Change::Owner { owner, .. } => {
                            sale.owner = owner.0;
                            history.deeds.push(deed("handed_over", None, 0));
                        }
                        Change::Tender { tender, .. } => {
                            sale.tenders.push(Tender {
                                at_ms: at,
                                by: entry.by,
                                on: entry.on,
                                method: match &tender.method {
                                    Method::Cash => "Cash".to_owned(),
                                    Method::Card => "Card".to_owned(),
                                    Method::Other(name) => name.clone(),
                                },
                                amount: tender.amount.0,
                                tip: tender.tip.0,
                                rounding: tender.rounding.0,
                            });
                            if tender.amount.0 < 0 {
                                let (part, back) = (Some(tender.id.0), -tender.amount.0);
                                history.deeds.push(deed("refund", part, back));
                            }
                        }
                        Change::Close { .. } => {
                            let stays = |n: &Note| {
                                matches!(n, Note::StillDue { .. } | Note::AlreadyFinished)
                            };
                            if !notes.iter().any(stays) {
                                sale.stands = Stands::Closed;
                                sale.ended = Some((at, entry.by, entry.on));
                            }
                        }
                        Change::Void { .. } => {
                            sale.stands = Stands::Voided;
                            sale.ended = Some((at, entry.by, entry.on));
                            history.deeds.push(deed("void", None, 0));
                            if let Some(review) = entry.outcome.review {
                                voided.insert(id, review.0);
                            }
                        }
                        Change::Unvoid { .. } => {
                            if let Some(review) = voided.remove(&id) {
                                history.reviews.remove(&review);
                            }
                            sale.stands = Stands::Open;
                            sale.ended = None;
                        }
                        _ => {}
                    }
                }
            }
        }
        history.weigh();
        history
    }
}
