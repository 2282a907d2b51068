//! The sale on the screen as it is drawn: a draft, a saved sale, or what was last seen of one.
//!
//! It must not know how it came to be on the screen.

use crate::replica::SaleView;
use sale::{
    Discount, EmployeeId, Line, LineId, NewLine, Quantity, RegisterId, Sale, SaleId, Source,
    Status, Totals,
};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line.
    pub id: LineId,
    /// What it is.
    pub name: String,
    /// Extras and remark.
    pub extras: Vec<String>,
    /// How many.
    pub quantity: Quantity,
    /// What they come to.
    pub amount: sale::Money,
    /// Something off them.
    pub discount: Option<Discount>,
    /// Who added them, and on which till.
    pub added: (EmployeeId, Option<RegisterId>),
}

/// What is on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cart {
    /// What the sale is called; none for a new one.
    pub title: Option<String>,
    /// Its lines.
    pub rows: Vec<Row>,
    /// What it comes to.
    pub totals: Totals,
    /// It was open here and is not any more.
    pub gone: bool,
    /// It is only shown here (rule F3).
    pub read_only: bool,
}

impl Cart {
    /// A sale that is not saved yet.
    pub fn of_draft(lines: &[NewLine]) -> Cart {
        let nobody = EmployeeId(uuid::Uuid::nil());
        let line = |new: &NewLine| Line {
            id: new.id,
            product_id: new.product_id,
            name: new.name.clone(),
            unit_price: new.unit_price,
            quantity: new.quantity,
            modifiers: new.modifiers.clone(),
            discount: new.discount,
            taxes: new.taxes.clone(),
            note: new.note.clone(),
            added_by: nobody,
            added_on: None,
            part: None,
            split_from: None,
            written: Vec::new(),
        };
        let sale = Sale {
            id: SaleId(uuid::Uuid::nil()),
            number: String::new(),
            name: None,
            status: Status::Open,
            source: Source::Register,
            owner: nobody,
            opened_by: nobody,
            register_id: None,
            opened_at_ms: 0,
            table: None,
            customer: None,
            guests: None,
            note: None,
            discount: None,
            lines: lines.iter().map(line).collect(),
            tenders: Vec::new(),
            follows: None,
            split_from: None,
            parts: Vec::new(),
            written: Vec::new(),
            closing: None,
        };
        Cart {
            title: None,
            rows: rows_of(&sale),
            totals: sale.totals(),
            gone: false,
            read_only: false,
        }
    }

    /// A saved sale, or what was last seen of it.
    pub fn of_saved(view: &SaleView, gone: bool) -> Cart {
        Cart {
            title: Some(view.sale.title().to_owned()),
            rows: rows_of(&view.sale),
            totals: view.totals.clone(),
            gone,
            read_only: view.read_only,
        }
    }

    /// A sale that nobody has seen here.
    pub fn gone() -> Cart {
        Cart {
            gone: true,
            ..Cart::default()
        }
    }
}

fn rows_of(sale: &Sale) -> Vec<Row> {
    let row = |line: &Line| Row {
        id: line.id,
        name: line.name.clone(),
        extras: line
            .modifiers
            .iter()
            .map(|modifier| modifier.name.clone())
            .chain(line.note.clone())
            .collect(),
        quantity: line.quantity,
        amount: line.amount(),
        discount: line.discount,
        added: (line.added_by, line.added_on),
    };
    sale.standing_lines().map(row).collect()
}
