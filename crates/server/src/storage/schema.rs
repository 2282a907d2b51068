//! The tables, and how a file of an older build becomes one of this build. Steps are only ever
//! added; each runs once, in a transaction of its own.

use super::{OpenError, folding, relisting};
use rusqlite::Connection;

const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
    include_str!("schema/0009.sql"),
    include_str!("schema/0010.sql"),
    include_str!("schema/0011.sql"),
];

/// Brings the file up to this build.
///
/// # Errors
/// When a step fails, or the file was written by a newer build.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    folding::teach(connection)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    if done > STEPS.len() {
        return Err(OpenError::Newer(version));
    }
    // Tables that are dropped and made anew take nothing with them.
    connection.pragma_update(None, "foreign_keys", false)?;
    for (step, number) in STEPS.iter().zip(1_i64..).skip(done) {
        if done > 0 {
            tracing::info!(
                step = number,
                of = STEPS.len(),
                "the file is brought up to this build"
            );
        }
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    relisting::begin(connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{STEPS, migrate, relisting};
    use crate::storage::{StoreNo, sales};
    use rusqlite::{Connection, params};
    use sync::api::{SalesQuery, StatusFilter};

    /// A5: the sales of a file that an older build has written are listed, counted and found.
    #[test]
    fn a5_an_older_file_is_listed_anew() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection
            .execute(
                "INSERT INTO store (no, id, epoch, chain) VALUES (2, x'00', 1, zeroblob(32))",
                [],
            )
            .unwrap();
        let id = |n: u8| uuid::Uuid::from_bytes([n; 16]);
        for (n, status) in [(1_u8, "\"Open\""), (2, "\"Closed\""), (3, "\"Voided\"")] {
            let body = format!(
                "{{\"id\":\"{}\",\"number\":\"1-000{n}\",\"name\":\"Café {n}\",\"status\":{status},\
                 \"source\":\"Register\",\"owner\":\"{}\",\"opened_by\":\"{}\",\
                 \"opened_at_ms\":1,\"lines\":[]}}",
                id(n),
                id(9),
                id(9)
            );
            connection
                .execute(
                    "INSERT INTO entity (store, kind, id, version, gone, body) \
                     VALUES (2, 'sale', ?, ?, ?, ?)",
                    params![id(n), n, n > 1, body],
                )
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let open = SalesQuery::default();
        let page = sales::page(&connection, StoreNo(2), &open).unwrap();
        assert_eq!(page.count, 1, "what is open is listed at once");
        while relisting::step(&connection).unwrap() {}
        for (status, name) in [
            (StatusFilter::Open, "Café 1"),
            (StatusFilter::Closed, "Café 2"),
            (StatusFilter::Voided, "Café 3"),
        ] {
            for search in [None, Some("afe".to_owned())] {
                let query = SalesQuery {
                    status,
                    search,
                    ..SalesQuery::default()
                };
                let page = sales::page(&connection, StoreNo(2), &query).unwrap();
                assert_eq!(page.count, 1, "{query:?}");
                assert_eq!(page.sales[0].sale.title(), name);
            }
        }
    }
}
