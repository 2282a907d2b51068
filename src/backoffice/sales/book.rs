//! The open sales as a list that is kept up: which are let through, in which order, and what they
//! come to. A change moves one row; nothing is looked at twice that did not change.
//!
//! Pure: it must not know signals, the browser nor how a row is drawn.

mod wanted;

use super::super::places::Sort;
use super::key::{Key, Name};
use sale::{EmployeeId, RegisterId, Sale, SaleId, Source};
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use sync::device::SaleView;
pub use wanted::{Names, Order, Sums, Wanted};

struct Row {
    view: Arc<SaleView>,
    /// What a search finds it by.
    known: OnceCell<String>,
    title: OnceCell<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Stand {
    key: Key,
    opened_at_ms: i64,
    id: SaleId,
}

impl Stand {
    fn compare(&self, other: &Stand, descending: bool) -> Ordering {
        let keys = match descending {
            true => other.key.cmp(&self.key),
            false => self.key.cmp(&other.key),
        };
        keys.then_with(|| (self.opened_at_ms, self.id).cmp(&(other.opened_at_ms, other.id)))
    }
}

/// The list while somebody is in it.
struct Held {
    ids: Vec<SaleId>,
    known: HashSet<SaleId>,
    /// Let through since, and not in it.
    new: HashSet<SaleId>,
}

/// The list.
pub struct Book {
    rows: HashMap<SaleId, Row>,
    wanted: Wanted,
    names: Rc<dyn Names>,
    places: Vec<((Option<RegisterId>, Source), Name)>,
    people: HashMap<EmployeeId, Name>,
    list: Vec<Stand>,
    listed: Sums,
    all: Sums,
    by_age: BTreeSet<(i64, SaleId)>,
    held: Option<Held>,
}

impl Book {
    /// An empty one.
    pub fn new(names: Rc<dyn Names>) -> Book {
        Book {
            rows: HashMap::new(),
            wanted: Wanted::default(),
            names,
            places: Vec::new(),
            people: HashMap::new(),
            list: Vec::new(),
            listed: Sums::default(),
            all: Sums::default(),
            by_age: BTreeSet::new(),
            held: None,
        }
    }

    /// All open sales anew.
    pub fn replace<'a>(&mut self, all: impl Iterator<Item = &'a Arc<SaleView>>) {
        self.rows.clear();
        self.by_age.clear();
        self.all = Sums::default();
        for view in all {
            let row = self.seen(Arc::clone(view));
            self.rows.insert(view.sale.id, row);
        }
        self.arrange();
    }

    /// People or registers are called otherwise now.
    pub fn rename(&mut self) {
        self.places.clear();
        self.people.clear();
        self.arrange();
    }

    /// Shows something else.
    pub fn want(&mut self, wanted: Wanted) {
        if wanted != self.wanted {
            let narrower = self.wanted.narrows_to(&wanted);
            let hold = self.held.take().is_some();
            self.wanted = wanted;
            match narrower {
                true => self.narrow(),
                false => self.arrange(),
            }
            self.hold(hold);
        }
    }

    /// How a sale is now; none when it is not open any more.
    pub fn change(&mut self, id: SaleId, view: Option<&Arc<SaleView>>) {
        if let Some(before) = self.rows.remove(&id) {
            self.all.take(&before.view);
            self.by_age.remove(&(before.view.sale.opened_at_ms, id));
            if self.passes(&before) {
                self.listed.take(&before.view);
                let stand = self.stand(&before);
                if let Ok(at) = self.find(&stand) {
                    self.list.remove(at);
                }
            }
        }
        let mut stands = false;
        if let Some(view) = view {
            let row = self.seen(Arc::clone(view));
            stands = self.passes(&row);
            if stands {
                self.listed.add(view);
                let stand = self.stand(&row);
                if let Err(at) = self.find(&stand) {
                    self.list.insert(at, stand);
                }
            }
            self.rows.insert(id, row);
        }
        if let Some(held) = &mut self.held {
            match stands && !held.known.contains(&id) {
                true => held.new.insert(id),
                false => held.new.remove(&id),
            };
        }
    }

    /// Somebody is in the list: nothing moves until they leave it, or ask for it.
    pub fn hold(&mut self, hold: bool) {
        self.held = match (hold, self.held.take()) {
            (true, None) => {
                let ids: Vec<SaleId> = self.list.iter().map(|stand| stand.id).collect();
                Some(Held {
                    known: ids.iter().copied().collect(),
                    ids,
                    new: HashSet::new(),
                })
            }
            (true, held) => held,
            (false, _) => None,
        };
    }

    /// Lets in what came since, and holds again.
    pub fn let_in(&mut self) {
        let held = self.held.is_some();
        self.hold(false);
        self.hold(held);
    }

    /// How many would come in if it were let go.
    pub fn new_ones(&self) -> usize {
        self.held.as_ref().map_or(0, |held| held.new.len())
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        let held = self.held.as_ref().map(|held| held.ids.len());
        held.unwrap_or(self.list.len())
    }

    /// Some of its rows.
    pub fn ids(&self, range: Range<usize>) -> Vec<SaleId> {
        let range = range.start.min(self.len())..range.end.min(self.len());
        match &self.held {
            Some(held) => held.ids.get(range).unwrap_or_default().to_vec(),
            None => {
                let some = self.list.get(range).unwrap_or_default();
                some.iter().map(|stand| stand.id).collect()
            }
        }
    }

    /// Where a sale stands.
    pub fn position(&self, id: SaleId) -> Option<usize> {
        match &self.held {
            Some(held) => held.ids.iter().position(|one| *one == id),
            None => self.list.iter().position(|stand| stand.id == id),
        }
    }

    /// What those that are let through come to.
    pub fn listed(&self) -> Sums {
        self.listed
    }

    /// What all open sales come to.
    pub fn all(&self) -> Sums {
        self.all
    }

    /// The oldest of all open sales.
    pub fn oldest(&self) -> Option<&Arc<SaleView>> {
        let (_, id) = self.by_age.first()?;
        Some(&self.rows.get(id)?.view)
    }

    /// How many of all open sales were opened at a moment or before.
    pub fn opened_until(&self, ms: i64) -> usize {
        let last = SaleId(uuid::Uuid::max());
        self.by_age.range(..=(ms, last)).count()
    }

    /// Finds out ahead what some rows are searched and sorted by, so that the first key pressed does
    /// not wait for all of it; says whether there is more to find out.
    pub fn read_ahead(&self, range: Range<usize>) -> bool {
        let end = range.end.min(self.list.len());
        for stand in self.list.get(range.start.min(end)..end).unwrap_or_default() {
            if let Some(row) = self.rows.get(&stand.id) {
                self.known(row);
                self.title(row);
            }
        }
        end < self.list.len()
    }

    /// A row of an open sale, which counts from now on.
    fn seen(&mut self, view: Arc<SaleView>) -> Row {
        self.all.add(&view);
        self.by_age.insert((view.sale.opened_at_ms, view.sale.id));
        Row {
            view,
            known: OnceCell::new(),
            title: OnceCell::new(),
        }
    }

    fn known<'a>(&self, row: &'a Row) -> &'a str {
        row.known
            .get_or_init(|| known(&row.view.sale, &*self.names))
    }

    fn title(&self, row: &Row) -> Name {
        let title = || self.name(row.view.sale.title());
        row.title.get_or_init(title).clone()
    }

    fn name(&self, text: &str) -> Name {
        Name::of(&self.names.folded(text))
    }

    fn find(&self, stand: &Stand) -> Result<usize, usize> {
        let descending = self.wanted.order.descending;
        self.list
            .binary_search_by(|one| one.compare(stand, descending))
    }

    /// Those of the list that are still let through, in the order that they stand in.
    fn narrow(&mut self) {
        let mut listed = Sums::default();
        let mut list = std::mem::take(&mut self.list);
        list.retain(|stand| {
            let row = self.rows.get(&stand.id).filter(|row| self.passes(row));
            if let Some(row) = row {
                listed.add(&row.view);
            }
            row.is_some()
        });
        self.list = list;
        self.listed = listed;
    }

    fn arrange(&mut self) {
        let mut listed = Sums::default();
        let rows = std::mem::take(&mut self.rows);
        let mut list = Vec::with_capacity(rows.len());
        for row in rows.values() {
            if self.passes(row) {
                listed.add(&row.view);
                list.push(self.stand(row));
            }
        }
        let descending = self.wanted.order.descending;
        list.sort_unstable_by(|one, other| one.compare(other, descending));
        self.rows = rows;
        self.list = list;
        self.listed = listed;
    }

    fn passes(&self, row: &Row) -> bool {
        let (sale, wanted) = (&row.view.sale, &self.wanted);
        wanted
            .register
            .is_none_or(|register| sale.register_id == Some(register))
            && wanted.employee.is_none_or(|one| sale.owner == one)
            && wanted
                .opened_until_ms
                .is_none_or(|until| sale.opened_at_ms <= until)
            && (wanted.needles.is_empty() || {
                let known = self.known(row);
                wanted.needles.iter().all(|needle| known.contains(needle))
            })
    }

    fn stand(&mut self, row: &Row) -> Stand {
        let (sale, totals) = (&row.view.sale, &row.view.totals);
        let key = match self.wanted.order.by {
            Sort::Opened => Key::Number(sale.opened_at_ms),
            Sort::Lines => Key::Number(i64::try_from(sale.items()).unwrap_or(i64::MAX)),
            Sort::Total => Key::Number(totals.total.0),
            Sort::Due => Key::Number(totals.due.0),
            Sort::Name => Key::Text(self.title(row)),
            Sort::Register => Key::Text(self.place((sale.register_id, sale.source))),
            Sort::Employee => Key::Text(self.person(sale.owner)),
            Sort::Table => {
                let table = sale.table.as_ref();
                Key::Text(self.name(table.map_or("", |table| table.name.as_str())))
            }
        };
        Stand {
            key,
            opened_at_ms: sale.opened_at_ms,
            id: sale.id,
        }
    }

    fn place(&mut self, place: (Option<RegisterId>, Source)) -> Name {
        if let Some((_, name)) = self.places.iter().find(|(known, _)| *known == place) {
            return name.clone();
        }
        let name = self.name(&self.names.place(place.0, place.1));
        self.places.push((place, name.clone()));
        name
    }

    fn person(&mut self, id: EmployeeId) -> Name {
        if let Some(name) = self.people.get(&id) {
            return name.clone();
        }
        let name = self.name(&self.names.employee(id));
        self.people.insert(id, name.clone());
        name
    }
}

/// What a sale is found by.
fn known(sale: &Sale, names: &dyn Names) -> String {
    let mut text = sale.number.clone();
    let customer = sale.customer.as_ref().map(|one| one.name.as_str());
    let table = sale.table.as_ref().map(|table| table.name.as_str());
    let said = [sale.name.as_deref(), customer, table, sale.note.as_deref()];
    let items = sale.standing_lines().map(|line| line.name.as_str());
    for part in said.into_iter().flatten().chain(items) {
        text.push('\n');
        text.push_str(part);
    }
    names.folded(&text)
}

#[cfg(test)]
mod tests;
