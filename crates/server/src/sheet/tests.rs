//! Files as shops save them, after public reports: each is read as the person meant it.

use super::amount::{decimal_of, is_unclear, plain};
use super::*;
use sale::{Currency, NotMoney};
use sync::api::goods::Decimal;

/// A row as text, or the number of the line that is broken.
fn rows(bytes: &[u8]) -> Vec<Result<String, u64>> {
    let sheet = Sheet::open(bytes);
    let rows = sheet.rows();
    rows.map(|row| row.map(|row| row.cells.join("|")).map_err(|b| b.line))
        .collect()
}

fn read(texts: &[&str]) -> Vec<Result<String, u64>> {
    texts.iter().map(|text| Ok((*text).to_owned())).collect()
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_row() {
    let file =
        "code,name,price\nA1,Apron,4.20\nP6,\"Plate, 6 inch,4.20\nG1,Good,1.00\nG2,Good,2.00\n";
    let mut expected = read(&["A1|Apron|4.20", "G1|Good|1.00", "G2|Good|2.00"]);
    expected.insert(1, Err(3));
    assert_eq!(rows(file.as_bytes()), expected);
    // Quotes in a later row close it, and still no row is swallowed.
    let file = "code,name,price\nP6,\"Plate, 6 inch,4.20\nG1,\"Mug, red\",1.00\nG2,Good,2.00\n";
    let mut expected = read(&["G1|Mug, red|1.00", "G2|Good|2.00"]);
    expected.insert(0, Err(2));
    assert_eq!(rows(file.as_bytes()), expected);
}

#[test]
fn quotes_that_are_closed_hold_anything() {
    let file =
        "code,name,price\r\nA1,\"two\r\nlines, \"\"and\"\" more\",1\r\n,,\r\n\r\nA2,6\" plate,2";
    let expected = read(&["A1|two\r\nlines, \"and\" more|1", "A2|6\" plate|2"]);
    assert_eq!(rows(file.as_bytes()), expected);
    let sheet = Sheet::open(file.as_bytes());
    let lines: Vec<u64> = sheet.rows().map(|row| row.unwrap().line).collect();
    assert_eq!(lines, [2, 6]);
}

#[test]
fn delimiter_and_line_ends_are_found_out() {
    for (file, delimiter) in [
        (
            "code;name;price\nK1;Kerze;4,20\nK2;Kerze, groß;1,50\n",
            b';',
        ),
        (
            "code\tname\tprice\nK1\tKerze\t4,20\nK2\tKerze, groß\t1,50\n",
            b'\t',
        ),
        (
            "code|name|price\nK1|Kerze|4,20\nK2|Kerze, groß|1,50\n",
            b'|',
        ),
        (
            "code,name,price\nK1,Kerze,\"4,20\"\nK2,\"Kerze, groß\",\"1,50\"\n",
            b',',
        ),
        (
            "sep=;\ncode;name;price\nK1;Kerze;4,20\nK2;Kerze, groß;1,50\n",
            b';',
        ),
        (
            "\"SEP=;\"\r\ncode;name;price\r\nK1;Kerze;4,20\r\nK2;Kerze, groß;1,50",
            b';',
        ),
        (
            "code;name;price\rK1;Kerze;4,20\rK2;Kerze, groß;1,50\r",
            b';',
        ),
    ] {
        let sheet = Sheet::open(file.as_bytes());
        assert_eq!(sheet.delimiter, delimiter, "{file}");
        assert_eq!(sheet.heads, ["code", "name", "price"], "{file}");
        let expected = read(&["K1|Kerze|4,20", "K2|Kerze, groß|1,50"]);
        assert_eq!(rows(file.as_bytes()), expected, "{file}");
    }
    let first = |file: &str| {
        Sheet::open(file.as_bytes())
            .rows()
            .next()
            .unwrap()
            .unwrap()
            .line
    };
    assert_eq!(
        first("sep=,\na,b\n1,2\n"),
        3,
        "as a person counts the lines"
    );
}

#[test]
fn encodings_are_found_out() {
    let text = "code,name\nL1,Café Müsli £5\n";
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked(b"\xEF\xBB\xBF", text.as_bytes()), "UTF-8"),
        (marked(b"\xFF\xFE", &little), "UTF-16LE"),
        (marked(b"\xFE\xFF", &big), "UTF-16BE"),
        (little, "UTF-16LE"),
        (big, "UTF-16BE"),
        (latin, "windows-1252"),
    ] {
        let sheet = Sheet::open(&bytes);
        assert_eq!(sheet.encoding, name);
        assert_eq!(sheet.heads, ["code", "name"], "{name}");
        assert_eq!(rows(&bytes), read(&["L1|Café Müsli £5"]), "{name}");
    }
}

#[test]
fn anything_can_be_opened() {
    for bytes in [
        &b""[..],
        b"\n",
        b"\"",
        b"sep=",
        b"\xFF\xFE",
        b"\0\0\0",
        b"one\n\"two",
    ] {
        let _ = rows(bytes);
    }
}

#[test]
fn amounts_are_read_as_they_were_meant() {
    for (text, decimal, expected) in [
        ("4,20", Decimal::Point, "4.20"),
        ("4.20", Decimal::Comma, "4.20"),
        ("1,234.56", Decimal::Comma, "1234.56"),
        ("1.234,56", Decimal::Point, "1234.56"),
        ("£4.20", Decimal::Point, "4.20"),
        ("1 234.50", Decimal::Point, "1234.50"),
        ("1\u{202F}234,50 €", Decimal::Comma, "1234.50"),
        ("1'234.50", Decimal::Point, "1234.50"),
        ("CHF 12.-", Decimal::Point, "x"),
        ("kr. 12,50", Decimal::Comma, "12.50"),
        ("12,50 kr.", Decimal::Comma, "12.50"),
        ("GBP 12.50", Decimal::Point, "12.50"),
        ("-0.25", Decimal::Point, "-0.25"),
        ("\u{2212}0,25", Decimal::Comma, "-0.25"),
        ("(0.25)", Decimal::Point, "-0.25"),
        ("0.25-", Decimal::Point, "-0.25"),
        (".5", Decimal::Point, "0.5"),
        ("1,234", Decimal::Point, "1234"),
        ("1,234", Decimal::Comma, "1.234"),
        ("1.459", Decimal::Point, "1.459"),
        ("1.459", Decimal::Comma, "1459"),
        ("0.004", Decimal::Comma, "0.004"),
        ("1,234,567", Decimal::Comma, "1234567"),
        ("١٢٫٥٠", Decimal::Comma, "12.50"),
        ("1200", Decimal::Point, "1200"),
        ("1,23,456.5", Decimal::Point, "x"),
        ("4.2E+1", Decimal::Point, "x"),
        ("free", Decimal::Point, "x"),
        ("", Decimal::Point, "x"),
        ("-", Decimal::Point, "x"),
        ("1-2", Decimal::Point, "x"),
        ("12.", Decimal::Point, "x"),
    ] {
        let read = plain(text, decimal).unwrap_or_else(|| "x".to_owned());
        assert_eq!(read, expected, "{text} {decimal:?}");
    }
}

#[test]
fn the_sign_before_the_decimals_is_told_by_all_or_asked_for() {
    let of = |texts: &[&str]| decimal_of(texts.iter().copied());
    assert_eq!(of(&["4,20", "1.459", "3"]), Some(Decimal::Comma));
    assert_eq!(of(&["1.459", "0.004"]), Some(Decimal::Point));
    assert_eq!(of(&["1.459", "2,500", "7"]), None);
    assert!(is_unclear("1.459") && is_unclear("1,234 €"));
    assert!(!is_unclear("0.004") && !is_unclear("1234.567") && !is_unclear("1,234.50"));
}

#[test]
fn an_amount_is_exact_or_refused() {
    let of = |code: &str, text: &str| {
        let currency = Currency::of_code(code).unwrap();
        currency.parse(&plain(text, Decimal::Point).unwrap())
    };
    assert_eq!(of("JPY", "1200").unwrap().0, 1200);
    assert_eq!(of("JPY", "450.00").unwrap().0, 450);
    for (code, text) in [
        ("JPY", "100.5"),
        ("GBP", "1.459"),
        ("GBP", "0.004"),
        ("GBP", "0.006"),
    ] {
        assert!(
            matches!(of(code, text), Err(NotMoney::TooExact { .. })),
            "{text}"
        );
    }
    assert_eq!(of("BHD", "1.459").unwrap().0, 1459);
}
