//! Pull: what changed after a cursor, in pages that a device applies at once (rules B2, B5).

use super::storage::{Filling, PageLimits, Storage, StorageError, StoredRow};
use crate::protocol::{PageToken, Patch, Pull, Refusal};
use crate::row::Row;
use sale::DeviceId;

/// Answers a pull from one consistent read of the store. Works on any transaction, also one that
/// only reads.
///
/// # Errors
/// The outer error when the storage fails; the inner one is the answer to the device.
pub fn pull<S: Storage>(
    storage: &S,
    device_id: DeviceId,
    pull: &Pull,
    limits: PageLimits,
) -> Result<Result<Patch, Refusal>, StorageError> {
    let state = storage.store()?;
    let Some(device) = storage.device(device_id)? else {
        return Ok(Err(Refusal::SignedOut));
    };
    if !device.sync_on {
        return Ok(Err(Refusal::SyncOff));
    }
    let stale = (pull.epoch != 0 && pull.epoch != state.epoch) || pull.since > state.head;
    if stale {
        return Ok(Err(Refusal::Epoch {
            epoch: state.epoch,
            last_sequence: device.last_sequence,
        }));
    }
    // Too far behind for tombstones: everything anew, which a `from` of nought says.
    let from = if pull.since < state.floor {
        0
    } else {
        pull.since
    };
    // Every page reads all that is newer than the page before ended, so the last page completes
    // the state as of its own head. A fresh replica needs no old tombstones, only those of rows
    // that it may have got on an earlier page.
    let after = pull.page.map_or(from, |page| page.version);
    let gone_after = match (from, pull.page) {
        (0, None) => state.head,
        (0, Some(page)) => page.first_head,
        _ => from,
    };
    let stored = storage.rows_after(after, gone_after, limits)?;
    let mut filling = Filling::new(limits);
    for row in &stored {
        filling.put(row.gone, row.body.get());
    }
    let next = match stored.last() {
        Some(last) if filling.is_full() => Some(PageToken {
            first_head: pull.page.map_or(state.head, |page| page.first_head),
            version: last.version,
        }),
        _ => None,
    };
    let rows: Vec<Row> = stored.iter().map(StoredRow::to_wire).collect();
    let last = next.is_none();
    Ok(Ok(Patch {
        epoch: state.epoch,
        from,
        to: state.head,
        next,
        acknowledged: device.last_sequence,
        acknowledged_fingerprint: storage
            .sent(device_id, device.last_sequence)?
            .map_or(0, |entry| entry.fingerprint),
        rows,
        open_sales: (from == 0 && !last)
            .then(|| storage.open_sales())
            .transpose()?,
        digest: last.then_some(state.digest),
        min_build: None,
    }))
}
