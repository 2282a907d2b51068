//! What is said when the data file cannot be used.
//!
//! It must not know what was to be done with it.

use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why the data folder could not be opened. Nothing was changed in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder is not there and cannot be made.
    #[error(
        "the data folder {0} cannot be used: {1}. Choose another with --data, or mend its permissions."
    )]
    Folder(PathBuf, std::io::Error),
    /// The file does not pass SQLite's own check.
    #[error(
        "the data file {0} is damaged: {1}. Nothing was changed. Restore it from a backup, or move it away to begin anew."
    )]
    Damaged(PathBuf, String),
    /// A newer build has written it.
    #[error(
        "the data file was written by a newer build (version {0}). Nothing was changed. Start that build, or a newer one."
    )]
    Newer(i64),
    /// SQLite says no.
    #[error("the data file cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The writer's thread cannot be started.
    #[error("the writer cannot be started: {0}")]
    Thread(std::io::Error),
}

/// A failure of SQLite, as the engine takes it.
pub(crate) fn failed(error: &rusqlite::Error) -> sync::server::StorageError {
    sync::server::StorageError(error.to_string())
}

/// Whether a failure says that the file is not what SQLite has written.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}
