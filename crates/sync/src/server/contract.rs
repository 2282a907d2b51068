//! The contract of a storage: every implementation runs these against itself. Each function takes
//! a fresh store and panics, as a test does, where the contract is broken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

use super::storage::{DeviceState, LogEntry, PageLimits, Storage, StoredRow};
use crate::codec;
use crate::row::Kind;
use sale::{DeviceId, EmployeeId, MutationId, SaleId};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn row(n: u128, version: u64, gone: bool) -> StoredRow {
    StoredRow {
        kind: Kind::Sale,
        id: id(n),
        version,
        body: codec::raw(format!("{{\"n\":{n},\"status\":\"Open\"}}")).unwrap(),
        gone,
    }
}

fn entry(position: u64, device: u128, sequence: u64, mutation: u128) -> LogEntry {
    LogEntry {
        position,
        device_id: DeviceId(id(device)),
        sequence,
        mutation_id: MutationId(id(mutation)),
        employee_id: EmployeeId(id(7)),
        register_id: None,
        at_ms: -1,
        server_ms: 2,
        seen: 0,
        change: "{\"rows.put.1\":1}".to_owned(),
        outcome: "{}".to_owned(),
        fingerprint: u64::MAX,
        chain: [9; 32],
    }
}

/// Runs the whole contract; `fresh` makes an empty store each time.
pub fn check<S: Storage>(mut fresh: impl FnMut() -> S) {
    state_and_devices_come_back(fresh());
    rows_come_in_pages_that_never_cut_a_version(fresh());
    pages_are_full_by_their_bytes(fresh());
    tombstones_only_from_where_they_are_asked_for(fresh());
    the_log_takes_each_mutation_once(fresh());
    history_is_of_one_sale(fresh());
}

fn state_and_devices_come_back<S: Storage>(mut storage: S) {
    let mut state = storage.store().unwrap();
    assert_eq!(state.head, 0, "a fresh store has an empty log");
    state.head = 5;
    state.floor = 3;
    state.digest.hash = u64::MAX;
    state.digest.count = 3;
    state.chain = [4; 32];
    storage.put_store(&state).unwrap();
    assert_eq!(storage.store().unwrap(), state);
    let device = DeviceState {
        device_id: DeviceId(id(1)),
        register_id: None,
        last_sequence: 9,
        sync_on: false,
        handed_over: Some((4, 9)),
    };
    assert_eq!(storage.device(device.device_id).unwrap(), None);
    storage.put_device(&device).unwrap();
    assert_eq!(storage.device(device.device_id).unwrap(), Some(device));
}

fn rows_come_in_pages_that_never_cut_a_version<S: Storage>(mut storage: S) {
    for n in 1..=4 {
        storage.put_row(&row(n, 1, false)).unwrap();
    }
    storage.put_row(&row(5, 2, false)).unwrap();
    storage.put_row(&row(1, 3, false)).unwrap();
    let page = storage.rows_after(0, 0, PageLimits::rows(2)).unwrap();
    let seen: Vec<_> = page.iter().map(|r| (r.id, r.version)).collect();
    assert_eq!(seen, [(id(2), 1), (id(3), 1), (id(4), 1)]);
    let rest = storage.rows_after(1, 0, PageLimits::NONE).unwrap();
    let seen: Vec<_> = rest.iter().map(|r| (r.id, r.version)).collect();
    assert_eq!(seen, [(id(5), 2), (id(1), 3)]);
    assert_eq!(storage.open_sales().unwrap(), 5);
    let one = storage.row(&Kind::Sale, id(1)).unwrap().unwrap();
    assert_eq!((one.version, one.gone), (3, false));
    assert!(storage.row(&Kind::Review, id(1)).unwrap().is_none());
    assert!(storage.store_row().unwrap().is_none());
    let mut store = row(6, 4, false);
    store.kind = Kind::Store;
    storage.put_row(&store).unwrap();
    assert_eq!(storage.store_row().unwrap().unwrap().id, id(6));
}

fn pages_are_full_by_their_bytes<S: Storage>(mut storage: S) {
    let long = "x".repeat(1_000);
    for n in 1..=40 {
        let body = format!(r#"{{"status":"Open","note":"{long}"}}"#);
        // A row that is gone takes next to nothing, whatever it was.
        let row = StoredRow {
            body: codec::raw(body).unwrap(),
            ..row(n.into(), n, n % 2 == 0)
        };
        storage.put_row(&row).unwrap();
    }
    let limits = PageLimits {
        rows: 1_000,
        bytes: 10_000,
    };
    let (mut after, mut pages) = (0, Vec::new());
    loop {
        let page = storage.rows_after(after, 0, limits).unwrap();
        let Some(last) = page.last() else {
            break;
        };
        let versions: Vec<u64> = page.iter().map(|row| row.version).collect();
        assert_eq!(versions, Vec::from_iter(after + 1..=last.version));
        after = last.version;
        pages.push(page.len());
    }
    assert_eq!(after, 40);
    assert_eq!(pages, [17, 18, 5]);
    // One that is larger than a page comes all the same.
    let limits = PageLimits {
        rows: 1_000,
        bytes: 10,
    };
    assert_eq!(storage.rows_after(0, 0, limits).unwrap().len(), 1);
}

fn tombstones_only_from_where_they_are_asked_for<S: Storage>(mut storage: S) {
    storage.put_row(&row(1, 1, true)).unwrap();
    storage.put_row(&row(2, 2, false)).unwrap();
    storage.put_row(&row(3, 3, true)).unwrap();
    let seen = |storage: &S, gone_after| -> Vec<u64> {
        let rows = storage.rows_after(0, gone_after, PageLimits::NONE).unwrap();
        rows.iter().map(|r| r.version).collect()
    };
    assert_eq!(seen(&storage, 0), [1, 2, 3]);
    assert_eq!(seen(&storage, 1), [2, 3]);
    assert_eq!(seen(&storage, 3), [2]);
    assert_eq!(storage.open_sales().unwrap(), 1);
}

fn the_log_takes_each_mutation_once<S: Storage>(mut storage: S) {
    let first = entry(1, 1, 1, 100);
    storage.append(&first, &[]).unwrap();
    assert_eq!(
        storage.sent(first.device_id, 1).unwrap(),
        Some(first.clone())
    );
    assert_eq!(
        storage.mutation(first.mutation_id).unwrap(),
        Some(first.clone())
    );
    assert_eq!(storage.sent(first.device_id, 2).unwrap(), None);
    storage
        .alias(DeviceId(id(2)), 7, first.mutation_id)
        .unwrap();
    assert_eq!(storage.sent(DeviceId(id(2)), 7).unwrap(), Some(first));
    assert_eq!(storage.written_ms(1).unwrap(), Some(2));
    assert_eq!(storage.written_ms(2).unwrap(), None);
    // What the server writes has no sequence; many of them may stand.
    storage.append(&entry(2, 1, 0, 101), &[]).unwrap();
    storage.append(&entry(3, 1, 0, 102), &[]).unwrap();
    assert!(storage.append(&entry(4, 1, 1, 103), &[]).is_err());
    assert!(storage.append(&entry(4, 1, 2, 100), &[]).is_err());
    assert!(storage.append(&entry(3, 1, 2, 104), &[]).is_err());
}

fn history_is_of_one_sale<S: Storage>(mut storage: S) {
    let (a, b) = (SaleId(id(1)), SaleId(id(2)));
    storage.append(&entry(1, 1, 1, 100), &[a]).unwrap();
    storage.append(&entry(2, 1, 2, 101), &[a, b]).unwrap();
    storage.append(&entry(3, 1, 3, 102), &[b]).unwrap();
    let positions = |sale, after| -> Vec<u64> {
        let entries = storage.history(sale, after, 10).unwrap();
        entries.iter().map(|e| e.position).collect()
    };
    assert_eq!(positions(a, 0), [1, 2]);
    assert_eq!(positions(b, 2), [3]);
}

#[cfg(test)]
mod tests {
    use crate::server::MemoryStorage;

    #[test]
    fn memory_keeps_the_contract() {
        super::check(|| MemoryStorage::new(1));
    }
}
