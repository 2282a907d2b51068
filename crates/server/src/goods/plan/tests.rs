//! Tables with faults: each row's fate, and why, and nothing else is written than was shown.

use super::*;
use sale::{Currency, Money, TaxRate};
use sync::api::goods::{Column, Decimal};
use uuid::Uuid;

fn product(n: u128, code: &str, name: &str, price: i64) -> Product {
    let id = ProductId(Uuid::from_u128(n));
    Product::plain(id, code, name, "Shelf", Money(price))
}

fn planned_in(currency: &str, products: &[Product], table: &str) -> Planned {
    let sheet = Sheet::open(table.as_bytes());
    let columns = crate::goods::columns::guessed(&sheet.heads);
    let price = columns
        .iter()
        .position(|c| *c == Some(Column::Price))
        .unwrap_or(0);
    let prices: Vec<String> = sheet
        .rows()
        .filter_map(Result::ok)
        .map(|row| row.cell(price).to_owned())
        .collect();
    let told = crate::sheet::amount::decimal_of(prices.iter().map(String::as_str));
    let reading = TableReading {
        columns,
        decimal: told.unwrap_or(Decimal::Point),
    };
    let stock = Stock {
        products,
        tax_rates: &[TaxRate {
            name: "VAT".to_owned(),
            basis_points: 2_000,
            included: true,
        }],
        currency: &Currency::of_code(currency).unwrap(),
    };
    let new_id = |line: u64| ProductId(Uuid::from_u128(1_000 + u128::from(line)));
    plan(&sheet, &reading, &stock, new_id)
}

fn planned(products: &[Product], table: &str) -> Planned {
    planned_in("GBP", products, table)
}

/// Line, fate and the reasons of each row that is shown.
fn fates(planned: &Planned) -> Vec<(u64, Fate, Vec<Why>)> {
    let rows = planned.shown.rows.iter();
    rows.map(|row| {
        (
            row.line,
            row.fate,
            row.reasons.iter().map(|r| r.why).collect(),
        )
    })
    .collect()
}

#[test]
fn each_row_has_its_fate() {
    let stock = [
        product(1, "T1", "Tea", 250),
        product(2, "C1", "Coffee", 300),
        Product {
            barcodes: vec!["4006381333931".to_owned()],
            ..product(3, "M1", "Mug", 900)
        },
    ];
    let table = "\
Code;Name;Price;Barcode;VAT;On sale
t1;Tea;2,50;;;
C1;Coffee;3,20;;20;yes
N1;New;4,20;;VAT 20%;
N2;Dear;1.234,56;;;
;Nothing;1;;;
;;1;;;
N3;No price;;;;
N4;Exact;1,459;;;
N5;Odd;free;;;
M1;Mug;90,00;;;
N6;Round;1;5,01E+12;;
N7;Wrong;1;4006381333932;;
N8;Taken;1;4006381333931;;
N9;Taxed;1;;19%;
N1;New;4,30;;;
N1;New;4,20;;;
5,01E+12;Rounded;1;;;
";
    let planned = planned(&stock, table);
    use Fate::{Changed, Doubtful, New, Refused};
    assert_eq!(
        fates(&planned),
        [
            (3, Changed, vec![]),
            (4, New, vec![]),
            (5, New, vec![]),
            (6, New, vec![]),
            (7, Refused, vec![Why::NameMissing]),
            (8, Refused, vec![Why::PriceMissing]),
            (9, Refused, vec![Why::PriceTooExact]),
            (10, Refused, vec![Why::PriceUnreadable]),
            (11, Doubtful, vec![Why::PriceLeap]),
            (12, Doubtful, vec![Why::BarcodeRounded]),
            (13, Doubtful, vec![Why::BarcodeCheckDigit]),
            (14, Doubtful, vec![Why::BarcodeElsewhere]),
            (15, Doubtful, vec![Why::TaxUnknown]),
            (16, Doubtful, vec![Why::CodeTwice]),
            (18, Refused, vec![Why::CodeRounded]),
        ]
    );
    let shown = &planned.shown;
    let counts = (
        shown.new,
        shown.changed,
        shown.doubtful,
        shown.same,
        shown.refused,
    );
    assert_eq!(counts, (3, 1, 6, 2, 5));
    let written: Vec<(&str, i64, bool)> = planned
        .writes
        .iter()
        .map(|write| {
            (
                write.after.code.as_str(),
                write.after.price.0,
                write.doubtful,
            )
        })
        .collect();
    assert_eq!(
        written,
        [
            ("C1", 320, false),
            ("N1", 420, false),
            ("N2", 123_456, false),
            ("", 100, false),
            ("M1", 9_000, true),
            ("N6", 100, true),
            ("N7", 100, true),
            ("N8", 100, true),
            ("N9", 100, true),
        ]
    );
    let coffee = &planned.writes[0].after;
    assert_eq!((coffee.id, coffee.taxes.len()), (stock[1].id, 1));
}

#[test]
fn prices_are_exact_in_the_stores_currency_or_named() {
    let table = "code,name,price\nY1,Ramen,1200\nY2,Tea,450.00\nY3,Odd,100.5\n";
    let planned = planned_in("JPY", &[], table);
    let prices: Vec<i64> = planned
        .writes
        .iter()
        .map(|write| write.after.price.0)
        .collect();
    assert_eq!(prices, [1_200, 450]);
    assert_eq!(
        fates(&planned)[2],
        (4, Fate::Refused, vec![Why::PriceTooExact])
    );
    let table = "code,name,price\nF1,Diesel,1.459\nF2,Screw,0.004\nF3,Nail,0.006\n";
    let planned = planned_in("GBP", &[], table);
    assert_eq!((planned.writes.len(), planned.shown.refused), (0, 3));
    let deposit = planned_in("GBP", &[], "code,name,price\nPFAND,Bottle,-0.25\n");
    assert_eq!(deposit.writes[0].after.price, Money(-25));
}

#[test]
fn amounts_in_many_ways_are_never_a_hundred_times_too_much() {
    let table =
        "code,name,price\nK1,a,\"4,20\"\nK2,b,\"1,234.56\"\nK3,c,£4.20\nK4,d,1 234.50\nK5,e,4.20\n";
    let planned = planned(&[], table);
    let prices: Vec<i64> = planned
        .writes
        .iter()
        .map(|write| write.after.price.0)
        .collect();
    assert_eq!(prices, [420, 123_456, 420, 123_450, 420]);
}

#[test]
fn what_was_written_out_and_comes_in_again_changes_nothing() {
    let stock = [
        Product {
            barcodes: vec!["4006381333931".to_owned(), "73513537".to_owned()],
            taxes: vec![TaxRate {
                name: "VAT".to_owned(),
                basis_points: 2_000,
                included: true,
            }],
            kitchen_station: Some("Bar".to_owned()),
            off_sale: true,
            ..product(1, "=T1", "Tea, \"green\"\nloose", 123_456)
        },
        product(2, "P", "-Bottle", -25),
        product(3, "Q", "Cake 6\"", 0),
    ];
    let currency = Currency::of_code("GBP").unwrap();
    for decimal in [Decimal::Point, Decimal::Comma] {
        let table = crate::goods::export::table(&stock, &currency, decimal).unwrap();
        let text = String::from_utf8(table).unwrap();
        assert!(text.contains("'=T1") && text.contains("'-Bottle"), "{text}");
        let planned = planned(&stock, &text);
        // Blanks within a name are one when it comes in; nothing else of it differs.
        let changed: Vec<&str> = planned
            .writes
            .iter()
            .map(|w| w.after.name.as_str())
            .collect();
        assert_eq!(changed, ["Tea, \"green\" loose"], "{decimal:?}");
        assert_eq!(planned.writes[0].after.price, stock[0].price);
        assert_eq!(planned.shown.same, 2);
    }
}
