//! How often somebody may be wrong about a PIN, a password or a code. An attempt is counted before
//! it is looked at, so that many at once count too; being right forgets them.

use super::{Unit, failed};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use sync::server::StorageError;

/// Attempts before the first wait.
const FREE_ATTEMPTS: u32 = 5;
/// The first wait, in milliseconds; each next one is twice as long.
const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait, in milliseconds.
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;
/// After this long without an attempt, in milliseconds, all is forgotten.
const FORGET_MS: i64 = 24 * 60 * 60 * 1000;
/// Most counters kept; the oldest give way.
const MOST_COUNTERS: i64 = 100_000;

/// What is limited: the hash of a word for what it is and of whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limited([u8; 32]);

impl Limited {
    /// A counter for `what` (such as `pin`) about `whom` (such as a device).
    pub(crate) fn new(what: &str, whom: &str) -> Limited {
        let mut hash = Sha256::new();
        hash.update(what.as_bytes());
        hash.update([0]);
        hash.update(whom.as_bytes());
        Limited(hash.finalize().into())
    }
}

/// Counts an attempt; answers how many milliseconds are to be waited when there were too many.
///
/// # Errors
/// When the storage fails.
pub(crate) fn begin(
    unit: &mut Unit<'_>,
    limited: Limited,
) -> Result<Result<(), i64>, StorageError> {
    let connection = unit.connection();
    let now_ms = unit.now_ms();
    let count = || -> rusqlite::Result<Result<(), i64>> {
        let (failures, blocked_until): (u32, i64) = connection
            .prepare_cached(
                "SELECT failures, blocked_until_ms FROM attempt WHERE key = ? AND updated_ms > ?",
            )?
            .query_row(
                params![limited.0, now_ms.saturating_sub(FORGET_MS)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?
            .unwrap_or_default();
        if blocked_until > now_ms {
            return Ok(Err(blocked_until.saturating_sub(now_ms)));
        }
        let failures = failures.saturating_add(1);
        let blocked_until = now_ms.saturating_add(wait_ms(failures));
        connection
            .prepare_cached("INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?)")?
            .execute(params![limited.0, failures, blocked_until, now_ms])?;
        connection
            .prepare_cached(
                "DELETE FROM attempt WHERE key IN (SELECT key FROM attempt \
                 ORDER BY updated_ms DESC LIMIT -1 OFFSET ?)",
            )?
            .execute([MOST_COUNTERS])?;
        Ok(Ok(()))
    };
    count().map_err(|e| failed(&e))
}

/// Forgets the attempts: this one was right.
///
/// # Errors
/// When the storage fails.
pub(crate) fn forget(unit: &mut Unit<'_>, limited: Limited) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached("DELETE FROM attempt WHERE key = ?")
        .and_then(|mut delete| delete.execute(params![limited.0]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// How long the next attempt must wait after so many wrong ones.
fn wait_ms(failures: u32) -> i64 {
    let Some(doublings) = failures.checked_sub(FREE_ATTEMPTS) else {
        return 0;
    };
    let factor = 1_i64.checked_shl(doublings.min(30)).unwrap_or(i64::MAX);
    FIRST_WAIT_MS.saturating_mul(factor).min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = [1, 4, 5, 6, 7, 10, 11, u32::MAX]
            .map(|n| wait_ms(n) / 1000)
            .into();
        assert_eq!(waits, [0, 0, 30, 60, 120, 900, 900, 900]);
    }
}
