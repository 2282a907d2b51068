//! What changes to one sale come to: units, fields, how it ends (rules C1 to C4, D1 to D4, G3).

use super::{Checked, Fields, Ledger, Line, Page, Told, agree};
use sale::{
    Change, Discount, EmployeeId, Field, FieldValue, LineId, Method, Money, NewLine, NewTender,
    Note, OpenSale, Quantity, SaleId, Status,
};
use std::collections::BTreeMap;

impl Page {
    pub(super) fn opened(number: String, owner: EmployeeId, fields: [FieldValue; 5]) -> Page {
        let more = [FieldValue::Owner(owner), FieldValue::Discount(None)];
        Page {
            number,
            status: Status::Open,
            finished_by: None,
            lines: BTreeMap::new(),
            tenders: Vec::new(),
            fields: Fields::first(fields.into_iter().chain(more)),
            parts: Vec::new(),
            gave_customer: false,
            returned: false,
            due: Money::ZERO,
        }
    }

    /// The sale after this one, or beside it: on the same table, for the same customer, looked after
    /// by the same person.
    pub(super) fn beside(&self, number: String, name: Option<String>) -> Page {
        let same = |field| self.fields.value(field).cloned();
        let first = [
            Some(FieldValue::Name(name)),
            Some(FieldValue::Note(None)),
            Some(FieldValue::Guests(None)),
            Some(FieldValue::Discount(None)),
            same(Field::Table),
            same(Field::Customer),
            same(Field::Owner),
        ];
        let fields = [
            FieldValue::Name(None),
            FieldValue::Note(None),
            FieldValue::Guests(None),
            FieldValue::Table(None),
            FieldValue::Customer(None),
        ];
        let mut page = Page::opened(number, EmployeeId(uuid::Uuid::nil()), fields);
        for value in first.into_iter().flatten() {
            page.fields.turn_to(value);
        }
        page
    }

    pub(super) fn followed_up(&self) -> Page {
        self.beside(format!("{}+", self.number), None)
    }
}

impl Line {
    fn new(line: &NewLine, part: Option<SaleId>) -> Line {
        Line {
            product: line.product_id,
            units: line.quantity,
            part,
            split_from: None,
            fields: Fields::first([
                FieldValue::UnitPrice(line.unit_price),
                FieldValue::Modifiers(line.modifiers.clone()),
                FieldValue::Discount(line.discount),
                FieldValue::Note(line.note.clone()),
            ]),
        }
    }
}

impl Ledger {
    pub(super) fn open(&mut self, told: &Told<'_>, open: &OpenSale) -> Checked<Vec<SaleId>> {
        let fields = [
            FieldValue::Name(open.name.clone()),
            FieldValue::Note(open.note.clone()),
            FieldValue::Guests(open.guests),
            FieldValue::Table(open.table.clone()),
            FieldValue::Customer(open.customer.clone()),
        ];
        let mut page = Page::opened(open.number.clone(), told.by, fields);
        for line in &open.lines {
            page.lines.insert(line.id, Line::new(line, None));
            self.order(line.product_id, line.quantity);
        }
        let before = self.pages.insert(open.sale_id, page);
        agree("a sale is opened twice", "A3", before.is_none())?;
        Ok(vec![open.sale_id])
    }

    pub(super) fn add(
        &mut self,
        told: &Told<'_>,
        id: SaleId,
        line: &NewLine,
    ) -> Checked<Vec<SaleId>> {
        let (at, part) = self.place_for_goods(id)?;
        self.said_elsewhere(told, id, at)?;
        self.order(line.product_id, line.quantity);
        let page = self.page_mut(at)?;
        let before = page.lines.insert(line.id, Line::new(line, part));
        agree("a line is added twice", "A3", before.is_none())?;
        Ok(vec![at])
    }

    pub(super) fn quantity(
        &mut self,
        told: &Told<'_>,
        id: SaleId,
        line_id: LineId,
        difference: Quantity,
    ) -> Checked<Vec<SaleId>> {
        let (at, by) = (self.follow(id)?, told.by);
        if self.page(at)?.status != Status::Open {
            return self.late_units(told, id, line_id, difference);
        }
        self.said_elsewhere(told, id, at)?;
        let line = self.page_mut(at)?.lines.get_mut(&line_id);
        let line = line.ok_or(("I2", "A4", "the line is not there".to_owned()))?;
        let asked = (Quantity::ZERO - difference).max(Quantity::ZERO);
        let taken = asked.min(line.units);
        line.units = (line.units + difference).max(Quantity::ZERO);
        let product = line.product;
        let said = told.says(|note| *note == Note::TookWhatWasThere { asked, taken });
        agree("less was taken off unsaid", "D5", said == (taken < asked))?;
        if asked > Quantity::ZERO {
            *self.taken_off.entry((product, by)).or_default() += taken.0;
        } else {
            self.order(product, difference);
        }
        Ok(vec![at])
    }

    /// More units of what a finished sale had are goods of the one after it (rules D2, D4).
    fn late_units(
        &mut self,
        told: &Told<'_>,
        id: SaleId,
        line_id: LineId,
        more: Quantity,
    ) -> Checked<Vec<SaleId>> {
        agree(
            "units are taken off a finished sale",
            "D2",
            more > Quantity::ZERO,
        )?;
        let line = self.page(self.follow(id)?)?.lines.get(&line_id).cloned();
        let line = line.ok_or(("I2", "A4", "the line is not there".to_owned()))?;
        let (at, part) = self.place_for_goods(id)?;
        self.said_elsewhere(told, id, at)?;
        self.order(line.product, more);
        let place = self.page_mut(at)?.lines.entry(line_id.on_follow_up(at));
        let there = place.or_insert_with(|| {
            let mut fields = line.fields.unwritten();
            // A fixed discount was for the units that were there.
            if let Some(FieldValue::Discount(Some(Discount::Amount(_)))) =
                fields.value(Field::Discount)
            {
                fields.turn_to(FieldValue::Discount(None));
            }
            Line {
                units: Quantity::ZERO,
                part,
                split_from: None,
                fields,
                ..line
            }
        });
        there.units = there.units + more;
        Ok(vec![at])
    }

    /// One field is written, of a line or of the sale (rule C4); of a merged sale where its effect is
    /// (rules D1, D6).
    pub(super) fn write(&mut self, told: &Told<'_>, change: &Change) -> Checked<Vec<SaleId>> {
        let (Some(id), Some((line, value))) = (change.sale_id(), change.writes()) else {
            return agree("a change is not known", "A4", false).map(|()| Vec::new());
        };
        let at = self.landing(told, id)?;
        let by = told.by;
        if let Some(line) = line {
            let line = self.page_mut(at)?.lines.get_mut(&line);
            let line = line.ok_or(("I2", "A4", "the line is not there".to_owned()))?;
            line.fields.write(value, by);
            return Ok(vec![at]);
        }
        if at == id {
            self.page_mut(at)?.fields.write(value, by);
            return Ok(vec![at]);
        }
        let merged = self.page_mut(id)?;
        let (before, gave) = (merged.fields.clone(), merged.gave_customer);
        merged.fields.write(value.clone(), by);
        let is_some = matches!(&value, FieldValue::Customer(Some(_)));
        let whole = self.page_mut(at)?;
        match value {
            FieldValue::Guests(now) => {
                let was = super::merging::guests(&before);
                let all = super::merging::guests(&whole.fields).saturating_sub(was);
                let all = all.saturating_add(now.unwrap_or(0));
                let all = FieldValue::Guests(Some(all).filter(|all| *all > 0));
                whole.fields.turn_to(all);
            }
            FieldValue::Note(_) => whole.fields.forget(Field::Note),
            FieldValue::Discount(_) => {}
            FieldValue::Customer(_) if gave || !super::merging::has_customer(&whole.fields) => {
                whole.fields.write(value, by);
                self.page_mut(id)?.gave_customer = is_some;
            }
            FieldValue::Customer(_) => {}
            value => whole.fields.write(value, by),
        }
        Ok(vec![at])
    }

    /// Money is taken. Its rounding stands where it is the way to the nearest coin and the cash ends
    /// what is due; else all that changed hands counts (rule G4).
    pub(super) fn take(
        &mut self,
        told: &Told<'_>,
        id: SaleId,
        tender: &NewTender,
    ) -> Checked<Vec<SaleId>> {
        let at = self.landing(told, id)?;
        let coin = self.coin.0;
        let page = self.page_mut(at)?;
        let counted: i64 = page.tenders.iter().map(|(_, amount, _)| amount.0).sum();
        let due = match page.status {
            Status::Voided => -counted,
            _ => page.due.0,
        };
        let beyond = tender.amount.0.checked_rem_euclid(coin).unwrap_or(0);
        let near = |rounding: i64| {
            let down = rounding == -beyond && beyond * 2 <= coin;
            let up = rounding == coin - beyond && beyond * 2 >= coin;
            down || up
        };
        let ends = tender.method == Method::Cash && tender.amount.0 == due;
        let rounding = tender.rounding.0;
        let stands = rounding == 0 || (ends && coin > 0 && near(rounding));
        let tender = match stands {
            true => (tender.id, tender.amount, tender.rounding),
            false => (tender.id, tender.amount + tender.rounding, Money::ZERO),
        };
        page.tenders.push(tender);
        Ok(vec![at])
    }

    pub(super) fn close(&mut self, told: &Told<'_>, id: SaleId) -> Checked<Vec<SaleId>> {
        let at = self.landing(told, id)?;
        let by = told.by;
        let page = self.page_mut(at)?;
        let finished = page.status != Status::Open;
        let said = told.says(|note| *note == Note::AlreadyFinished);
        agree("a sale closes twice, or is said to", "D3", said == finished)?;
        let due = !finished && page.is_due();
        let said = told.says(|note| matches!(note, Note::StillDue { .. }));
        agree("a sale closes with something due", "G3", said == due)?;
        if finished || due {
            return Ok(Vec::new());
        }
        page.status = Status::Closed;
        page.finished_by = Some(by);
        Ok(vec![at])
    }

    pub(super) fn void(&mut self, told: &Told<'_>, id: SaleId) -> Checked<Vec<SaleId>> {
        let at = self.landing(told, id)?;
        let by = told.by;
        agree("a void takes another sale along", "D1", at == id)?;
        let page = self.page_mut(at)?;
        let voided = page.status == Status::Voided;
        let said = told.says(|note| *note == Note::AlreadyFinished);
        agree(
            "a sale is voided twice, or is said to",
            "D4",
            said == voided,
        )?;
        if voided {
            return Ok(Vec::new());
        }
        agree("a closed sale is voided", "D3", page.status == Status::Open)?;
        page.status = Status::Voided;
        page.finished_by = Some(by);
        Ok(vec![at])
    }

    pub(super) fn unvoid(&mut self, told: &Told<'_>, id: SaleId) -> Checked<Vec<SaleId>> {
        let at = self.landing(told, id)?;
        let page = self.page_mut(at)?;
        let voided = page.status == Status::Voided;
        let said = told.says(|note| *note == Note::NotVoided);
        agree(
            "a void is taken back, or is said not to",
            "D4",
            said != voided,
        )?;
        if !voided {
            return Ok(Vec::new());
        }
        page.status = Status::Open;
        page.finished_by = None;
        Ok(vec![at])
    }
}
