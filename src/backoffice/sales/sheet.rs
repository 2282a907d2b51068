//! A list of sales on paper and as a file: every row of it, however few are drawn on the screen.
//!
//! It must not know which sales are chosen.

use super::super::facts::Facts;
use super::super::places::Listed;
use super::columns::{Column, Columns};
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::platform::{clock, files, location};
use crate::replica::SaleView;
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use sale::Money;
use std::sync::Arc;

/// Most rows on paper.
const MOST_PRINTED: usize = 5_000;

/// Prints and exports. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sheet {
    facts: Facts,
    listed: Memo<Listed>,
    columns: Signal<Vec<Column>>,
    toasts: Toasts,
    /// What is on paper; nothing while nobody prints.
    printed: RwSignal<Vec<Arc<SaleView>>>,
}

impl Sheet {
    /// Of such sales, in this browser's columns.
    pub fn of(listed: Memo<Listed>) -> Sheet {
        Sheet {
            facts: Facts::get(),
            listed,
            columns: Columns::get().shown(),
            toasts: Toasts::get(),
            printed: RwSignal::new(Vec::new()),
        }
    }

    /// Prints these.
    pub fn print(self, mut views: Vec<Arc<SaleView>>) {
        views.truncate(MOST_PRINTED);
        self.printed.set(views);
        // Once they are drawn; the browser's dialog holds everything up until it is closed.
        request_animation_frame(move || {
            request_animation_frame(move || {
                location::print();
                let _ = self.printed.try_set(Vec::new());
            });
        });
    }

    /// Saves these as a file.
    pub fn export(self, views: &[Arc<SaleView>]) {
        let heads = self.heads();
        let rows = views.iter().map(|view| self.cells(view, true));
        let text = csv(std::iter::once(heads).chain(rows));
        let name = format!("{}.csv", t().backoffice.sales);
        if files::save(&name, "text/csv;charset=utf-8", &text) {
            let count = u64::try_from(views.len()).unwrap_or(0);
            self.toasts.show(Toast::done(t().sales.exported(count)));
        }
    }

    fn heads(self) -> Vec<String> {
        let words = t().backoffice;
        let mut heads = vec![words.number.to_owned(), words.column_sale.to_owned()];
        let listed = self.listed.get_untracked();
        heads.extend(self.columns.with_untracked(|columns| {
            let heads = columns.iter().map(|column| match column {
                Column::Time if listed == Listed::Open => words.opened.to_owned(),
                column => column.heading(listed).to_owned(),
            });
            heads.collect::<Vec<_>>()
        }));
        if listed == Listed::Voided {
            heads.push(words.void_reason.to_owned());
        }
        heads
    }

    /// One row; for a program amounts are plain numbers.
    fn cells(self, view: &SaleView, plain: bool) -> Vec<String> {
        let (sale, totals, facts) = (&view.sale, &view.totals, self.facts);
        let closing = sale.closing.as_ref();
        let time_ms = closing.map_or(sale.opened_at_ms, |closing| closing.at_ms);
        let money = |amount: Money| match plain {
            true => facts.decimal(amount),
            false => facts.money(amount),
        };
        let mut cells = vec![sale.number.clone(), sale.title().to_owned()];
        let cell = |column: Column| match column {
            Column::Register => facts.place(sale.register_id, Some(sale.source)),
            Column::Employee => facts.employee(closing.map_or(sale.owner, |closing| closing.by)),
            Column::Table => sale
                .table
                .as_ref()
                .map(|t| t.name.clone())
                .unwrap_or_default(),
            Column::Guests => sale.guests.map(|n| n.to_string()).unwrap_or_default(),
            Column::Customer => sale
                .customer
                .as_ref()
                .map(|c| c.name.clone())
                .unwrap_or_default(),
            Column::Items => sale.items().to_string(),
            Column::Time => facts.time(time_ms, Shown::Full),
            Column::Opened => facts.time(sale.opened_at_ms, Shown::Full),
            Column::Paid => money(totals.paid),
            Column::Due => money(totals.due),
            Column::Total => money(totals.total),
        };
        cells.extend(untrack(|| {
            let columns = self.columns.get();
            columns.into_iter().map(cell).collect::<Vec<_>>()
        }));
        if self.listed.get_untracked() == Listed::Voided {
            cells.push(closing.and_then(|c| c.reason.clone()).unwrap_or_default());
        }
        cells
    }
}

/// What is on paper.
#[component]
pub fn PrintSheet(
    /// What prints.
    sheet: Sheet,
) -> impl IntoView {
    let facts = sheet.facts;
    let table = move || {
        let views = sheet.printed.get();
        (!views.is_empty()).then(|| {
            let heads = sheet.heads().into_iter();
            let total = views.iter().fold(Money::ZERO, |sum, view| sum + view.totals.total);
            let count = u64::try_from(views.len()).unwrap_or(0);
            let rows = views.iter().map(|view| {
                let cells = sheet.cells(view, false).into_iter();
                view! { <tr>{cells.map(|text| view! { <td>{text}</td> }).collect_view()}</tr> }
            });
            view! {
                <h1>{facts.store_name()} " · " {t().backoffice.sales}</h1>
                <p>
                    {facts.time(clock::now_ms(), Shown::Full)} " · " {t().backoffice.found(count)} " · "
                    {facts.money(total)}
                </p>
                <table>
                    <thead>
                        <tr>
                            {heads
                                .map(|text| view! { <th scope="col">{text}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            }
        })
    };
    view! {
        <div class="print-sheet" aria-hidden="true" class:is-printing=move || sheet.printed.with(|v| !v.is_empty())>
            {table}
        </div>
    }
}

/// Rows as RFC 4180 has them, led by the mark by which spreadsheets know UTF-8.
fn csv(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell: no spreadsheet takes it for a formula, and commas, quotes and line ends stay in it.
fn quoted(cell: &str) -> String {
    let is_number = cell.trim().parse::<f64>().is_ok();
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    let safe = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    match safe.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", safe.replace('"', "\"\"")),
        false => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that a guest gave must not be run by whoever opens the file.
    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("-2.50", "-2.50"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd|x", "'-cmd|x"),
            ("Table 1, garden", "\"Table 1, garden\""),
            ("the \"big\" one", "\"the \"\"big\"\" one\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }

    #[test]
    fn rows_end_as_the_standard_says() {
        let rows = [
            vec!["a".to_owned(), "b".to_owned()],
            vec!["1".to_owned(), String::new()],
        ];
        assert_eq!(csv(rows.into_iter()), "\u{feff}a,b\r\n1,\r\n");
    }
}
