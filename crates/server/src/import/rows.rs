//! Reading the data set: rows into products and invoices. A row that is no ordinary sale is counted
//! by what is the matter with it, and named; none is left out silently.

use super::ImportError;
use crate::sheet::amount::{decimal_of, plain};
use crate::sheet::{Record, Sheet};
use sale::{Currency, Money, NotMoney, Quantity};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use sync::api::goods::Decimal;

/// Most rows of one import.
const MOST_ROWS: u64 = 10_000_000;
/// Places named for each reason.
const MOST_PLACES: usize = 3;
/// How often it is told how many rows were read.
const TOLD_EVERY: u32 = 10_000;

/// Rows that were skipped for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What is the matter with them.
    pub reason: String,
    /// How many there are.
    pub rows: u64,
    /// The first few, as `file:line`.
    pub places: Vec<String>,
}

/// A line of an invoice.
pub(super) struct InvoiceLine {
    pub code: String,
    pub quantity: Quantity,
    pub price: Money,
}

/// An ordinary invoice.
pub(super) struct Invoice {
    pub number: String,
    pub date: String,
    pub customer: Option<String>,
    pub country: String,
    pub lines: Vec<InvoiceLine>,
}

/// A product, as its last row has it.
pub(super) struct FoundProduct {
    pub description: String,
    pub price: Money,
}

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub rows: u64,
    pub skipped: Vec<Skipped>,
    pub products: BTreeMap<String, FoundProduct>,
    pub invoices: Vec<Invoice>,
}

/// The files that are meant, in the order of their names.
///
/// # Errors
/// When a folder cannot be read or there is no file.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        let failed = |error: std::io::Error| ImportError::File(path.clone(), error.to_string());
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            if file
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
            {
                inside.push(file);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        return Err(ImportError::NoFiles);
    }
    Ok(files)
}

/// Where the columns are.
struct Columns {
    invoice: usize,
    code: usize,
    description: usize,
    quantity: usize,
    date: usize,
    price: usize,
    customer: usize,
    country: usize,
}

impl Columns {
    /// Where they are, or the name of the first that is missing.
    fn of(heads: &[String]) -> Result<Columns, &'static str> {
        let place = |name: &'static str| {
            let mut heads = heads.iter();
            heads
                .position(|head| head.eq_ignore_ascii_case(name))
                .ok_or(name)
        };
        Ok(Columns {
            invoice: place("InvoiceNo")?,
            code: place("StockCode")?,
            description: place("Description")?,
            quantity: place("Quantity")?,
            date: place("InvoiceDate")?,
            price: place("UnitPrice")?,
            customer: place("CustomerID")?,
            country: place("Country")?,
        })
    }
}

/// Reads the files.
///
/// # Errors
/// When a file cannot be read or lacks a column.
pub(super) fn read(
    files: &[PathBuf],
    currency: &Currency,
    mut told: impl FnMut(u32),
) -> Result<Read, ImportError> {
    let mut read = Read::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut untold = 0_u32;
    for path in files {
        let failed = |why: String| ImportError::File(path.clone(), why);
        let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        let sheet = Sheet::open(&bytes);
        let columns = Columns::of(&sheet.heads)
            .map_err(|name| failed(format!("the column {name} of Online Retail is missing")))?;
        let rows = || sheet.rows().filter_map(Result::ok);
        let prices: Vec<String> = rows()
            .take(1_000)
            .map(|row| row.cell(columns.price).to_owned())
            .collect();
        let shape = Shape {
            decimal: decimal_of(prices.iter().map(String::as_str)).unwrap_or(Decimal::Point),
            columns,
            currency,
        };
        for row in sheet.rows() {
            read.rows += 1;
            untold += 1;
            if read.rows > MOST_ROWS {
                return Err(failed(format!("there are more than {MOST_ROWS} rows")));
            }
            let (line, taken) = match row {
                Ok(row) => (row.line, take(&row, &shape, &mut read, &mut places)),
                Err(broken) => (broken.line, Err("a quote that is never closed".to_owned())),
            };
            if let Err(reason) = taken {
                skip(&mut read.skipped, &reason, path, line);
            }
            if untold.is_multiple_of(TOLD_EVERY) {
                told(untold);
            }
        }
    }
    Ok(read)
}

/// How a file's rows are read.
struct Shape<'c> {
    columns: Columns,
    decimal: Decimal,
    currency: &'c Currency,
}

impl Shape<'_> {
    fn price(&self, text: &str) -> Result<Money, String> {
        let text = plain(text, self.decimal).ok_or("unreadable")?;
        self.currency.parse(&text).map_err(|why| match why {
            NotMoney::TooExact { .. } => format!("a price with {why}"),
            _ => "unreadable".to_owned(),
        })
    }

    fn quantity(&self, text: &str) -> Result<Quantity, String> {
        // Thousandths are read as a currency's would be.
        let thousandths = Currency {
            code: String::new(),
            exponent: 3,
        };
        let text = plain(text, self.decimal).ok_or("unreadable")?;
        let read = thousandths.parse(&text);
        read.map(|read| Quantity(read.0))
            .map_err(|_| "a quantity that is not of thousandths".to_owned())
    }
}

fn take(
    row: &Record<'_>,
    shape: &Shape<'_>,
    read: &mut Read,
    places: &mut HashMap<String, usize>,
) -> Result<(), String> {
    let columns = &shape.columns;
    let field = |column: usize| row.cells.get(column).map(|cell| cell.trim());
    let number = field(columns.invoice).ok_or("unreadable")?;
    if number.starts_with(['C', 'c']) {
        return Err("cancellations".to_owned());
    }
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("no ordinary invoice number".to_owned());
    }
    let code = field(columns.code)
        .filter(|code| !code.is_empty() && code.len() <= 40)
        .ok_or("unreadable")?
        .to_uppercase();
    let description = tidied(field(columns.description).unwrap_or_default());
    if description.is_empty() {
        return Err("without a description".to_owned());
    }
    let quantity = shape.quantity(field(columns.quantity).ok_or("unreadable")?)?;
    if quantity <= Quantity::ZERO {
        return Err("quantity not above nought".to_owned());
    }
    let price = shape.price(field(columns.price).ok_or("unreadable")?)?;
    if price == Money::ZERO {
        return Err("price of nought".to_owned());
    }
    if !quantity.within_limit() || !price.within_limit() {
        return Err("more than a line can hold".to_owned());
    }
    let invoice = *places.entry(number.to_owned()).or_insert_with(|| {
        let customer = field(columns.customer)
            .map(|id| id.trim_end_matches(".0"))
            .filter(|id| !id.is_empty() && id.len() <= 40);
        read.invoices.push(Invoice {
            number: number.to_owned(),
            date: field(columns.date)
                .unwrap_or_default()
                .chars()
                .take(10)
                .collect(),
            customer: customer.map(str::to_owned),
            country: field(columns.country)
                .unwrap_or_default()
                .chars()
                .take(60)
                .collect(),
            lines: Vec::new(),
        });
        read.invoices.len() - 1
    });
    let invoice = read.invoices.get_mut(invoice).ok_or("unreadable")?;
    // What gives money back is among the goods; an open sale gets it from a person (rule H2).
    if price < Money::ZERO {
        read.products
            .insert(code, FoundProduct { description, price });
        return Ok(());
    }
    if invoice.lines.len() >= sale::Sale::MOST_LINES {
        return Err("more lines than a sale can hold".to_owned());
    }
    invoice.lines.push(InvoiceLine {
        code: code.clone(),
        quantity,
        price,
    });
    read.products
        .insert(code, FoundProduct { description, price });
    Ok(())
}

/// A description without stray blanks, and not shouting.
fn tidied(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text: String = text.join(" ").chars().take(120).collect();
    if text.chars().any(char::is_lowercase) {
        return text;
    }
    let lower = text.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn skip(skipped: &mut Vec<Skipped>, reason: &str, path: &Path, line: u64) {
    let place = || {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{file}:{line}")
    };
    match skipped.iter_mut().find(|known| known.reason == reason) {
        Some(known) => {
            known.rows += 1;
            if known.places.len() < MOST_PLACES {
                known.places.push(place());
            }
        }
        None => skipped.push(Skipped {
            reason: reason.to_owned(),
            rows: 1,
            places: vec![place()],
        }),
    }
}
