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

/// An open sale, with what need not be found out twice as long as it does not change.
struct Row {
    view: Arc<SaleView>,
    worth: Sums,
    /// What a search finds it by.
    known: OnceCell<String>,
    title: OnceCell<Name>,
}

/// A row where it stands in the order.
#[derive(Clone)]
struct Stand {
    key: Key,
    row: Rc<Row>,
}

impl Stand {
    fn id(&self) -> SaleId {
        self.row.view.sale.id
    }

    fn compare(&self, other: &Stand, descending: bool) -> Ordering {
        let keys = match descending {
            true => other.key.cmp(&self.key),
            false => self.key.cmp(&other.key),
        };
        let age = |stand: &Stand| (stand.row.view.sale.opened_at_ms, stand.id());
        keys.then_with(|| age(self).cmp(&age(other)))
    }
}

/// Rows in order.
struct Rows(Vec<Stand>);

impl Rows {
    fn find(&self, stand: &Stand, descending: bool) -> Result<usize, usize> {
        let Rows(rows) = self;
        rows.binary_search_by(|one| one.compare(stand, descending))
    }

    fn put(&mut self, stand: Stand, descending: bool) {
        if let Err(at) = self.find(&stand, descending) {
            self.0.insert(at, stand);
        }
    }

    fn take(&mut self, stand: &Stand, descending: bool) {
        if let Ok(at) = self.find(stand, descending) {
            self.0.remove(at);
        }
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
    rows: HashMap<SaleId, Rc<Row>>,
    wanted: Wanted,
    names: Rc<dyn Names>,
    places: Vec<((Option<RegisterId>, Source), Name)>,
    people: HashMap<EmployeeId, Name>,
    /// All of them, so that letting others through sorts nothing.
    order: Rows,
    /// Those that are let through.
    list: Rows,
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
            order: Rows(Vec::new()),
            list: Rows(Vec::new()),
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
            self.seen(Arc::clone(view));
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
            let as_ordered = self.wanted.order == wanted.order;
            let narrower = self.wanted.narrows_to(&wanted);
            let hold = self.held.take().is_some();
            self.wanted = wanted;
            match (as_ordered, narrower) {
                (true, true) => (self.list, self.listed) = self.let_through(&self.list),
                (true, false) => (self.list, self.listed) = self.let_through(&self.order),
                (false, _) => self.arrange(),
            }
            self.hold(hold);
        }
    }

    /// How a sale is now; none when it is not open any more.
    pub fn change(&mut self, id: SaleId, view: Option<&Arc<SaleView>>) {
        let descending = self.wanted.order.descending;
        if let Some(before) = self.rows.remove(&id) {
            self.all.take(before.worth);
            self.by_age.remove(&(before.view.sale.opened_at_ms, id));
            let stand = self.stand(before);
            self.order.take(&stand, descending);
            if self.passes(&stand.row) {
                self.listed.take(stand.row.worth);
                self.list.take(&stand, descending);
            }
        }
        let mut stands = false;
        if let Some(view) = view {
            let row = self.seen(Arc::clone(view));
            let stand = self.stand(row);
            stands = self.passes(&stand.row);
            if stands {
                self.listed.add(stand.row.worth);
                self.list.put(stand.clone(), descending);
            }
            self.order.put(stand, descending);
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
                let ids: Vec<SaleId> = self.list.0.iter().map(Stand::id).collect();
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
        held.unwrap_or(self.list.0.len())
    }

    /// Some of its rows.
    pub fn ids(&self, range: Range<usize>) -> Vec<SaleId> {
        let range = range.start.min(self.len())..range.end.min(self.len());
        match &self.held {
            Some(held) => held.ids.get(range).unwrap_or_default().to_vec(),
            None => {
                let some = self.list.0.get(range).unwrap_or_default();
                some.iter().map(Stand::id).collect()
            }
        }
    }

    /// Where a sale stands.
    pub fn position(&self, id: SaleId) -> Option<usize> {
        match &self.held {
            Some(held) => held.ids.iter().position(|one| *one == id),
            None => self.list.0.iter().position(|stand| stand.id() == id),
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
        let Rows(all) = &self.order;
        let end = range.end.min(all.len());
        for stand in all.get(range.start.min(end)..end).unwrap_or_default() {
            self.known(&stand.row);
            self.title(&stand.row);
        }
        end < all.len()
    }

    /// A row of an open sale, which counts from now on.
    fn seen(&mut self, view: Arc<SaleView>) -> Rc<Row> {
        let (id, worth) = (view.sale.id, Sums::of(&view));
        self.all.add(worth);
        self.by_age.insert((view.sale.opened_at_ms, id));
        let row = Rc::new(Row {
            view,
            worth,
            known: OnceCell::new(),
            title: OnceCell::new(),
        });
        self.rows.insert(id, Rc::clone(&row));
        row
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
        Name::of(&self.names.ordered(text))
    }

    /// Those of some that are let through, and what they come to.
    fn let_through(&self, some: &Rows) -> (Rows, Sums) {
        let Rows(some) = some;
        let through = some.iter().filter(|stand| self.passes(&stand.row));
        let mut listed = Sums::default();
        let through = through.inspect(|stand| listed.add(stand.row.worth));
        (Rows(through.cloned().collect()), listed)
    }

    fn arrange(&mut self) {
        let rows: Vec<Rc<Row>> = self.rows.values().map(Rc::clone).collect();
        let mut order: Vec<Stand> = rows.into_iter().map(|row| self.stand(row)).collect();
        let descending = self.wanted.order.descending;
        order.sort_unstable_by(|one, other| one.compare(other, descending));
        self.order = Rows(order);
        (self.list, self.listed) = self.let_through(&self.order);
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

    fn stand(&mut self, row: Rc<Row>) -> Stand {
        let (sale, totals) = (&row.view.sale, &row.view.totals);
        let key = match self.wanted.order.by {
            Sort::Opened => Key::Number(sale.opened_at_ms),
            Sort::Lines => Key::Number(i64::try_from(row.worth.items).unwrap_or(i64::MAX)),
            Sort::Total => Key::Number(totals.total.0),
            Sort::Due => Key::Number(totals.due.0),
            Sort::Name => Key::Text(self.title(&row)),
            Sort::Register => Key::Text(self.place((sale.register_id, sale.source))),
            Sort::Employee => Key::Text(self.person(sale.owner)),
            Sort::Table => {
                let table = sale.table.as_ref();
                Key::Text(self.name(table.map_or("", |table| table.name.as_str())))
            }
        };
        Stand { key, row }
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
