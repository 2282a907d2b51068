//! Why an import was broken off, as whoever started it is told.

use crate::demo::DemoError;
use crate::storage::{OpenError, ReadError, WriteError};
use std::path::PathBuf;

/// Why an import was broken off. What was written before stays; doing it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, String),
    /// There is nothing to read.
    #[error("there is no .csv file in what was given")]
    NoFiles,
    /// There is no such store.
    #[error("there is no store called {0:?}. There are: {1}. Nothing was imported.")]
    NoStore(String, String),
    /// The store is to be in a place that is none, or is in another.
    #[error("{0}. Nothing was imported.")]
    Region(String),
    /// The stores cannot be read or written.
    #[error("the stores cannot be read or written: {0}")]
    Storage(String),
}

impl From<DemoError> for ImportError {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Region(why) => ImportError::Region(why),
            error => ImportError::Storage(error.to_string()),
        }
    }
}

impl From<WriteError> for ImportError {
    fn from(error: WriteError) -> Self {
        ImportError::Storage(error.to_string())
    }
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        ImportError::Storage(error.to_string())
    }
}
