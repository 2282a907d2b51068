//! Which sales a page shows. An index has them in order, or the letters of a search find them; no
//! way takes longer because there are more sales that are not wanted.

use super::super::listing::{self, OPEN};
use super::super::{ReadError, StoreNo};
use super::count;
use super::wanted::{Conditions, Sort, Wanted};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::BTreeMap;

/// Finished sales of a status that a search finds, the latest.
const MOST_MATCHES: u64 = 1_000;
/// Sales of a period that are read for a search or a filter; of more an index is looked through.
const MOST_READ: u32 = 5_000;
/// Sales of a period that are sorted from an index; of a longer one the sorting's index is looked through.
const MOST_SORTED: u32 = 25_000;
/// The index that has everything that the sales of a period are sorted and narrowed down by.
const PERIOD: &str = "INDEXED BY finished_all_closed_at_ms";

/// Where a sale stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) struct Spot {
    group: Option<Group>,
    key: Key,
    pub no: i64,
}

/// Sales of one name: whether it is none, the name, and whose it is. What has no name stands last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
struct Group(bool, String, i64);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
}

/// Sales in order, and how many finished ones a search has found in all.
pub(super) struct Found {
    pub spots: Vec<Spot>,
    pub matched: u64,
}

/// The first sales after a spot, at most so many.
pub(super) fn spots(
    connection: &Connection,
    wanted: &Wanted,
    after: Option<&Spot>,
    most: usize,
) -> Result<Found, ReadError> {
    let page = Page {
        connection,
        groups: groups(connection, wanted)?,
        after,
        most,
    };
    let mut found = Found {
        spots: Vec::new(),
        matched: 0,
    };
    for status in &wanted.statuses {
        let more = match *status {
            OPEN => page.open(wanted)?,
            finished => page.finished(wanted, finished)?,
        };
        found.spots.extend(more.spots);
        found.matched += more.matched;
    }
    found.spots = page.first(wanted, found.spots);
    Ok(found)
}

/// What the registers or employees are called by which the list is sorted.
fn groups(connection: &Connection, wanted: &Wanted) -> rusqlite::Result<BTreeMap<i64, Group>> {
    let kind = match wanted.sort {
        Sort::Column(_) => return Ok(BTreeMap::new()),
        Sort::Register => "register",
        Sort::Owner => "employee",
    };
    let StoreNo(store) = wanted.store;
    connection
        .prepare_cached("SELECT no, name FROM listed_name WHERE store = ? AND kind = ?")?
        .query_map(rusqlite::params![store, kind], |row| {
            let (no, name): (i64, String) = (row.get(0)?, row.get(1)?);
            Ok((no, Group(name.is_empty(), name, no)))
        })?
        .collect()
}

struct Page<'p> {
    connection: &'p Connection,
    groups: BTreeMap<i64, Group>,
    after: Option<&'p Spot>,
    most: usize,
}

impl Page<'_> {
    /// Open sales: few enough to be read, all of them where no index has them in order.
    fn open(&self, wanted: &Wanted) -> Result<Found, ReadError> {
        let conditions = wanted.conditions(OPEN).with_words(&wanted.words);
        let spots = match wanted.sort {
            Sort::Column(_) => self.in_order(wanted, "", conditions)?,
            Sort::Register | Sort::Owner => self.all(wanted, "listed_sale", conditions)?,
        };
        Ok(Found { spots, matched: 0 })
    }

    fn finished(&self, wanted: &Wanted, status: i64) -> Result<Found, ReadError> {
        let column = wanted.sort.column();
        let conditions = wanted.conditions(status);
        let is_search = !wanted.words.is_empty();
        let is_sorted = wanted.sort == Sort::Column("closed_at_ms") && !is_search;
        if wanted.has_period() && !is_sorted {
            let is_filtered = wanted.register_no.is_some() || wanted.owner_no.is_some();
            let is_read = is_search || is_filtered;
            let most = if is_read { MOST_READ } else { MOST_SORTED };
            if count::within(self.connection, wanted, status, most)? < u64::from(most) {
                let conditions = conditions.with_words(&wanted.words);
                let spots = match wanted.sort {
                    Sort::Column(_) if !is_read => self.in_order(wanted, PERIOD, conditions)?,
                    _ => {
                        let index = wanted.index("closed_at_ms");
                        self.all(
                            wanted,
                            &format!("listed_sale INDEXED BY {index}"),
                            conditions,
                        )?
                    }
                };
                let matched = if is_search { spots.len() } else { 0 };
                let matched = u64::try_from(matched).unwrap_or(u64::MAX);
                return Ok(Found { spots, matched });
            }
        }
        let is_pair = wanted.register_no.is_some() && wanted.owner_no.is_some();
        if is_search {
            let spots = self.matching(wanted, status, conditions)?;
            let matched = u64::try_from(spots.len()).unwrap_or(u64::MAX);
            return Ok(Found { spots, matched });
        }
        let spots = if is_pair && count::kept(self.connection, wanted, status)? <= MOST_MATCHES {
            self.matching(wanted, status, conditions)?
        } else if self.groups.is_empty() {
            let index = format!("INDEXED BY {}", wanted.index(column));
            self.in_order(wanted, &index, conditions)?
        } else {
            self.by_group(wanted, status)?
        };
        Ok(Found { spots, matched: 0 })
    }

    /// Group after group, each by an index, until the page is full.
    fn by_group(&self, wanted: &Wanted, status: i64) -> Result<Vec<Spot>, ReadError> {
        let none = Group(true, String::new(), 0);
        let mut groups: Vec<&Group> = self.groups.values().chain([&none]).collect();
        groups.sort();
        if wanted.descending {
            groups.reverse();
        }
        let mut spots = Vec::new();
        for group in groups {
            let of = |no: Option<i64>| no.is_some_and(|no| no != group.2);
            let by_register = wanted.sort == Sort::Register;
            let filtered = if by_register {
                wanted.register_no
            } else {
                wanted.owner_no
            };
            if of(filtered) || spots.len() >= self.most {
                continue;
            }
            let here = self.after.and_then(|spot| spot.group.as_ref());
            let is_before = here.is_some_and(|here| match wanted.descending {
                true => group > here,
                false => group < here,
            });
            if is_before {
                continue;
            }
            let (register_no, owner_no) = match by_register {
                true => (Some(group.2), wanted.owner_no),
                false => (wanted.register_no, Some(group.2)),
            };
            let part = Wanted {
                store: wanted.store,
                statuses: Vec::new(),
                register_no,
                owner_no,
                closed: wanted.closed,
                words: Vec::new(),
                sort: Sort::Column("opened_at_ms"),
                descending: wanted.descending,
            };
            if count::kept(self.connection, &part, status)? == 0 {
                continue;
            }
            let rest = Page {
                connection: self.connection,
                groups: BTreeMap::new(),
                after: self.after.filter(|_| here == Some(group)),
                most: self.most - spots.len(),
            };
            let mut found = rest.finished(&part, status)?.spots;
            for spot in &mut found {
                spot.group = Some(group.clone());
            }
            spots.extend(self.first(wanted, found));
        }
        Ok(spots)
    }

    /// Sales as an index has them, or open ones sorted; from after the last one, as many as fit.
    fn in_order(
        &self,
        wanted: &Wanted,
        index: &str,
        Conditions {
            mut sql,
            mut values,
        }: Conditions,
    ) -> Result<Vec<Spot>, ReadError> {
        let column = wanted.sort.column();
        let (direction, beyond) = match wanted.descending {
            true => ("DESC", "<"),
            false => ("ASC", ">"),
        };
        if let Some(Spot { key, no, .. }) = self.after {
            sql.push_str(&format!(" AND ({column}, no) {beyond} (?, ?)"));
            values.push(match key {
                Key::Number(number) => Value::Integer(*number),
                Key::Text(text) => Value::Text(text.clone()),
            });
            values.push(Value::Integer(*no));
        }
        let most = self.most;
        let sql = format!(
            "SELECT no, {column}, 0 FROM listed_sale {index} WHERE {sql} \
             ORDER BY {column} {direction}, no {direction} LIMIT {most}"
        );
        self.read(&sql, &values)
    }

    /// The latest finished sales that have the letters of all words, and the words.
    fn matching(
        &self,
        wanted: &Wanted,
        status: i64,
        conditions: Conditions,
    ) -> Result<Vec<Spot>, ReadError> {
        let (register_no, owner_no) = (wanted.register_no, wanted.owner_no);
        let grams = listing::matching(wanted.store, status, register_no, owner_no, &wanted.words);
        let Conditions { sql, mut values } = conditions.with_words(&wanted.words);
        values.insert(0, Value::Text(grams));
        // A cross join is read from the left: what the letters find, the latest first.
        let from = "sale_grams CROSS JOIN listed_sale ON no = sale_grams.rowid";
        let sql = format!(
            "sale_grams MATCH ? AND {sql} ORDER BY sale_grams.rowid DESC LIMIT {MOST_MATCHES}"
        );
        self.all(wanted, from, Conditions { sql, values })
    }

    fn all(
        &self,
        wanted: &Wanted,
        from: &str,
        Conditions { sql, values }: Conditions,
    ) -> Result<Vec<Spot>, ReadError> {
        let column = wanted.sort.column();
        let group = match wanted.sort {
            Sort::Column(_) => "0",
            Sort::Register => "register_no",
            Sort::Owner => "owner_no",
        };
        let sql = format!("SELECT no, {column}, {group} FROM {from} WHERE {sql}");
        self.read(&sql, &values)
    }

    fn read(&self, sql: &str, values: &[Value]) -> Result<Vec<Spot>, ReadError> {
        let spot = |row: &Row<'_>| {
            let key = match row.get_ref(1)? {
                ValueRef::Integer(number) => Key::Number(number),
                other => Key::Text(other.as_str().unwrap_or_default().to_owned()),
            };
            let group: i64 = row.get(2)?;
            let group = (!self.groups.is_empty()).then(|| {
                let known = self.groups.get(&group).cloned();
                known.unwrap_or(Group(true, String::new(), group))
            });
            let no = row.get(0)?;
            Ok(Spot { group, key, no })
        };
        let mut query = self.connection.prepare_cached(sql)?;
        let spots = query.query_map(params_from_iter(values), spot)?;
        Ok(spots.collect::<Result<_, _>>()?)
    }

    /// Those after the last one of the page before, in order, as many as fit.
    fn first(&self, wanted: &Wanted, mut spots: Vec<Spot>) -> Vec<Spot> {
        if let Some(after) = self.after {
            spots.retain(|spot| match wanted.descending {
                true => spot < after,
                false => spot > after,
            });
        }
        spots.sort_unstable();
        if wanted.descending {
            spots.reverse();
        }
        spots.truncate(self.most);
        spots
    }
}
