//! What a list is of, in the numbers of the tables, and as conditions of SQL.

use super::super::folding::folded;
use super::super::listing::{self, OPEN};
use super::super::{ReadError, StoreNo};
use rusqlite::Connection;
use rusqlite::types::Value;
use sale::{SaleId, Status};
use sync::api::{SalesOrder, SalesQuery, StatusFilter};
use sync::row::Kind;
use uuid::Uuid;

/// Words of one search.
const MOST_WORDS: usize = 8;

/// What is wanted of the sales of one store.
pub(super) struct Wanted {
    pub store: StoreNo,
    pub statuses: Vec<i64>,
    pub register_no: Option<i64>,
    pub owner_no: Option<i64>,
    /// Finished at the first moment or later, and before the second.
    pub closed: (Option<i64>, Option<i64>),
    /// Folded; a sale has all of them somewhere.
    pub words: Vec<String>,
    pub sort: Sort,
    pub descending: bool,
}

/// What sales are sorted by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A column of the sale.
    Column(&'static str),
    /// The name of its register.
    Register,
    /// The name of its owner.
    Owner,
}

impl Sort {
    /// The column that sales are sorted by, among those of one name.
    pub(super) fn column(self) -> &'static str {
        match self {
            Sort::Column(column) => column,
            Sort::Register | Sort::Owner => "opened_at_ms",
        }
    }
}

/// Conditions of SQL, with what is bound to them.
pub(super) struct Conditions {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Wanted {
    /// Reads a query; none when nothing can be found by it.
    pub(super) fn read(
        connection: &Connection,
        store: StoreNo,
        query: &SalesQuery,
    ) -> Result<Option<Wanted>, ReadError> {
        let no = |kind: Kind, id: Option<Uuid>| -> rusqlite::Result<Option<Option<i64>>> {
            match id {
                None => Ok(Some(None)),
                Some(id) => Ok(listing::known_no(connection, store, &kind, id)?.map(Some)),
            }
        };
        let register = no(Kind::Register, query.register.map(|id| id.0))?;
        let owner = no(Kind::Employee, query.employee.map(|id| id.0))?;
        let (Some(register_no), Some(owner_no)) = (register, owner) else {
            return Ok(None);
        };
        let merged = listing::status_no(Status::Merged(SaleId(Uuid::nil())));
        let (closed, voided) = (
            listing::status_no(Status::Closed),
            listing::status_no(Status::Voided),
        );
        let folded = folded(query.search.as_deref().unwrap_or_default());
        Ok(Some(Wanted {
            store,
            statuses: match query.status {
                StatusFilter::Open => vec![OPEN],
                StatusFilter::Closed => vec![closed],
                StatusFilter::Voided => vec![voided],
                StatusFilter::Merged => vec![merged],
                StatusFilter::All => vec![OPEN, closed, voided, merged],
            },
            register_no,
            owner_no,
            closed: (query.closed_from_ms, query.closed_before_ms),
            words: folded
                .split_whitespace()
                .take(MOST_WORDS)
                .map(str::to_owned)
                .collect(),
            sort: match query.sort {
                SalesOrder::Opened => Sort::Column("opened_at_ms"),
                SalesOrder::Changed => Sort::Column("version"),
                SalesOrder::Number => Sort::Column("number"),
                SalesOrder::Total => Sort::Column("total"),
                SalesOrder::Closed => Sort::Column("closed_at_ms"),
                SalesOrder::Name => Sort::Column("title"),
                SalesOrder::Register => Sort::Register,
                SalesOrder::Employee => Sort::Owner,
            },
            descending: query.descending,
        }))
    }

    /// Whether only sales that were finished within a period are wanted.
    pub(super) fn has_period(&self) -> bool {
        self.closed != (None, None)
    }

    /// The conditions for sales of one status, without the search. What an index of finished sales
    /// has is written out: it is used only where its condition stands in the text.
    pub(super) fn conditions(&self, status: i64) -> Conditions {
        let finished = i64::from(status != OPEN);
        let mut sql = format!("store = ? AND finished = {finished} AND status = {status}");
        let mut values = vec![Value::Integer(self.store.0)];
        for (condition, bound) in [
            (" AND register_no = ?", self.register_no),
            (" AND owner_no = ?", self.owner_no),
            (" AND closed_at_ms >= ?", self.closed.0),
            (" AND closed_at_ms < ?", self.closed.1),
        ] {
            if let Some(bound) = bound {
                sql.push_str(condition);
                values.push(Value::Integer(bound));
            }
        }
        Conditions { sql, values }
    }

    /// The index of finished sales that has this column in order.
    pub(super) fn index(&self, column: &str) -> String {
        let scope = match (self.register_no, self.owner_no) {
            (Some(_), _) => "register",
            (None, Some(_)) => "owner",
            (None, None) => "all",
        };
        format!("finished_{scope}_{column}")
    }
}

impl Conditions {
    /// With every word in the text.
    pub(super) fn with_words(mut self, words: &[String]) -> Conditions {
        for word in words {
            self.sql.push_str(" AND instr(search, ?) > 0");
            self.values.push(Value::Text(word.clone()));
        }
        self
    }
}
