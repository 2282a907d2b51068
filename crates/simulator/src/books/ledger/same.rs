//! Holds rows against the ledger's pages.

use super::{Checked, Ledger, Line, Page, Written, agree};
use sale::{Money, Sale, SaleId, Status, Table, TableId};
use std::collections::BTreeMap;

impl Ledger {
    /// A row that was just written says what the log does.
    pub(super) fn compare(&mut self, row: &Written) -> Checked {
        let sale = &row.sale;
        let page = self.page(sale.id)?;
        self.compare_page(page, row)?;
        if let Some(field) = page.fields.differs(|f| sale.field(None, f), &sale.written) {
            return Err(wrong(sale, "I2", "C4", format!("{field:?}")));
        }
        for (part, id) in sale.parts.iter().zip(&page.parts) {
            let merged = self.page(*id)?;
            let flags = (merged.gave_customer, merged.returned);
            let there = &part.sale;
            let differs = merged
                .fields
                .differs(|f| there.field(None, f), &there.written);
            if flags != (part.gave_customer, part.returned) || differs.is_some() {
                let what = format!("{differs:?} of its part {}", there.number);
                return Err(wrong(sale, "I2", "D6", what));
            }
        }
        let totals = sale.totals();
        let counts: i64 = page.tenders.iter().map(|(_, amount, _)| amount.0).sum();
        if totals.paid.0 != counts {
            return Err(wrong(sale, "I5", "A6 G4", "what is paid".to_owned()));
        }
        if totals.paid + totals.due != totals.total {
            return Err(wrong(sale, "I5", "A6", "its sums".to_owned()));
        }
        self.page_mut(sale.id)?.due = totals.due;
        Ok(())
    }

    fn compare_page(&self, page: &Page, row: &Written) -> Checked {
        let sale = &row.sale;
        if sale.status != page.status || row.gone != (page.status != Status::Open) {
            return Err(wrong(sale, "I3", "A5 D3", format!("{:?}", page.status)));
        }
        if sale.number != page.number {
            return Err(wrong(sale, "I2", "C7", page.number.clone()));
        }
        let closed_by = sale.closing.as_ref().map(|closing| closing.by);
        if closed_by != page.finished_by {
            return Err(wrong(sale, "I2", "H3", "who finished it".to_owned()));
        }
        let tenders = sale.tenders.iter();
        let mut tenders = tenders.map(|tender| (tender.id, tender.amount, tender.rounding));
        let told = page.tenders.iter().copied();
        if sale.tenders.len() != page.tenders.len() || !told.eq(tenders.by_ref()) {
            return Err(wrong(sale, "I5", "A6", format!("{:?}", page.tenders)));
        }
        if !sale.parts.iter().map(|part| &part.sale.id).eq(&page.parts) {
            return Err(wrong(sale, "I2", "D6", format!("{:?}", page.parts)));
        }
        if sale.lines.len() != page.lines.len() {
            return Err(wrong(sale, "I5", "A7", format!("{:?}", page.lines)));
        }
        for line in &sale.lines {
            let told = page.lines.get(&line.id);
            let told = told.ok_or_else(|| wrong(sale, "I5", "A7", format!("no {}", line.name)))?;
            compare_line(sale, line, told)?;
        }
        Ok(())
    }

    /// At rest: the rows are these sales and no others, and every unit that was ever ordered is on
    /// one of them, or somebody took it off (rules A5, A7).
    pub(in super::super) fn compare_all(&self, rows: &BTreeMap<SaleId, Written>) -> Checked {
        for (id, page) in &self.pages {
            let row = rows.get(id);
            let row = row.ok_or_else(|| ("I2", "A5", format!("sale {} is gone", page.number)))?;
            self.compare_page(page, row)?;
        }
        agree("a sale is nobody's", "A5", rows.len() == self.pages.len())?;
        let mut left = self.ordered.clone();
        for line in self.pages.values().flat_map(|page| page.lines.values()) {
            *left.entry(line.product).or_default() -= line.units.0;
        }
        for ((product, _), units) in &self.taken_off {
            *left.entry(*product).or_default() -= units;
        }
        left.retain(|_, units| *units != 0);
        match left.is_empty() {
            true => Ok(()),
            false => Err(("I5", "A7", format!("units are nowhere: {left:?}"))),
        }
    }

    /// The tables that the rows have, and no others (rule F8).
    pub(in super::super) fn compare_layout(&self, rows: &BTreeMap<TableId, Table>) -> Checked {
        match self.layout.is(rows) {
            true => Ok(()),
            false => Err((
                "I2",
                "F8",
                "the layout is another than the log tells".into(),
            )),
        }
    }
}

fn compare_line(sale: &Sale, line: &sale::Line, told: &Line) -> Checked {
    let there = (line.product_id, line.quantity, line.part, line.split_from);
    if there != (told.product, told.units, told.part, told.split_from) {
        let what = format!("{} is {there:?}, and was told as {told:?}", line.name);
        return Err(wrong(sale, "I5", "A7", what));
    }
    match told.fields.differs(|f| line.field(f), &line.written) {
        Some(field) => Err(wrong(
            sale,
            "I2",
            "C4",
            format!("{field:?} of {}", line.name),
        )),
        None => Ok(()),
    }
}

fn wrong(sale: &Sale, invariant: &'static str, rules: &'static str, what: String) -> super::Wrong {
    let number = &sale.number;
    (
        invariant,
        rules,
        format!("sale {number} is not as the log tells: {what}"),
    )
}

impl Page {
    /// What is due by the row's sums.
    pub(super) fn is_due(&self) -> bool {
        self.due > Money::ZERO
    }
}
