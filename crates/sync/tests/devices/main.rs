//! Two devices and a server, the real engines: what a person sees of the rules before and after the
//! server has spoken.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod shop;

use ::sale::*;
use shop::{ANN, BEN, EPOCH, Shop, id};
use std::collections::BTreeSet;
use sync::protocol::{PROTOCOL, Push, Refusal};
use sync::row::Kind;
use sync::server::{Storage, Transaction};

fn sale_id(n: u128) -> SaleId {
    SaleId(id(n))
}

fn line_id(n: u128) -> LineId {
    LineId(id(n))
}

fn open(sale: u128) -> Change {
    Change::Open(OpenSale {
        sale_id: sale_id(sale),
        number: String::new(),
        source: Source::Register,
        name: None,
        table: None,
        customer: None,
        guests: None,
        note: None,
        lines: Vec::new(),
    })
}

fn add(sale: u128, line: u128, units: i64) -> Change {
    Change::AddLine {
        sale_id: sale_id(sale),
        line: NewLine {
            id: line_id(line),
            product_id: None,
            name: "Coffee".into(),
            unit_price: Money(300),
            quantity: Quantity::units(units),
            modifiers: Vec::new(),
            discount: None,
            taxes: Vec::new(),
            note: None,
            reason: None,
        },
    }
}

fn split(sale: u128, new: u128, line: u128) -> Change {
    Change::Split(SplitSale {
        sale_id: sale_id(sale),
        new_sale_id: sale_id(new),
        number: String::new(),
        name: None,
        moves: vec![SplitMove {
            line_id: line_id(line),
            quantity: Quantity::ONE,
            new_line_id: line_id(line + 100),
        }],
    })
}

fn name(sale: u128, name: &str) -> Change {
    Change::Name {
        sale_id: sale_id(sale),
        name: Some(name.into()),
    }
}

#[test]
fn c7_split_sales_get_the_device_s_own_numbers_offline_too() {
    let mut shop = Shop::open();
    shop.make(0, open(1));
    shop.make(0, add(1, 10, 5));
    shop.sync();
    for device in [0, 1] {
        shop.devices[device].online = false;
        let n = 20 + 10 * u128::try_from(device).unwrap();
        shop.make(device, split(1, n, 10));
        shop.make(device, open(n + 1));
    }
    for device in [0, 1] {
        shop.devices[device].online = true;
    }
    // Both chose the same id for the new line, on two sales: nothing is lost.
    shop.sync();
    let open: Vec<_> = shop.devices[0].engine.open_sales().collect();
    let numbers: BTreeSet<_> = open.iter().map(|view| &*view.sale.number).collect();
    let expected = ["1-0001", "1-0002", "1-0003", "2-0001", "2-0002"];
    assert_eq!(numbers, BTreeSet::from(expected));
    let units = open.iter().map(|view| view.sale.units()).sum::<Quantity>();
    assert_eq!(units, Quantity::units(5), "A7");
}

#[test]
fn c4_the_device_whose_write_is_gone_and_the_one_that_wrote_over_it_both_know() {
    let mut shop = Shop::open();
    shop.make(0, open(1));
    shop.sync();
    shop.devices[1].online = false;
    shop.make(0, name(1, "Ann's friends"));
    shop.make(1, name(1, "Window"));
    shop.devices[1].online = true;
    shop.sync();
    let over = Overwritten {
        value: FieldValue::Name(Some("Ann's friends".into())),
        by: EmployeeId(id(ANN)),
        on: Some(RegisterId(id(11))),
    };
    let told = &shop.devices[1].results.last().unwrap().outcome;
    assert_eq!(told.notes, [Note::Overwrote(over.clone())]);
    for device in [0, 1] {
        let sale = shop.sale(device, 1);
        assert_eq!(sale.title(), "Window");
        assert_eq!(sale.written[0].by, EmployeeId(id(BEN)));
        assert_eq!(sale.written[0].over, Some(over.clone()));
    }
    // Having seen it, Ann writes again: nothing is lost unseen.
    shop.make(0, name(1, "Ann's friends"));
    shop.sync();
    assert_eq!(shop.sale(1, 1).written[0].over, None);
}

#[test]
fn d1_a_device_follows_a_merge_whose_sale_has_left_it() {
    let mut shop = Shop::open();
    for change in [open(1), open(2), add(1, 10, 1), add(2, 20, 2)] {
        shop.make(0, change);
    }
    let merge = Change::Merge {
        sale_id: sale_id(1),
        into: sale_id(2),
    };
    shop.make(0, merge);
    shop.sync();
    assert!(shop.devices[1].engine.sale(sale_id(1)).is_none());
    // Offline, what is meant for the merged sale shows at once where it will be.
    shop.devices[1].online = false;
    shop.make(1, add(1, 11, 1));
    assert_eq!(shop.sale(1, 2).units(), Quantity::units(4));
    let unmerge = Change::Unmerge {
        sale_id: sale_id(1),
    };
    shop.make(1, unmerge);
    let (merged, whole) = (shop.sale(1, 1), shop.sale(1, 2));
    assert_eq!(merged.units(), Quantity::units(2));
    assert_eq!(whole.units(), Quantity::units(2));
    shop.devices[1].online = true;
    shop.sync();
    // B4: the server made of it what the device had shown.
    for device in [0, 1] {
        assert_eq!(shop.sale(device, 1), merged);
        assert_eq!(shop.sale(device, 2), whole);
    }
}

#[test]
fn e2_everybody_sees_a_review_until_somebody_settles_it() {
    let mut shop = Shop::open();
    for change in [open(1), add(1, 10, 1)] {
        shop.make(0, change);
    }
    let tender = NewTender {
        id: TenderId(id(50)),
        method: Method::Cash,
        amount: Money(900),
        rounding: Money(0),
        tip: Money(0),
        change: Money(0),
        seen_total: Money(300),
    };
    shop.make(
        0,
        Change::Tender {
            sale_id: sale_id(1),
            tender,
        },
    );
    shop.sync();
    let open = |shop: &Shop, device: usize| -> Vec<ReviewId> {
        let reviews = shop.devices[device].engine.open_reviews();
        reviews.map(|review| review.id).collect()
    };
    let [review_id] = open(&shop, 1)[..] else {
        panic!("one review");
    };
    assert_eq!(open(&shop, 0), [review_id]);
    let settle = Change::ResolveReview {
        review_id,
        note: "gave 6.00 back".into(),
    };
    shop.devices[1].online = false;
    shop.make(1, settle);
    assert_eq!((open(&shop, 0), open(&shop, 1)), (vec![review_id], vec![]));
    shop.devices[1].online = true;
    shop.sync();
    assert_eq!(open(&shop, 0), []);
    // It is in the history of its sale, and kept.
    let history = shop.server.history(sale_id(1), 0, 100).unwrap();
    assert!(history.last().unwrap().change.contains("review.resolve.1"));
    let kept = shop.server.row(&Kind::Review, review_id.0).unwrap();
    assert!(kept.unwrap().gone);
}

#[test]
fn b4_h2_a_device_refuses_and_allows_what_the_server_does() {
    let mut shop = Shop::open();
    shop.make(0, open(1));
    shop.make(0, add(1, 10, 2));
    shop.sync();
    let remove = |reason: Option<&str>| Change::RemoveLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        seen: Quantity::ONE,
        reason: reason.map(str::to_owned),
    };
    let asked = |shop: &Shop, n| {
        let engine = &shop.devices[1].engine;
        engine.needs(EmployeeId(id(n)), &remove(None))
    };
    let needed = |reason, manager| Needs { reason, manager };
    assert_eq!(asked(&shop, BEN), needed(true, false));
    // Nobody whom the store knows counts as a cashier.
    assert_eq!(asked(&shop, 999), needed(true, true));
    shop.devices[1].online = false;
    shop.make(1, remove(None));
    shop.make(1, remove(Some("spilt")));
    shop.devices[1].employee = EmployeeId(id(999));
    shop.make(1, remove(Some("spilt")));
    let shown = shop.sale(1, 1);
    assert_eq!(shown.units(), Quantity::ONE);
    shop.devices[1].online = true;
    shop.sync();
    assert_eq!(shop.sale(0, 1), shown);
    assert_eq!(shop.devices[0].engine.open_reviews().count(), 2);
}

#[test]
fn a3_who_approved_a_change_is_part_of_what_a_repeat_must_repeat() {
    let mut shop = Shop::open();
    shop.devices[0].online = false;
    shop.make(0, open(1));
    let mutation = shop.devices[0].engine.outbox().next().unwrap().clone();
    let mut approved = mutation.clone();
    approved.approved_by = Some(EmployeeId(id(BEN)));
    let mut send = |mutation| {
        let push = Push {
            protocol: PROTOCOL,
            build: "test".into(),
            epoch: EPOCH,
            unsent: 1,
            mutations: vec![mutation],
        };
        let mut work = Transaction::begin(&mut shop.server, 0).unwrap();
        let answer = work.push(DeviceId(id(1)), &push).unwrap();
        work.finish().unwrap();
        answer
    };
    let first = send(mutation.clone()).unwrap();
    assert_eq!(send(mutation).unwrap().results, first.results);
    assert_eq!(send(approved), Err(Refusal::Fork { sequence: 1 }));
}

/// What the project's codec reads is what was written: the files that `sale` keeps of all versions.
#[test]
fn a4_the_codec_reads_every_version_as_it_was() {
    fn same<T: serde::de::DeserializeOwned + serde::Serialize>(folder: &str) {
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../sale/tests/golden/");
        for file in std::fs::read_dir(format!("{golden}{folder}")).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let value: T = sync::codec::decode(&text).unwrap();
            assert_eq!(sync::codec::encode(&value).unwrap(), text.trim_end());
        }
    }
    same::<Change>("change");
    same::<Sale>("sale");
    same::<Review>("review");
    same::<Outcome>("outcome");
    same::<FieldValue>("field_value");
}

/// Fields of a mutation that older devices do not send, and values of newer ones, cost nothing.
#[test]
fn a4_a_mutation_with_and_without_what_was_added_is_read() {
    let mutation = |more: &str| -> sync::protocol::Mutation {
        let id = id(7);
        let text = format!(
            r#"{{"sequence":1,"mutation_id":"{id}","at_ms":0,"employee_id":"{id}","seen":0{more},"change":{{"x":1}}}}"#
        );
        let mutation = sync::codec::decode(&text).unwrap();
        assert_eq!(sync::codec::encode(&mutation).unwrap(), text);
        mutation
    };
    assert_eq!(mutation("").context(None).was, None);
    let known = mutation(r#","was":{"Name":null}"#).context(None);
    assert_eq!(known.was, Some(FieldValue::Name(None)));
    let newer = mutation(r#","was":{"Mood":"good"}"#).context(None);
    assert_eq!(newer.was, None);
}
