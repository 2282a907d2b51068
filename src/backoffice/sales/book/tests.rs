//! What is kept up change by change is what looking at everything anew would find.

use super::*;
use proptest::prelude::*;
use sale::Status;
use uuid::Uuid;

struct Plain;

impl Names for Plain {
    fn folded(&self, text: &str) -> String {
        text.to_lowercase()
    }
    fn ordered(&self, text: &str) -> String {
        text.to_lowercase()
    }
    fn place(&self, register: Option<RegisterId>, _: Source) -> String {
        register.map_or_else(String::new, |id| format!("Till {}", id.0.as_u128()))
    }
    fn employee(&self, id: EmployeeId) -> String {
        format!("Person {}", 9 - id.0.as_u128())
    }
}

fn id(n: u8) -> SaleId {
    SaleId(Uuid::from_u128(u128::from(n)))
}

fn view(n: u8, of: u8) -> Arc<SaleView> {
    let mut sale: Sale = serde_json::from_value(serde_json::json!({
        "id": id(n), "number": format!("1-{n:04}"), "source": Source::Register, "status": Status::Open,
        "opened_at_ms": i64::from(of % 5) * 60_000,
        "opened_by": Uuid::from_u128(1), "owner": Uuid::from_u128(u128::from(of % 3)),
        "lines": []
    }))
    .unwrap();
    sale.name = (!of.is_multiple_of(4)).then(|| format!("Table {}", of % 13));
    sale.register_id = of
        .is_multiple_of(2)
        .then(|| RegisterId(Uuid::from_u128(u128::from(of % 6))));
    let totals = sale.totals();
    Arc::new(SaleView::listed(sale, totals, u64::from(of)))
}

fn wanted(search: u8, by: u8, descending: bool) -> Wanted {
    let orders = [
        Sort::Opened,
        Sort::Name,
        Sort::Register,
        Sort::Employee,
        Sort::Total,
    ];
    let searches: [&[&str]; 4] = [&[], &["t"], &["table", "1"], &["1-00"]];
    Wanted {
        needles: searches[usize::from(search) % 4]
            .iter()
            .map(|s| (*s).to_owned())
            .collect(),
        employee: (search > 5).then(|| EmployeeId(Uuid::from_u128(1))),
        order: Order {
            by: orders[usize::from(by) % 5],
            descending,
        },
        ..Wanted::default()
    }
}

fn ids(book: &Book) -> Vec<SaleId> {
    book.ids(0..book.len())
}

proptest! {
    /// Whatever came, changed and went, and whatever was typed meanwhile.
    #[test]
    fn a_list_kept_up_is_a_list_made_anew(
        steps in prop::collection::vec((0..12_u8, any::<u8>(), 0..5_u8), 1..60),
        by in any::<u8>(), descending in any::<bool>(),
    ) {
        let mut book = Book::new(Rc::new(Plain));
        let mut sales: std::collections::BTreeMap<SaleId, Arc<SaleView>> = Default::default();
        let mut asked = wanted(0, by, descending);
        book.want(asked.clone());
        for (n, of, what) in steps {
            match what {
                0 => {
                    sales.remove(&id(n));
                    book.change(id(n), None);
                }
                1 => {
                    asked = wanted(of % 9, if of > 99 { by } else { of }, descending);
                    book.want(asked.clone());
                }
                _ => {
                    let view = view(n, of);
                    book.change(id(n), Some(&view));
                    sales.insert(id(n), view);
                }
            }
        }
        let mut anew = Book::new(Rc::new(Plain));
        anew.want(asked);
        anew.replace(sales.values());
        prop_assert_eq!(ids(&book), ids(&anew));
        prop_assert_eq!(book.listed(), anew.listed());
        prop_assert_eq!(book.all(), anew.all());
        prop_assert_eq!(book.oldest(), anew.oldest());
        prop_assert_eq!(book.opened_until(120_000), anew.opened_until(120_000));
    }
}

/// Somebody is in the list: nothing moves under them, and what came is told.
#[test]
fn nothing_moves_while_somebody_is_in_the_list() {
    let mut book = Book::new(Rc::new(Plain));
    book.replace([view(1, 1), view(2, 2)].iter());
    book.hold(true);
    let before = ids(&book);
    book.change(id(3), Some(&view(3, 0)));
    book.change(id(1), None);
    assert_eq!(ids(&book), before);
    assert_eq!(book.new_ones(), 1);
    book.change(id(3), None);
    assert_eq!(book.new_ones(), 0, "it went again");
    book.hold(false);
    assert_eq!(ids(&book), [id(2)]);
}
