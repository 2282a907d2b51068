//! What merging, taking a merge back and splitting come to (rules D5, D6).

use super::{Checked, Fields, Ledger, Line, Page, Told, agree};
use sale::{Discount, Field, FieldValue, LineId, Note, Quantity, SaleId, SplitSale, Status};
use std::collections::BTreeMap;

pub(super) fn guests(fields: &Fields) -> u32 {
    match fields.value(Field::Guests) {
        Some(FieldValue::Guests(Some(guests))) => *guests,
        _ => 0,
    }
}

pub(super) fn has_customer(fields: &Fields) -> bool {
    matches!(
        fields.value(Field::Customer),
        Some(FieldValue::Customer(Some(_)))
    )
}

fn is_nothing(fields: &Fields, field: Field) -> bool {
    matches!(
        fields.value(field),
        Some(FieldValue::Note(None) | FieldValue::Discount(None))
    )
}

impl Ledger {
    pub(super) fn merge(
        &mut self,
        told: &Told<'_>,
        id: SaleId,
        into: SaleId,
    ) -> Checked<Vec<SaleId>> {
        let at = self.follow(into)?;
        let (source, target) = (self.page(id)?, self.page(at)?);
        let both_open = source.status == Status::Open && target.status == Status::Open;
        for note in &told.outcome.notes {
            let holds = match note {
                Note::AlreadyMerged { into } => source.status == Status::Merged(*into),
                Note::IntoItself => at == id,
                Note::AlreadyFinished => !both_open,
                _ => continue,
            };
            agree("nothing is merged for no reason", "D5", holds)?;
            return Ok(Vec::new());
        }
        agree("what is finished is merged", "D5", both_open && at != id)?;
        self.said_elsewhere(told, into, at)?;
        let (source, target) = (self.page(id)?, self.page(at)?);
        let clash = has_customer(&source.fields)
            && has_customer(&target.fields)
            && source.fields.value(Field::Customer) != target.fields.value(Field::Customer);
        let listed = told.says(|note| matches!(note, Note::CustomerKept { .. }));
        agree("a customer is dropped unsaid", "D6", listed == clash)?;
        self.join(id, at)?;
        self.bring_home(told, id, at)?;
        Ok(vec![id, at])
    }

    /// One page goes on with the lines and tenders of both.
    fn join(&mut self, id: SaleId, at: SaleId) -> Checked {
        let source = self.page_mut(id)?;
        source.status = Status::Merged(at);
        let lines = std::mem::take(&mut source.lines);
        let tenders = std::mem::take(&mut source.tenders);
        let parts = std::mem::take(&mut source.parts);
        let fields = source.fields.clone();
        let target = self.page_mut(at)?;
        target.tenders.extend(tenders);
        target.parts.extend(parts);
        target.parts.push(id);
        target
            .lines
            .extend(lines.into_iter().map(|(line_id, line)| {
                let part = line.part.or(Some(id));
                (line_id, Line { part, ..line })
            }));
        if !is_nothing(&fields, Field::Note) {
            if is_nothing(&target.fields, Field::Note)
                && let Some(note) = fields.value(Field::Note)
            {
                target.fields.turn_to(note.clone());
            } else {
                target.fields.forget(Field::Note);
            }
        }
        let all = match (
            target.fields.value(Field::Guests),
            fields.value(Field::Guests),
        ) {
            (Some(FieldValue::Guests(None)), Some(FieldValue::Guests(None))) => None,
            _ => Some(guests(&target.fields).saturating_add(guests(&fields))),
        };
        target.fields.turn_to(FieldValue::Guests(all));
        let gives = !has_customer(&target.fields) && has_customer(&fields);
        if gives && let Some(customer) = fields.value(Field::Customer) {
            target.fields.turn_to(customer.clone());
        }
        self.page_mut(id)?.gave_customer = gives;
        Ok(())
    }

    /// Units that had been split off may go back to their lines; whether they do is a matter of
    /// discounts, so the row is believed, but only for that.
    fn bring_home(&mut self, told: &Told<'_>, id: SaleId, at: SaleId) -> Checked {
        let Some(row) = told.row(at).map(|row| &row.sale) else {
            return Ok(());
        };
        let returned = row.part(id).is_some_and(|part| part.returned);
        self.page_mut(id)?.returned = returned;
        if !returned {
            return Ok(());
        }
        self.page_mut(id)?.fields.forget(Field::Discount);
        let page = self.page_mut(at)?;
        page.fields.forget(Field::Discount);
        let own = page.lines.iter().filter(|(_, line)| line.part == Some(id));
        let own: Vec<LineId> = own.map(|(line, _)| *line).collect();
        for line_id in own {
            let gone = row.line(line_id).is_some_and(sale::Line::is_removed);
            let Some(line) = page.lines.get_mut(&line_id).filter(|_| gone) else {
                continue;
            };
            let units = std::mem::take(&mut line.units);
            if units == Quantity::ZERO {
                continue;
            }
            line.fields.forget(Field::Discount);
            let (home, product) = (line.split_from, line.product);
            let home = home.and_then(|home| page.lines.get_mut(&home));
            let home = home.filter(|home| home.product == product);
            let home = home.ok_or(("I5", "A7", "units go home to nowhere".to_owned()))?;
            home.units = home.units + units;
            home.fields.forget(Field::Discount);
        }
        // What a discount was shared between is under others' as well.
        for part in page.parts.clone() {
            self.page_mut(part)?.fields.forget(Field::Discount);
        }
        Ok(())
    }

    pub(super) fn unmerge(&mut self, told: &Told<'_>, id: SaleId) -> Checked<Vec<SaleId>> {
        let source = self.page(id)?;
        let into = match source.status {
            Status::Merged(into) => Some(into),
            _ => None,
        };
        let returned = source.returned;
        let whole = into.map(|into| self.page(into)).transpose()?;
        let stays = returned
            || whole.is_none_or(|whole| whole.status != Status::Open || !whole.tenders.is_empty());
        let said = told.says(|note| *note == Note::MergeStays);
        agree(
            "a merge is taken back, or is said to stay",
            "D6",
            said == stays,
        )?;
        let Some(at) = into.filter(|_| !stays) else {
            return Ok(Vec::new());
        };
        self.part(id, at)?;
        Ok(vec![id, at])
    }

    fn part(&mut self, id: SaleId, at: SaleId) -> Checked {
        let mut back = vec![id];
        for part in &self.page(at)?.parts {
            // The inner ones come before the outer one; they lead to it.
            let mut outer = *part;
            while let Status::Merged(into) = self.page(outer)?.status
                && into != at
                && !back.contains(&outer)
            {
                outer = into;
            }
            if outer == id && *part != id {
                back.push(*part);
            }
        }
        let whole = self.page_mut(at)?;
        let lines = std::mem::take(&mut whole.lines);
        let belongs = |part: SaleId| back.contains(&part);
        let (gone, stay): (BTreeMap<_, _>, BTreeMap<_, _>) = lines
            .into_iter()
            .partition(|(_, line)| line.part.is_some_and(belongs));
        whole.lines = stay;
        let parts = std::mem::take(&mut whole.parts);
        let (inner, stay): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| belongs(*part));
        whole.parts = stay;
        let source = self.page_mut(id)?;
        source.status = Status::Open;
        source.parts = inner.into_iter().filter(|part| *part != id).collect();
        source.lines = gone;
        for line in source.lines.values_mut() {
            line.part = line.part.filter(|part| *part != id);
        }
        let gave = std::mem::take(&mut source.gave_customer);
        let fields = source.fields.clone();
        let whole = self.page_mut(at)?;
        let customer = Field::Customer;
        if gave && whole.fields.value(customer) == fields.value(customer) {
            whole.fields.turn_to(FieldValue::Customer(None));
        }
        let left = guests(&whole.fields).saturating_sub(guests(&fields));
        let left = Some(left).filter(|left| *left > 0);
        whole.fields.turn_to(FieldValue::Guests(left));
        if !is_nothing(&fields, Field::Note) {
            whole.fields.forget(Field::Note);
        }
        Ok(())
    }

    pub(super) fn split(&mut self, told: &Told<'_>, split: &SplitSale) -> Checked<Vec<SaleId>> {
        let at = self.landing(told, split.sale_id)?;
        let page = self.page_mut(at)?;
        agree(
            "a finished sale is split",
            "D5",
            page.status == Status::Open,
        )?;
        let mut new = page.beside(split.number.clone(), split.name.clone());
        // Whose discount is shared out, and how, is not told.
        let simple = is_nothing(&page.fields, Field::Discount) && page.parts.is_empty();
        let mut notes = Vec::new();
        for moved in &split.moves {
            let asked = moved.quantity;
            let line = page.lines.get_mut(&moved.line_id);
            let taken = asked.min(line.as_ref().map_or(Quantity::ZERO, |line| line.units));
            if taken < asked {
                notes.push(Note::TookWhatWasThere { asked, taken });
            }
            if let Some(line) = line
                && taken > Quantity::ZERO
            {
                let cut = cut(line, moved.line_id, taken, simple);
                new.lines.insert(moved.new_line_id, cut);
            }
        }
        let nothing = new.lines.is_empty();
        let said = told.says(|note| *note == Note::NothingToSplit);
        agree("nothing is split off, or is said to", "D5", said == nothing)?;
        if nothing {
            return Ok(Vec::new());
        }
        let is_taken = |note: &&Note| matches!(note, Note::TookWhatWasThere { .. });
        let said = told.outcome.notes.iter().filter(is_taken);
        agree("less was split off unsaid", "D5", said.eq(&notes))?;
        if !simple {
            page.fields.forget(Field::Discount);
            new.fields.forget(Field::Discount);
            for part in page.parts.clone() {
                self.page_mut(part)?.fields.forget(Field::Discount);
            }
        }
        let before = self.pages.insert(split.new_sale_id, new);
        agree("a sale is split off twice", "A3", before.is_none())?;
        Ok(vec![at, split.new_sale_id])
    }
}

/// Units leave a line for one of their own.
fn cut(line: &mut Line, from: LineId, taken: Quantity, simple: bool) -> Line {
    line.units = line.units - taken;
    let fixed = !matches!(
        line.fields.value(Field::Discount),
        Some(FieldValue::Discount(None | Some(Discount::Percent(_))))
    );
    if fixed {
        line.fields.forget(Field::Discount);
    }
    let mut cut = Line {
        units: taken,
        part: None,
        split_from: Some(from),
        ..line.clone()
    };
    if !simple {
        cut.fields.forget(Field::Discount);
    }
    cut
}

impl Page {
    /// Whether somebody has written this line's id here before.
    pub(super) fn has(&self, line: LineId) -> bool {
        self.lines.contains_key(&line)
    }
}
