//! The tables, and how a file of an older build becomes one of this build. Steps are only ever
//! added; each runs once, in a transaction of its own.

use super::OpenError;
use rusqlite::Connection;

const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0003.sql"),
];

/// Brings the file up to this build.
///
/// # Errors
/// When a step fails, or the file was written by a newer build.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    if done > STEPS.len() {
        return Err(OpenError::Newer(version));
    }
    for (step, number) in STEPS.iter().zip(1_i64..).skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}
