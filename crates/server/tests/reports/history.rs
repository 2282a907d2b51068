//! Sales as the log tells of them, replayed by code of its own: it knows no engine, no totals and no
//! table of figures, so that a figure that agrees with it was got twice.

use super::replayed::{Line, Sale, Stands, Tender, rounded};
use super::wall::day_of;
use chrono_tz::Tz;
use sale::{Change, LineEdit, Method, NewLine, Note, Outcome, Source};
use std::collections::BTreeMap;
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

/// What was done out of the ordinary: kind, when, by whom, on which sale, and what it is worth.
pub struct Odd {
    pub kind: &'static str,
    pub at_ms: i64,
    pub by: Uuid,
    pub worth: i64,
}

#[derive(Default)]
pub struct History {
    pub sales: BTreeMap<Uuid, Sale>,
    pub odd: Vec<Odd>,
    /// When, by whom, and what it closed.
    pub late: Vec<(i64, Option<i64>)>,
    pub handed_over: Vec<i64>,
}

fn line(new: &NewLine) -> Line {
    Line {
        id: new.id.0,
        product: new.product_id.map(|id| id.0),
        price: new.unit_price.0 + new.modifiers.iter().map(|m| m.price.0).sum::<i64>(),
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
        // What is told of at the end, as it then stands: a sale, a line of it, and how much.
        let mut voids = Vec::new();
        let mut taken = Vec::new();
        let mut lowered = Vec::new();
        let mut late = Vec::new();
        for entry in entries {
            let at = entry.at_ms;
            let notes = &entry.outcome.notes;
            let told = |found: fn(&Note) -> bool| notes.iter().any(found);
            let named = entry.change.sale_id().map(|id| id.0);
            if let Some(named) = named {
                let day = day_of(at, zone, begins);
                if day < day_of(entry.server_ms, zone, begins) {
                    late.push((
                        at,
                        entry.by,
                        entry.outcome.elsewhere.map_or(named, |id| id.0),
                    ));
                }
            }
            if entry.outcome.review.is_some() {
                history.odd.push(Odd {
                    kind: "review",
                    at_ms: at,
                    by: entry.by,
                    worth: 0,
                });
                if entry.refused {
                    continue;
                }
            }
            let id = match entry.outcome.elsewhere {
                Some(other) => other.0,
                None => named.unwrap_or_default(),
            };
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
                        Change::AddLine { line: new, .. } => sale.lines.push(line(new)),
                        Change::RemoveLine { line_id, seen, .. } => {
                            let n = find(*line_id);
                            let units = seen.0.min(sale.lines[n].quantity);
                            sale.lines[n].quantity -= units;
                            taken.push((at, entry.by, id, line_id.0, units));
                        }
                        Change::ChangeQuantity {
                            line_id,
                            difference,
                            reason,
                            ..
                        } => {
                            let n = find(*line_id);
                            let before = sale.lines[n].quantity;
                            sale.lines[n].quantity = (before + difference.0).max(0);
                            let units = before - sale.lines[n].quantity;
                            if reason.is_some() && difference.0 < 0 {
                                taken.push((at, entry.by, id, line_id.0, units));
                            }
                        }
                        Change::EditLine { line_id, edit, .. } => {
                            let n = find(*line_id);
                            match edit {
                                LineEdit::UnitPrice(price) => {
                                    let by = sale.lines[n].price - price.0;
                                    if by > 0 {
                                        lowered.push((at, entry.by, id, line_id.0, by));
                                    }
                                    sale.lines[n].price = price.0;
                                }
                                LineEdit::Discount(discount) => sale.lines[n].discount = *discount,
                                _ => {}
                            }
                        }
                        Change::Discount { discount, .. } => sale.discount = *discount,
                        Change::Table { table, .. } => {
                            sale.table = table.as_ref().map(|table| table.name.clone());
                        }
                        Change::Guests { guests, .. } => {
                            sale.guests = i64::from(guests.unwrap_or(0));
                        }
                        Change::Owner { owner, .. } => {
                            sale.owner = owner.0;
                            history.handed_over.push(at);
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
                                history.odd.push(Odd {
                                    kind: "refund",
                                    at_ms: at,
                                    by: entry.by,
                                    worth: -tender.amount.0,
                                });
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
                            voids.push((at, entry.by, id));
                        }
                        Change::Unvoid { .. } => {
                            sale.stands = Stands::Open;
                            sale.ended = None;
                        }
                        _ => {}
                    }
                }
            }
        }
        let mut put = |kind, at_ms, by, worth| {
            history.odd.push(Odd {
                kind,
                at_ms,
                by,
                worth,
            });
        };
        let all: Vec<&Line> = history
            .sales
            .values()
            .flat_map(|sale| &sale.lines)
            .collect();
        let now = |id: Uuid| all.iter().find(|line| line.id == id).unwrap();
        for (at, by, _, line, units) in taken {
            let price = i128::from(now(line).price);
            put(
                "removed_line",
                at,
                by,
                rounded(price * i128::from(units), 1000),
            );
        }
        for (at, by, _, line, less) in lowered {
            let quantity = i128::from(now(line).quantity);
            put(
                "lowered_price",
                at,
                by,
                rounded(i128::from(less) * quantity, 1000),
            );
        }
        let ended = |id: Uuid, stands, at, by| {
            let sale = &history.sales[&id];
            (sale.stands == stands && sale.ended.is_some_and(|end| (end.0, end.1) == (at, by)))
                .then(|| sale.total())
        };
        for (at, by, id) in voids {
            if let Some(total) = ended(id, Stands::Voided, at, by) {
                put("void", at, by, total);
            }
        }
        let late: Vec<_> = late
            .into_iter()
            .map(|(at, by, id)| (at, ended(id, Stands::Closed, at, by)))
            .collect();
        history.late = late;
        history
    }
}
