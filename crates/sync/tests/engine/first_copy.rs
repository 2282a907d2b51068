//! The first copy on a bad line: pages that came are kept, and how far it is can be told (rules B2,
//! F1).

use crate::shop::Shop;
use crate::till::{Till, add, open, sale, tender};
use sale::Change;
use sync::device::{Failure, Input, Output};
use sync::protocol::{Pull, Refusal};

/// A register that comes to a shop with so many open sales.
fn newcomer(sales: u128) -> Shop {
    let mut shop = Shop::open(1);
    for n in 1..=sales {
        shop.tap(0, open(n)).unwrap();
    }
    shop.settle();
    let till = Till::new(1);
    shop.admit(&till.identity);
    shop.tills.push(till);
    shop.tick(0);
    shop
}

fn next_pull(shop: &Shop) -> Option<Pull> {
    shop.tills[1].requests.iter().find_map(|asked| match asked {
        Output::Pull(pull) => Some(*pull),
        _ => None,
    })
}

#[test]
fn f1_no_page_is_asked_for_twice_however_often_the_line_breaks() {
    let mut shop = newcomer(10);
    let (mut asked, mut told) = (Vec::new(), Vec::new());
    while !shop.tills[1].engine.has_copy() {
        assert!(asked.len() < 20, "{asked:?}");
        let till = &mut shop.tills[1];
        assert!(till.sales().is_empty(), "B2: a page alone is not shown");
        // The answer to each second request is lost on its way.
        till.lose_answers = u32::from(asked.len() % 2 == 1);
        asked.push(next_pull(&shop).expect("the copy goes on").page);
        shop.step(1);
        let till = &mut shop.tills[1];
        told.extend(till.engine.first_copy());
        if till.waits.is_some() {
            till.wake();
        }
    }
    let first = asked.iter().filter(|page| page.is_none()).count();
    assert_eq!(first, 1, "it never begins anew: {asked:?}");
    assert!(told.is_sorted_by_key(|told| told.sales), "{told:?}");
    assert!(told.iter().all(|told| told.of == 10), "{told:?}");
    let last = told.last().unwrap();
    assert!((4..10).contains(&last.sales), "{last:?}");
    assert_eq!(shop.tills[1].engine.first_copy(), None);
    shop.settle();
    shop.agrees();
}

#[test]
fn b2_what_changes_between_two_pages_that_lie_far_apart_is_not_missed() {
    let mut shop = newcomer(10);
    shop.step(1);
    shop.tills[1].online = false;
    shop.step(1);
    // Gone, changed and new while the newcomer is away.
    let close = Change::Close { sale_id: sale(1) };
    for change in [
        tender(sale(1), 1, 100),
        close,
        add(sale(2), 7, "Tea"),
        open(11),
    ] {
        shop.tap(0, change).unwrap();
        while shop.step(0) {}
    }
    shop.tick(60 * 60 * 1000);
    shop.tills[1].online = true;
    shop.tills[1].wake();
    let page = next_pull(&shop).expect("it goes on").page;
    assert!(page.is_some(), "with the pages that it has");
    shop.settle();
    assert_eq!(shop.tills[1].sales().len(), 10);
    assert!(!shop.tills[1].has_said(|said| *said == Output::Diverged));
    shop.agrees();
}

#[test]
fn b2_pages_that_do_not_belong_together_are_not_put_together() {
    // From another epoch, and from so long ago that the server may have forgotten what went.
    for restored in [true, false] {
        let mut shop = newcomer(10);
        shop.step(1);
        assert!(shop.tills[1].engine.first_copy().is_some());
        if restored {
            let epoch = Failure::Refused(Refusal::Epoch {
                epoch: 12,
                last_sequence: 0,
            });
            shop.tills[1].requests.clear();
            shop.tills[1].feed(Input::Pulled(Err(epoch)));
        } else {
            shop.tills[1].online = false;
            shop.step(1);
            shop.tick(24 * 60 * 60 * 1000);
            shop.tills[1].online = true;
            shop.tills[1].wake();
        }
        let pull = next_pull(&shop).expect("it begins anew");
        assert_eq!((pull.since, pull.page), (0, None));
        assert_eq!(shop.tills[1].engine.first_copy(), None);
    }
}
