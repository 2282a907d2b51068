//! Which chart a section is, how it is drawn, and the sentence that says what it shows.
//!
//! It must not know the page around it.

use super::super::facts::Facts;
use super::change::{Change, change, part_of};
use super::say;
use crate::i18n::{facts as beside, t};
use crate::routes::Address;
use crate::ui::chart::{Cell, Drawing, Frame, Point, Steps, columns, heat, lines, ranked};
use std::cmp::Reverse;
use sync::api::reports::{Dimension, Measure, ReportRow, ReportSection, Unit};

/// Most bars below each other, and most rows and columns of a map.
const BARS: usize = 10;
const SQUARES: usize = 24;
/// Most parts of a stack; what is beyond them is one more.
const PARTS: usize = 5;
/// From how many days on columns are a line.
const COLUMNS: usize = 15;

/// Which chart a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// None: figures beside each other.
    Figures,
    /// A line.
    Lines,
    /// Columns.
    Columns,
    /// Columns of parts.
    Stacks,
    /// A map of squares.
    Map,
    /// Bars below each other.
    Bars,
}

/// The chart of a section.
pub fn chart_of(section: &ReportSection) -> Chart {
    let many = section.rows.len() >= COLUMNS;
    match (section.by, section.and_by) {
        (Dimension::All, _) => Chart::Figures,
        (Dimension::Day, Some(Dimension::Hour)) => Chart::Lines,
        (Dimension::Day, Some(_)) => Chart::Stacks,
        (_, Some(_)) => Chart::Map,
        (Dimension::Day, None) if many => Chart::Lines,
        (Dimension::Day | Dimension::Hour | Dimension::Weekday | Dimension::Age, None) => {
            Chart::Columns
        }
        _ => Chart::Bars,
    }
}

/// The figure of a row in one column.
pub fn value(values: &[Option<i64>], at: usize) -> Option<i64> {
    values.get(at).copied().flatten()
}

fn steps(unit: Unit) -> Steps {
    match unit {
        Unit::Money | Unit::BasisPoints => Steps::Decimal,
        Unit::Count => Steps::Whole(1),
        Unit::Quantity => Steps::Whole(1_000),
        Unit::DurationMs => Steps::Time,
    }
}

/// The names of the parts of a stack, the largest first.
pub fn parts(section: &ReportSection, at: usize) -> Vec<Option<String>> {
    let mut sums: Vec<(Option<String>, i64)> = Vec::new();
    for row in &section.rows {
        let figure = value(&row.values, at).unwrap_or(0);
        match sums.iter_mut().find(|(key, _)| *key == row.second) {
            Some((_, sum)) => *sum = sum.saturating_add(figure),
            None => sums.push((row.second.clone(), figure)),
        }
    }
    sums.sort_by_key(|(_, sum)| Reverse(*sum));
    sums.truncate(PARTS);
    sums.into_iter().map(|(key, _)| key).collect()
}

/// How a section is drawn: the column that is shown, and the words and ways of its points.
#[derive(Clone, Copy)]
pub struct Draw<'a> {
    /// What is drawn.
    pub section: &'a ReportSection,
    /// The column that is shown.
    pub at: usize,
    /// Words and formats.
    pub facts: Facts,
    /// Where a row leads.
    pub way: &'a dyn Fn(&ReportRow) -> Option<Address>,
    /// A figure to hold bars against.
    pub mark: Option<i64>,
}

impl Draw<'_> {
    fn measure(&self) -> Option<&Measure> {
        self.section.measures.get(self.at)
    }

    fn unit(&self) -> Unit {
        self.measure().map_or(Unit::Count, |measure| measure.unit)
    }

    fn told(&self, figure: Option<i64>) -> String {
        say::figure(self.facts, self.unit(), figure)
    }

    fn label(&self, row: &ReportRow) -> String {
        let first = say::key(self.facts, self.section.by, row, false);
        match self.section.and_by {
            None => first,
            Some(and_by) => beside(&[first, say::key(self.facts, and_by, row, true)]),
        }
    }

    fn tip(&self, row: &ReportRow) -> String {
        let mut said = vec![self.label(row), self.told(value(&row.values, self.at))];
        if !row.before.is_empty() {
            said.push(t().reports.was(self.told(value(&row.before, self.at))));
        }
        beside(&said)
    }

    fn point(&self, row: &ReportRow, label: String) -> Point {
        Point {
            label,
            values: vec![value(&row.values, self.at)],
            before: value(&row.before, self.at),
            tip: self.tip(row),
            told: self.told(value(&row.values, self.at)),
            way: (self.way)(row),
        }
    }

    fn short(&self, row: &ReportRow) -> String {
        say::short_key(self.facts, self.section.by, row)
    }

    /// Draws it.
    pub fn drawing(&self, frame: Frame) -> Drawing {
        let unit = self.unit();
        let tick = |figure: i64| say::tick(self.facts, unit, figure);
        let rows = &self.section.rows;
        let in_order = || -> Vec<Point> {
            let points = rows.iter().map(|row| self.point(row, self.short(row)));
            points.collect()
        };
        match chart_of(self.section) {
            Chart::Figures => Drawing::default(),
            Chart::Lines => lines(frame, &in_order(), steps(unit), &tick),
            Chart::Columns => columns(frame, &in_order(), steps(unit), &tick),
            Chart::Stacks => columns(frame, &self.stacks(), steps(unit), &tick),
            Chart::Bars => {
                let rows = self.largest();
                let points = rows.iter().map(|row| self.point(row, self.label(row)));
                ranked(frame, &points.collect::<Vec<_>>(), self.mark)
            }
            Chart::Map => self.map(frame),
        }
    }

    /// The rows with the largest figures.
    fn largest(&self) -> Vec<&ReportRow> {
        let mut rows: Vec<&ReportRow> = self.section.rows.iter().collect();
        rows.sort_by_key(|row| Reverse(value(&row.values, self.at)));
        rows.truncate(BARS);
        rows
    }

    fn stacks(&self) -> Vec<Point> {
        let parts = parts(self.section, self.at);
        let mut points: Vec<(Option<String>, Point)> = Vec::new();
        for row in &self.section.rows {
            if points.last().is_none_or(|(key, _)| *key != row.key) {
                let mut point = self.point(row, self.short(row));
                point.values = vec![None; parts.len() + 1];
                point.before = None;
                point.tip = say::key(self.facts, self.section.by, row, false);
                points.push((row.key.clone(), point));
            }
            let at = parts.iter().position(|part| *part == row.second);
            let figure = value(&row.values, self.at);
            if let Some((_, point)) = points.last_mut() {
                if let Some(place) = point.values.get_mut(at.unwrap_or(parts.len())) {
                    *place = Some(place.unwrap_or(0).saturating_add(figure.unwrap_or(0)));
                }
                let and_by = self.section.and_by.unwrap_or(Dimension::All);
                let name = say::key(self.facts, and_by, row, true);
                let said = t().reports.part(name, self.told(figure));
                point.tip = beside(&[point.tip.clone(), said]);
            }
        }
        points.into_iter().map(|(_, point)| point).collect()
    }

    fn map(&self, frame: Frame) -> Drawing {
        let section = self.section;
        let and_by = section.and_by.unwrap_or(Dimension::All);
        let mut down: Vec<(Option<String>, String)> = Vec::new();
        let mut over: Vec<(Option<String>, String)> = Vec::new();
        for row in &section.rows {
            if down.iter().all(|(key, _)| *key != row.key) {
                down.push((row.key.clone(), self.short(row)));
            }
            if over.iter().all(|(key, _)| *key != row.second) {
                over.push((row.second.clone(), say::key(self.facts, and_by, row, true)));
            }
        }
        for (names, by) in [(&mut down, section.by), (&mut over, and_by)] {
            if matches!(by, Dimension::Hour | Dimension::Weekday) {
                names
                    .sort_by_key(|(key, _)| key.as_deref().and_then(|key| key.parse::<u32>().ok()));
            }
            names.truncate(SQUARES);
        }
        let mut cells = Vec::new();
        for (first, _) in &down {
            for (second, _) in &over {
                let found = section
                    .rows
                    .iter()
                    .find(|row| row.key == *first && row.second == *second);
                let missing = ReportRow {
                    key: first.clone(),
                    second: second.clone(),
                    label: None,
                    values: Vec::new(),
                    before: Vec::new(),
                };
                let row = found.unwrap_or(&missing);
                cells.push(Cell {
                    value: value(&row.values, self.at),
                    tip: self.tip(row),
                    way: found.and_then(|row| (self.way)(row)),
                });
            }
        }
        let names = |of: Vec<(Option<String>, String)>| of.into_iter().map(|(_, name)| name);
        let (down, over): (Vec<_>, Vec<_>) = (names(down).collect(), names(over).collect());
        heat(frame, &down, &over, &cells)
    }

    /// What it shows, in one sentence.
    pub fn sentence(&self) -> String {
        let words = t().reports;
        let (section, at) = (self.section, self.at);
        let name = self
            .measure()
            .map(|one| say::measure(section, one))
            .unwrap_or_default();
        let top = section
            .rows
            .iter()
            .filter(|row| value(&row.values, at).is_some_and(|figure| figure > 0))
            .max_by_key(|row| value(&row.values, at));
        let Some(top) = top else {
            return words.says_nothing(name);
        };
        let (label, figure) = (self.label(top), self.told(value(&top.values, at)));
        let (total, before) = (value(&section.total, at), value(&section.total_before, at));
        match (chart_of(section), total) {
            (Chart::Map, _) => words.says_most(label, name, figure),
            (Chart::Bars, Some(all)) => {
                let part = value(&top.values, at).and_then(|figure| part_of(figure, all));
                match part {
                    Some(part) if part <= 1_000 => {
                        words.says_first(label, name, say::tenths(part), figure)
                    }
                    _ => words.says_most(label, name, figure),
                }
            }
            (Chart::Bars, None) | (_, None) => words.says_most(label, name, figure),
            (_, Some(_)) => {
                let total = self.told(total);
                match change(value(&section.total, at), before) {
                    Change::More(by) => {
                        words.says_more(say::tenths(by), label, name, total, figure)
                    }
                    Change::Less(by) => {
                        words.says_less(say::tenths(by), label, name, total, figure)
                    }
                    Change::Same => words.says_same(label, name, total, figure),
                    Change::Unknown => words.says_total(label, name, total, figure),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(by: Dimension, and_by: Option<Dimension>, rows: usize) -> ReportSection {
        ReportSection {
            id: "s".to_owned(),
            by,
            and_by,
            measures: vec![],
            rows: (0..rows)
                .map(|at| ReportRow {
                    key: Some("k".to_owned()),
                    second: Some(format!("{}", at % 7)),
                    label: None,
                    values: vec![Some(i64::try_from(at % 7).unwrap())],
                    before: vec![],
                })
                .collect(),
            more: 0,
            total: vec![],
            total_before: vec![],
        }
    }

    #[test]
    fn every_section_has_a_chart_that_suits_it() {
        for (by, and_by, rows, chart) in [
            (Dimension::All, None, 1, Chart::Figures),
            (Dimension::Day, None, 7, Chart::Columns),
            (Dimension::Day, None, 31, Chart::Lines),
            (Dimension::Day, Some(Dimension::Method), 31, Chart::Stacks),
            (Dimension::Weekday, Some(Dimension::Hour), 9, Chart::Map),
            (
                Dimension::Register,
                Some(Dimension::Register),
                4,
                Chart::Map,
            ),
            (Dimension::Age, None, 4, Chart::Columns),
            (Dimension::Product, None, 40, Chart::Bars),
        ] {
            assert_eq!(
                chart_of(&section(by, and_by, rows)),
                chart,
                "{by:?} {and_by:?}"
            );
        }
    }

    #[test]
    fn a_stack_names_its_largest_parts() {
        let parts = parts(&section(Dimension::Day, Some(Dimension::Method), 14), 0);
        let names: Vec<&str> = parts.iter().filter_map(Option::as_deref).collect();
        assert_eq!(names, ["6", "5", "4", "3", "2"]);
    }
}
