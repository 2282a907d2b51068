//! A section of a report as a file: CSV by RFC 4180 or a workbook. Amounts are decimals of the
//! currency, goods are units, shares are per cent and times are seconds.

use crate::storage::reports::Raw;
use crate::storage::{ReadError, StoreNo};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rusqlite::Connection;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use sale::Currency;
use sale::civil::Days;
use sync::api::reports::{ExportFormat, ReportRow, ReportSection, Unit};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Names a file's text as UTF-8 to spreadsheets, which else take it for the machine's own letters.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A file, whole.
pub(super) struct File {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

impl File {
    pub(super) fn answer(self) -> Response {
        let named = format!("attachment; filename=\"{}\"", self.name);
        let named = HeaderValue::from_str(&named)
            .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static(self.kind)),
            (CONTENT_DISPOSITION, named),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (headers, self.bytes).into_response()
    }
}

/// Makes the file of a section. What it holds is bounded by the rows that a section can have.
///
/// # Errors
/// When the names of keys cannot be read, or the workbook cannot be made.
pub(super) fn of(
    connection: &Connection,
    store: StoreNo,
    raw: &Raw,
    days: Days,
    currency: &Currency,
    format: ExportFormat,
) -> Result<File, ReadError> {
    let section = &raw.section;
    let mut lines = Vec::with_capacity(section.rows.len());
    for row in &section.rows {
        let second = raw.second_label(connection, store, row)?;
        lines.push((texts(section, row, second), values(row)));
    }
    let compared = !section.total_before.is_empty();
    let mut foot = vec!["total".to_owned()];
    foot.resize(heads(section).len(), String::new());
    let total = section.total.iter().chain(&section.total_before);
    lines.push((foot, total.copied().collect()));
    let mut head = heads(section);
    let mut units = Vec::new();
    for prefix in ["", "before_"].iter().take(if compared { 2 } else { 1 }) {
        for measure in &section.measures {
            head.push(format!("{prefix}{}", measure.id));
            units.push(measure.unit);
        }
    }
    let (kind, ending, bytes) = match format {
        ExportFormat::Csv => (
            "text/csv; charset=utf-8",
            "csv",
            csv(&head, &units, &lines, currency, false)?,
        ),
        ExportFormat::CsvComma => (
            "text/csv; charset=utf-8",
            "csv",
            csv(&head, &units, &lines, currency, true)?,
        ),
        ExportFormat::Xlsx => (
            WORKBOOK,
            "xlsx",
            workbook(&section.id, &head, &units, &lines, currency)
                .map_err(|error| ReadError::Failed(error.to_string()))?,
        ),
    };
    Ok(File {
        name: format!("{}_{}_{}.{ending}", section.id, days.first, days.last),
        kind,
        bytes,
    })
}

type Line = (Vec<String>, Vec<Option<i64>>);

/// The heads of the columns that are no figures.
fn heads(section: &ReportSection) -> Vec<String> {
    let word = |by| {
        let word = serde_json::to_value(by).unwrap_or_default();
        word.as_str().unwrap_or_default().to_owned()
    };
    let mut heads = vec![word(section.by), "name".to_owned()];
    heads.extend(section.and_by.map(word));
    heads
}

fn texts(section: &ReportSection, row: &ReportRow, second: Option<String>) -> Vec<String> {
    let key = row.key.clone().unwrap_or_default();
    let name = row.label.clone().unwrap_or_else(|| key.clone());
    let mut texts = vec![key, name];
    if section.and_by.is_some() {
        texts.push(second.unwrap_or_default());
    }
    texts
}

fn values(row: &ReportRow) -> Vec<Option<i64>> {
    row.values.iter().chain(&row.before).copied().collect()
}

/// Decimals of a unit.
fn decimals(unit: Unit, currency: &Currency) -> u8 {
    match unit {
        Unit::Money => currency.exponent,
        Unit::Count => 0,
        Unit::Quantity | Unit::DurationMs => 3,
        Unit::BasisPoints => 2,
    }
}

/// A figure as digits, exact.
pub(super) fn digits(value: i64, decimals: u8, point: char) -> String {
    if decimals == 0 {
        return value.to_string();
    }
    let whole = 10_u64.saturating_pow(u32::from(decimals));
    let sign = if value < 0 { "-" } else { "" };
    let (units, rest) = (value.unsigned_abs() / whole, value.unsigned_abs() % whole);
    let width = usize::from(decimals);
    format!("{sign}{units}{point}{rest:0width$}")
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn safe(text: &str) -> String {
    match text.starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn csv(
    head: &[String],
    units: &[Unit],
    lines: &[Line],
    currency: &Currency,
    comma: bool,
) -> Result<Vec<u8>, ReadError> {
    let failed = |error: csv::Error| ReadError::Failed(error.to_string());
    let (delimiter, point) = if comma { (b';', ',') } else { (b',', '.') };
    let mut bytes = if comma { MARK.to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(head).map_err(failed)?;
    for (texts, values) in lines {
        let texts = texts.iter().map(|text| safe(text));
        let values = values.iter().zip(units).map(|(value, unit)| {
            let digits = |value| digits(value, decimals(*unit, currency), point);
            value.map_or_else(String::new, digits)
        });
        writer.write_record(texts.chain(values)).map_err(failed)?;
    }
    writer
        .flush()
        .map_err(|error| ReadError::Failed(error.to_string()))?;
    drop(writer);
    Ok(bytes)
}

fn workbook(
    id: &str,
    head: &[String],
    units: &[Unit],
    lines: &[Line],
    currency: &Currency,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    // A sheet's name has 31 letters at most.
    sheet.set_name(id.chars().take(31).collect::<String>())?;
    sheet.set_freeze_panes(1, 0)?;
    let formats: Vec<Format> = units
        .iter()
        .map(|unit| match decimals(*unit, currency) {
            0 => Format::new().set_num_format("#,##0"),
            decimals => {
                let noughts = "0".repeat(usize::from(decimals));
                Format::new().set_num_format(format!("#,##0.{noughts}"))
            }
        })
        .collect();
    for (head, column) in head.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    for ((texts, values), row) in lines.iter().zip(1_u32..) {
        let mut column = 0_u16;
        for text in texts {
            // A text is never a formula here: it is written as what it is.
            sheet.write_string(row, column, text)?;
            column += 1;
        }
        for ((value, unit), format) in values.iter().zip(units).zip(&formats) {
            let number = value.map(|value| digits(value, decimals(*unit, currency), '.'));
            // Workbooks know no other numbers than floats.
            if let Some(Ok(number)) = number.map(|digits| digits.parse::<f64>()) {
                sheet.write_number_with_format(row, column, number, format)?;
            }
            column += 1;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact_and_texts_are_no_formulas() {
        assert_eq!(digits(-5, 2, '.'), "-0.05");
        assert_eq!(digits(123_456, 2, ','), "1234,56");
        assert_eq!(digits(7, 0, '.'), "7");
        assert_eq!(digits(i64::MIN, 3, '.'), "-9223372036854775.808");
        for text in ["=1+1", "+1", "-1", "@a", "\tx", "\rx"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        assert_eq!(safe("Tea = good"), "Tea = good");
    }
}
