//! Lists that managers gave a name to.

use super::writer::Unit;
use super::{ReadError, StoreNo, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sale::EmployeeId;
use sync::api::views::{NewView, SavedView};
use sync::server::StorageError;
use uuid::Uuid;

/// Most views of one manager.
const MOST: i64 = 100;

/// Those of a manager and those that others share, by name.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn all(
    connection: &Connection,
    store: StoreNo,
    employee: EmployeeId,
) -> Result<Vec<SavedView>, ReadError> {
    let views = connection
        .prepare_cached(
            "SELECT id, owner, name, shared, place, columns FROM saved_view \
             WHERE store = ? AND (owner = ? OR shared = 1) ORDER BY lower(name), id",
        )?
        .query_map(params![store.0, employee.0], |row| {
            Ok(SavedView {
                id: row.get(0)?,
                owner: EmployeeId(row.get(1)?),
                name: row.get(2)?,
                shared: row.get(3)?,
                place: row.get(4)?,
                columns: row.get(5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(views)
}

/// Saves one in place of the manager's own of this name; none when they have too many.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn save(
    unit: &Unit<'_>,
    store: StoreNo,
    owner: EmployeeId,
    fresh: Uuid,
    view: &NewView,
) -> Result<Option<SavedView>, StorageError> {
    put(unit.connection(), store, owner, fresh, view).map_err(|error| failed(&error))
}

fn put(
    connection: &Connection,
    store: StoreNo,
    owner: EmployeeId,
    fresh: Uuid,
    view: &NewView,
) -> rusqlite::Result<Option<SavedView>> {
    let known: Option<Uuid> = connection
        .prepare_cached("SELECT id FROM saved_view WHERE store = ? AND owner = ? AND name = ?")?
        .query_row(params![store.0, owner.0, view.name], |row| row.get(0))
        .optional()?;
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM saved_view WHERE store = ? AND owner = ?")?
        .query_row(params![store.0, owner.0], |row| row.get(0))?;
    if known.is_none() && count >= MOST {
        return Ok(None);
    }
    let id = known.unwrap_or(fresh);
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO saved_view (store, owner, id, name, shared, place, columns) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            store.0,
            owner.0,
            id,
            view.name,
            view.shared,
            view.place,
            view.columns
        ])?;
    Ok(Some(SavedView {
        id,
        owner,
        name: view.name.clone(),
        shared: view.shared,
        place: view.place.clone(),
        columns: view.columns.clone(),
    }))
}

/// Takes a manager's own away; says whether there was one.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn remove(
    unit: &Unit<'_>,
    store: StoreNo,
    owner: EmployeeId,
    id: Uuid,
) -> Result<bool, StorageError> {
    unit.connection()
        .prepare_cached("DELETE FROM saved_view WHERE store = ? AND owner = ? AND id = ?")
        .and_then(|mut delete| delete.execute(params![store.0, owner.0, id]))
        .map(|gone| gone > 0)
        .map_err(|error| failed(&error))
}
