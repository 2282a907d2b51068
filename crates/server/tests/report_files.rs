//! Reports as files for spreadsheets: separators, decimals, and texts that would be formulas.

use crate::support::till::{line, pay};
use crate::support::{Browser, Shop};
use reqwest::Method;
use sale::{Change, OpenSale, SaleId, Source, TableRef};
use uuid::Uuid;

/// Names of tables as nobody should trust them: what a spreadsheet would take for a formula, and what
/// separates cells.
const TABLES: [&str; 8] = [
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "A, B",
    "Garden; \"2\"",
    "Bar = good",
];

async fn export(manager: &Browser, section: &str, format: &str) -> (String, String) {
    let path = format!(
        "/api/backoffice/reports/takings/{section}/export?from=2023-11-14&to=2023-11-15&format={format}"
    );
    let answer = manager.send(manager.request(Method::GET, &path)).await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/csv; charset=utf-8");
    let name = header("content-disposition");
    (name, answer.text().await.unwrap())
}

/// What a reader of RFC 4180 makes of a file: rows of cells.
fn cells(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            letter if letter == delimiter && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'), "rows end with both");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "{text}");
    rows
}

/// Each table's sale of 12.34, and one of a deposit given back, as a person finds them in the file.
#[tokio::test]
async fn a_file_is_read_by_spreadsheets_as_it_is_meant() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    for (n, table) in TABLES.iter().chain(&["Deposit"]).enumerate() {
        let sale_id = SaleId(Uuid::now_v7());
        let pence = if *table == "Deposit" { -505 } else { 1_234 };
        let open = Change::Open(OpenSale {
            sale_id,
            number: format!("{}{n}", till.identity.number_prefix),
            source: Source::Register,
            name: None,
            table: Some(TableRef {
                id: None,
                name: (*table).to_owned(),
            }),
            customer: None,
            guests: None,
            note: None,
            lines: vec![line("Tea", pence)],
        });
        let changes = [open, pay(sale_id, pence), Change::Close { sale_id }];
        let answer = till.make(&changes).await;
        for result in answer.results {
            assert_eq!(result.outcome.review, None, "{table:?}");
        }
    }
    for (format, delimiter, point) in [("csv", ',', '.'), ("csv_comma", ';', ',')] {
        let (name, text) = export(&manager, "takings_by_table", format).await;
        let file = "takings_by_table_2023-11-14_2023-11-15.csv";
        assert_eq!(name, format!("attachment; filename=\"{file}\""));
        // With it a spreadsheet of a country with commas takes the letters for what they are.
        let bare = text.trim_start_matches('\u{feff}');
        assert_eq!(text.len() > bare.len(), format == "csv_comma");
        let mut rows = cells(bare, delimiter);
        let heads = "table,name,sales,gross,discounts,net,tax,total,average_sale,items,guests";
        assert_eq!(rows.remove(0), heads.split(',').collect::<Vec<_>>());
        let money = |text: &str| text.replace('.', &point.to_string());
        let line = |name: &str, total: &str| {
            let (total, none) = (money(total), money("0.00"));
            let one = money("1.000");
            let figures = [&total, &none, &total, &none, &total, &total, &one];
            let mut row = vec![name.to_owned(), name.to_owned(), "1".to_owned()];
            row.extend(figures.map(Clone::clone));
            row.push("0".to_owned());
            row
        };
        for table in TABLES {
            let safe = match table.starts_with(['=', '+', '-', '@', '\t']) {
                true => format!("'{table}"),
                false => table.to_owned(),
            };
            let row = line(&safe, "12.34");
            assert!(rows.contains(&row), "{row:?} of {rows:?}");
        }
        // A number below nought is a number.
        let row = line("Deposit", "-5.05");
        assert!(rows.contains(&row), "{row:?} of {rows:?}");
        let total = rows.last().unwrap();
        assert_eq!((total[0].as_str(), total[2].as_str()), ("total", "9"));
        assert_eq!(total[7], money("93.67"));
        assert_eq!(rows.len(), TABLES.len() + 2);
    }
}
