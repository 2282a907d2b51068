//! Import of the UCI "Online Retail" data set: its products become the catalogue, and where it is asked
//! for its last invoices open sales. Doing it again changes nothing: ids are made of the invoices' and products' numbers.
//!
//! Prices are amounts of the store's currency, exactly: a row whose price has more decimals than that
//! is left out and named, never rounded.
//!
//! The data set records closed invoices, not the life of open sales. When and where each sale was
//! opened is a model: the last three hours, evenly, over the store's registers and people in turn.

mod categories;
mod failure;
mod rows;
mod write;

pub use failure::ImportError;
pub use rows::Skipped;

use crate::demo::{self, DemoError};
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::region::Region;
use crate::settings::PasswordCost;
use crate::storage::Database;
use crate::storage::stores::Found;
use sale::Currency;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// What to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Files, or folders whose `.csv` files are meant.
    pub paths: Vec<PathBuf>,
    /// The folder that holds the stores.
    pub data: PathBuf,
    /// How many of the last ordinary invoices become open sales.
    pub open_sales: usize,
    /// The name of the store; none for the first one, which is made when there is none.
    pub store: Option<String>,
    /// Where the store is that is made; one that is there must be there.
    pub region: Region,
    /// How costly it is to guess the passwords that are made with a new store.
    pub password_cost: PasswordCost,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows read, those that were skipped included.
    pub rows: u64,
    /// Rows skipped, by reason, each with the first few places.
    pub skipped: Vec<Skipped>,
    /// Products found.
    pub products: usize,
    /// Products written: those that are new or have changed.
    pub products_written: usize,
    /// Sales opened.
    pub sales_opened: usize,
    /// Sales that an earlier import had opened.
    pub sales_known: usize,
    /// The store's name.
    pub store: String,
}

/// Imports; `told` hears how it goes on, a line at a time.
///
/// # Errors
/// When a file or the data folder cannot be used; what was written before stays.
pub fn import_online_retail(
    import: &Import,
    mut told: impl FnMut(String),
) -> Result<Imported, ImportError> {
    let begun = Instant::now();
    let files = rows::files(&import.paths)?;
    let metrics = Arc::new(Metrics::new());
    let database = Database::open(&import.data, &metrics, Arc::new(|_, _| {}))?;
    let (store, name, currency) = chosen(&database, import)?;
    let read = rows::read(&files, &currency, |rows| {
        let seconds = begun.elapsed().as_secs_f64().max(0.001);
        told(format!(
            "{rows} rows read, {:.0} rows/s",
            f64::from(rows) / seconds
        ));
    })?;
    let mut imported = Imported {
        rows: read.rows,
        skipped: read.skipped.clone(),
        products: read.products.len(),
        store: name,
        ..Imported::default()
    };
    imported.products_written = write::products(&database, store, &read)?;
    told(format!(
        "{} products, {} of them written",
        imported.products, imported.products_written
    ));
    let (opened, known) = write::sales(&database, store, &read, import.open_sales)?;
    imported.sales_opened = opened;
    imported.sales_known = known;
    // Everything is on stable storage already; this folds the log into the file.
    let _ = database.writer.stop().blocking_recv();
    told(format!("done in {:.1} s", begun.elapsed().as_secs_f64()));
    Ok(imported)
}

/// The store to import into, with its name and currency: by name, or the first; in an empty file the
/// demonstration's.
fn chosen(database: &Database, import: &Import) -> Result<(Found, String, Currency), ImportError> {
    let mut found = demo::all_stores(database)?;
    if found.is_empty() {
        let hasher = Hasher::new(import.password_cost).map_err(DemoError::from)?;
        let name = import.store.as_deref().unwrap_or(demo::NAME);
        found.push(demo::store(database, &hasher, name, &import.region)?);
    }
    let mut names = Vec::new();
    for store in found {
        let Some(row) = demo::row(database, store)? else {
            continue;
        };
        if import.store.as_ref().is_none_or(|name| *name == row.name) {
            import.region.agrees(&row).map_err(DemoError::Region)?;
            return Ok((store, row.name, row.currency));
        }
        names.push(row.name);
    }
    let wanted = import.store.clone().unwrap_or_default();
    Err(ImportError::NoStore(wanted, names.join(", ")))
}
