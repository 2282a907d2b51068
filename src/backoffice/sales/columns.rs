//! The columns of the list of sales: which there are, which somebody wants to see and in which order.
//! This browser keeps that.
//!
//! It must not know rows.

use super::super::places::{Listed, Sort};
use crate::i18n::t;
use crate::platform::storage;
use leptos::prelude::*;

/// The preference that keeps them.
const CHOSEN: &str = "sales-columns";

/// One column; the sale itself always comes first and is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Where it was opened.
    Register,
    /// Who looks after it.
    Employee,
    /// Its table.
    Table,
    /// How many people.
    Guests,
    /// Who it is for.
    Customer,
    /// How many units.
    Items,
    /// How long it has been open, or when it was finished.
    Time,
    /// When it was opened.
    Opened,
    /// What was paid on it.
    Paid,
    /// What is still to be paid.
    Due,
    /// What it comes to.
    Total,
}

/// All of them, with their words in addresses and preferences.
const WORDS: [(Column, &str); 11] = [
    (Column::Register, "register"),
    (Column::Employee, "employee"),
    (Column::Table, "table"),
    (Column::Guests, "guests"),
    (Column::Customer, "customer"),
    (Column::Items, "lines"),
    (Column::Time, "time"),
    (Column::Opened, "opened"),
    (Column::Paid, "paid"),
    (Column::Due, "due"),
    (Column::Total, "total"),
];

/// What is shown to who has chosen nothing.
const USUAL: [Column; 6] = [
    Column::Register,
    Column::Employee,
    Column::Table,
    Column::Items,
    Column::Time,
    Column::Total,
];

impl Column {
    /// All there are, in their usual order.
    pub fn all() -> impl Iterator<Item = Column> {
        WORDS.iter().map(|(column, _)| *column)
    }

    /// Its word for programs.
    pub fn word(self) -> &'static str {
        let known = WORDS.iter().find(|(column, _)| *column == self);
        known.map_or("", |(_, word)| word)
    }

    fn named(word: &str) -> Option<Column> {
        let known = WORDS.iter().find(|(_, one)| *one == word);
        known.map(|(column, _)| *column)
    }

    /// The class of its cells.
    pub fn class(self) -> &'static str {
        match self {
            Column::Register => "cell-register",
            Column::Employee => "cell-employee",
            Column::Table => "cell-table",
            Column::Guests => "cell-guests",
            Column::Customer => "cell-customer",
            Column::Items => "cell-lines",
            Column::Time => "cell-time",
            Column::Opened => "cell-opened",
            Column::Paid => "cell-paid money",
            Column::Due => "cell-due money",
            Column::Total => "cell-total money",
        }
    }

    /// Its heading.
    pub fn heading(self, listed: Listed) -> &'static str {
        let words = t().backoffice;
        match self {
            Column::Register => words.column_register,
            Column::Employee => words.column_employee,
            Column::Table => words.column_table,
            Column::Guests => words.guests,
            Column::Customer => words.customer,
            Column::Items => words.column_lines,
            Column::Time => match listed {
                Listed::Open => words.column_opened,
                Listed::Closed => words.column_closed,
                Listed::Voided => words.column_voided,
            },
            Column::Opened => words.opened,
            Column::Paid => words.paid,
            Column::Due => words.due,
            Column::Total => words.column_total,
        }
    }

    /// What a press on its heading sorts by; none where a list cannot.
    pub fn sort(self, listed: Listed) -> Option<Sort> {
        let open = listed == Listed::Open;
        match self {
            Column::Register => Some(Sort::Register),
            Column::Employee => Some(Sort::Employee),
            Column::Time => Some(Sort::Opened),
            Column::Total => Some(Sort::Total),
            Column::Table => open.then_some(Sort::Table),
            Column::Items => open.then_some(Sort::Lines),
            Column::Due => open.then_some(Sort::Due),
            Column::Guests | Column::Customer | Column::Opened | Column::Paid => None,
        }
    }
}

/// Columns as a text: their words with commas between.
pub fn written(columns: &[Column]) -> String {
    let words: Vec<&str> = columns.iter().map(|column| column.word()).collect();
    words.join(",")
}

/// The columns of such a text; what is unknown or named twice is left out.
pub fn read(text: &str) -> Vec<Column> {
    let mut columns = Vec::new();
    for column in text.split(',').filter_map(Column::named) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

/// The columns of this browser. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Columns(RwSignal<Vec<Column>>);

impl Columns {
    /// Reads them and gives them to everything below.
    pub fn provide() {
        let kept = storage::preference(CHOSEN).map(|text| read(&text));
        provide_context(Columns(RwSignal::new(
            kept.unwrap_or_else(|| USUAL.to_vec()),
        )));
    }

    /// The ones that [`Columns::provide`] gave.
    pub fn get() -> Columns {
        use_context().unwrap_or_else(|| Columns(RwSignal::new(USUAL.to_vec())))
    }

    /// Which are shown, in order.
    pub fn shown(self) -> Signal<Vec<Column>> {
        self.0.into()
    }

    /// Shows these, and keeps that.
    pub fn show(self, columns: Vec<Column>) {
        let usual = columns == USUAL;
        storage::set_preference(CHOSEN, (!usual).then(|| written(&columns)).as_deref());
        self.0.set(columns);
    }

    /// The usual ones again.
    pub fn reset(self) {
        self.show(USUAL.to_vec());
    }

    /// Shows a column or hides it.
    pub fn toggle(self, column: Column) {
        let mut columns = self.0.get_untracked();
        match columns.iter().position(|one| *one == column) {
            Some(at) => {
                columns.remove(at);
            }
            None => columns.push(column),
        }
        self.show(columns);
    }

    /// Moves a shown column one place to the front or to the end.
    pub fn shift(self, column: Column, to_end: bool) {
        let columns = moved(self.0.get_untracked(), column, to_end);
        self.show(columns);
    }
}

fn moved(mut columns: Vec<Column>, column: Column, to_end: bool) -> Vec<Column> {
    let at = columns.iter().position(|one| *one == column);
    let to = at.and_then(|at| match to_end {
        true => at.checked_add(1).filter(|to| *to < columns.len()),
        false => at.checked_sub(1),
    });
    if let Some((at, to)) = at.zip(to) {
        columns.swap(at, to);
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_round_trip_and_what_is_unknown_is_left_out() {
        let all: Vec<Column> = Column::all().collect();
        assert_eq!(read(&written(&all)), all);
        assert_eq!(read("due,colour,due,,total"), [Column::Due, Column::Total]);
    }

    #[test]
    fn the_first_goes_no_further_to_the_front() {
        let columns = vec![Column::Due, Column::Total];
        assert_eq!(moved(columns.clone(), Column::Due, false), columns);
        assert_eq!(
            moved(columns, Column::Due, true),
            [Column::Total, Column::Due]
        );
    }
}
