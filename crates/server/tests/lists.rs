//! Lists of sales: what a search finds, and in which order pages come.

use crate::support::browser::form;
use crate::support::till::{add, pay};
use crate::support::{Browser, Shop, Till};
use reqwest::Method;
use sale::{Change, SaleId, TableRef};
use serde_json::json;
use sync::api::{SaleDetail, SalesPage};

/// Opens sales with these names, each with one item.
async fn open(till: &mut Till, names: &[&str]) -> Vec<SaleId> {
    let mut sales = Vec::new();
    for name in names {
        let at = till.sequence;
        let (sale_id, open) = till.open(&format!("{at:04}"), 1);
        let name = Some((*name).to_owned());
        till.make(&[open, Change::Name { sale_id, name }]).await;
        sales.push(sale_id);
    }
    sales
}

/// Pays and closes sales that come to what one item does.
async fn close(till: &mut Till, sales: &[SaleId]) {
    for sales in sales.chunks(40) {
        let changes: Vec<Change> = sales
            .iter()
            .flat_map(|sale_id| [pay(*sale_id, 250), Change::Close { sale_id: *sale_id }])
            .collect();
        till.make(&changes).await;
    }
}

/// What people call the sales of a list, page after page.
async fn titles(manager: &Browser, query: &[(&str, &str)], limit: u32) -> Vec<String> {
    let mut titles = Vec::new();
    let mut next: Option<String> = None;
    let mut count = None;
    loop {
        let mut path = format!("/api/backoffice/sales?limit={limit}");
        let after = next.as_deref().map(|after| ("after", after));
        for (name, value) in query.iter().copied().chain(after) {
            path.push_str(&format!("&{name}={}", form(value)));
        }
        let page: SalesPage = manager.get(&path).await;
        assert_eq!(*count.get_or_insert(page.count), page.count, "counted once");
        titles.extend(
            page.sales
                .iter()
                .map(|listed| listed.sale.title().to_owned()),
        );
        next = page.next;
        if next.is_none() {
            assert_eq!(count, Some(titles.len() as u64), "{query:?}");
            return titles;
        }
    }
}

/// A5: a search finds open and finished sales alike: in any script, from the middle of a word, with
/// or without accents, points and capitals, in any order of the words; and no other.
#[tokio::test]
async fn a5_a_search_finds_what_is_written_whatever_the_script() {
    const CASES: [(&str, &[&str]); 13] = [
        ("தேநீர்", &["தேநீர்", "நீர்", "தே", "ர்"]),
        ("Café crème", &["cafe", "CRÈME", "rem caf", "é"]),
        (
            "Große Überraschung",
            &["uberrasch", "grosse", "ÜBER", "schung gro"],
        ),
        ("緑茶セット", &["茶", "茶セ", "緑茶セット", "ット"]),
        ("قَهْوَة", &["قهوة", "قهوه", "هو"]),
        ("ร้านชา", &["ชา", "ร้านชา"]),
        ("Стол Ёлка", &["елка", "СТОЛ", "лк"]),
        ("녹차", &["녹차", "차"]),
        ("٢٣ بيت", &["23", "بيت"]),
        ("Zanzibar 7714", &["771", "7714", "anzi", "zanzibar 77"]),
        ("O’Brien & Søn", &["o'brien", "son", "&"]),
        ("🍕🌙 night", &["🍕", "🍕🌙", "night"]),
        ("abca bcab", &["abca bcab", "bcab abca"]),
    ];
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let names: Vec<&str> = CASES.iter().map(|(name, _)| *name).collect();
    let sales = open(&mut till, &names).await;
    let finds = async |status: &str| {
        for (name, searches) in CASES {
            for search in searches {
                let query = [("status", status), ("search", *search)];
                let found = titles(&manager, &query, 100).await;
                assert!(
                    found.contains(&name.to_owned()),
                    "{search} in {status}: {found:?}"
                );
            }
        }
        for nothing in [
            "abcab ca abcabc",
            "zanzbar",
            "7741",
            "cafe night",
            "🍔",
            "தநர",
        ] {
            let query = [("status", status), ("search", nothing)];
            assert_eq!(titles(&manager, &query, 100).await, [""; 0], "{nothing}");
        }
    };
    finds("open").await;
    close(&mut till, &sales).await;
    finds("closed").await;
    let query = [("status", "all"), ("search", "zanzibar")];
    assert_eq!(titles(&manager, &query, 100).await, ["Zanzibar 7714"]);
}

/// A5: a filter narrows what a search looks through, not what it has found: an old sale is not lost
/// behind a thousand later ones with the same word.
#[tokio::test]
async fn a5_a_filter_finds_an_old_sale_behind_many_later_ones() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut other = shop.till_by(&manager, 1).await;
    let old = open(&mut other, &["Zebra of old", "Zebra in vain"]).await;
    close(&mut other, &old[..1]).await;
    let path = format!("/api/backoffice/sales/{}/void", old[1]);
    let _: sync::api::Done = manager.post(&path, &json!({"reason": "test"})).await;
    let mut till = shop.till_by(&manager, 0).await;
    for _ in 0..11 {
        let mut changes = Vec::new();
        let mut sales = Vec::new();
        for n in 0..100 {
            let (sale_id, mut open) = till.open(&format!("{}{n:02}", till.sequence), 1);
            if let Change::Open(open) = &mut open {
                open.name = Some(format!("Zebra {n}"));
            }
            sales.push(sale_id);
            changes.push(open);
        }
        till.make(&changes).await;
        close(&mut till, &sales).await;
    }
    let count = async |query: &str| -> u64 {
        let path = format!("/api/backoffice/sales?limit=1&search=zebra&{query}");
        let page: SalesPage = manager.get(&path).await;
        page.count
    };
    assert_eq!(count("status=closed").await, 1_000, "the latest of 1,101");
    let register = other.identity.register_id.unwrap().to_string();
    assert_eq!(count("status=voided").await, 1);
    assert_eq!(
        count(&format!("status=closed&register={register}")).await,
        1
    );
    let query = [("status", "closed"), ("register", register.as_str())];
    assert_eq!(titles(&manager, &query, 100).await, ["Zebra of old"]);
    let pair = [
        query[0],
        query[1],
        ("employee", &other.employee.to_string()),
    ];
    assert_eq!(titles(&manager, &pair, 100).await, ["Zebra of old"]);
    let query = [("status", "closed"), ("sort", "name"), ("search", "zebra")];
    let found = titles(&manager, &query, 37).await;
    let value = |name: &String| name.trim_start_matches("Zebra ").parse::<u32>().unwrap();
    let values: Vec<u32> = found.iter().map(value).collect();
    assert!(values.is_sorted(), "{values:?}");
}

/// Names are in the order in which people put them, numbers in them by their value.
#[tokio::test]
async fn names_are_in_the_order_of_people() {
    const NAMES: [&str; 6] = ["Table 10", "table 9", "Éclair", "eclairs", "Zoo", "Table 2"];
    const ORDER: [&str; 6] = ["Éclair", "eclairs", "Table 2", "table 9", "Table 10", "Zoo"];
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 3).await;
    let sales = open(&mut till, &NAMES).await;
    let register = till.identity.register_id.unwrap().to_string();
    let mut query = [
        ("status", "open"),
        ("sort", "name"),
        ("register", register.as_str()),
    ];
    let mut open = titles(&manager, &query, 4).await;
    open.retain(|name| NAMES.contains(&name.as_str()));
    assert_eq!(open, ORDER);
    close(&mut till, &sales).await;
    query[0].1 = "closed";
    assert_eq!(titles(&manager, &query, 4).await, ORDER);
}

/// A renamed register, and a sale that somebody else looks after, have their new place at once.
#[tokio::test]
async fn a_renamed_register_sorts_anew() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut first = shop.till_by(&manager, 0).await;
    let mut second = shop.till_by(&manager, 1).await;
    let ones = open(&mut first, &["a 1", "a 2", "a 3"]).await;
    let twos = open(&mut second, &["b 1", "b 2"]).await;
    close(&mut first, &ones).await;
    close(&mut second, &twos).await;
    let register = first.identity.register_id.unwrap();
    let path = format!("/api/backoffice/registers/{register}");
    let mut query = [
        ("status", "closed"),
        ("sort", "register"),
        ("descending", "false"),
    ];
    for (name, order) in [
        ("aa", ["a 1", "a 2", "a 3", "b 1", "b 2"]),
        ("Übersee", ["b 1", "b 2", "a 1", "a 2", "a 3"]),
        ("Dock", ["a 1", "a 2", "a 3", "b 1", "b 2"]),
    ] {
        let (status, _) = manager
            .call(Method::PUT, &path, &json!({"name": name}))
            .await;
        assert_eq!(status, 200);
        query[2].1 = "false";
        assert_eq!(titles(&manager, &query, 2).await, order, "{name}");
        query[2].1 = "true";
        let back: Vec<&str> = order.into_iter().rev().collect();
        assert_eq!(titles(&manager, &query, 2).await, back, "{name}");
    }
    let employees: Vec<sale::Employee> = manager.get("/api/backoffice/employees").await;
    let detail: SaleDetail = manager
        .get(&format!("/api/backoffice/sales/{}", twos[0]))
        .await;
    let other = employees.iter().find(|one| one.id != detail.sale.owner);
    let other = other.unwrap().id.to_string();
    let query = [("status", "closed"), ("employee", other.as_str())];
    assert_eq!(titles(&manager, &query, 2).await, [""; 0]);
    let owner = detail.sale.owner.to_string();
    let query = [("status", "closed"), ("employee", owner.as_str())];
    assert_eq!(titles(&manager, &query, 2).await.len(), 5);
}

/// A period has the sales that were finished in it, whatever they are sorted by or searched for.
#[tokio::test]
async fn a_period_can_be_sorted_and_searched() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let sales = open(&mut till, &["c", "a", "b"]).await;
    till.make(&[add(sales[1], "Tea", 300)]).await;
    close(&mut till, &sales[..1]).await;
    close(&mut till, &sales[2..]).await;
    till.make(&[pay(sales[1], 550), Change::Close { sale_id: sales[1] }])
        .await;
    let table = Some(TableRef {
        id: None,
        name: "Nook".to_owned(),
    });
    let left = open(&mut till, &["a"]).await;
    till.make(&[Change::Table {
        sale_id: left[0],
        table,
    }])
    .await;
    let closed = ("closed_from_ms", "1700000000000");
    let before = ("closed_before_ms", "1700000000001");
    for (sort, order) in [("name", ["a", "b", "c"]), ("total", ["c", "b", "a"])] {
        let query = [("status", "all"), closed, before, ("sort", sort)];
        assert_eq!(titles(&manager, &query, 2).await, order, "{sort}");
    }
    let query = [("status", "closed"), closed, before, ("search", "tea")];
    assert_eq!(titles(&manager, &query, 2).await, ["a"]);
    let query = [("status", "closed"), ("closed_before_ms", "1700000000000")];
    assert_eq!(titles(&manager, &query, 2).await, [""; 0]);
}
