//! Month's end: what was taken, beside the days before, as a file, on paper, and down to the sale.

use super::{SAM, add, in_both_browsers, pay_by_card, save};
use serde_json::json;
use stories::paper::{A4, LETTER};
use stories::{Browser, Device, Key, PHONE, Shop, TABLET};

in_both_browsers!(a_manager_ends_the_month);

/// Where the file of the days is fetched from, as the page itself would; as bytes.
const FETCH: &str = "const done = arguments[arguments.length - 1];
    const link = document.querySelector(`[data-section=takings_by_day] [data-testid=${arguments[0]}]`);
    fetch(link.href).then((answer) => answer.arrayBuffer())
        .then((bytes) => done(Array.from(new Uint8Array(bytes))))
        .catch((why) => done(String(why)));";

async fn file(office: &Device, kind: &str) -> String {
    let bytes = office.run_until_done(FETCH, vec![json!(kind)]).await;
    let bytes: Vec<u8> = serde_json::from_value(bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

async fn is_at(device: &Device, part: &str) {
    let script = "return (location.pathname + location.search).includes(arguments[0])";
    device
        .holds(
            &format!("the address has {part}"),
            script,
            vec![json!(part)],
        )
        .await;
}

/// A6: what was paid is what the report says, in the figure, in each file, and in the sale that the
/// figure is made of; what it shows is in the address, can be walked by keys, and goes on paper.
async fn a_manager_ends_the_month(browser: Browser) {
    let shop = Shop::open().await;
    let till = shop.register(browser, "Front counter", SAM).await;
    let phone = shop.phone(browser, SAM).await;
    add(&till, "Flat white").await;
    save(&till, "Last of it").await;
    phone
        .click_with("pay-sale", "data-title", "Last of it")
        .await;
    phone.see_selector("[data-testid=pay-card]:enabled").await;
    pay_by_card(&phone).await;
    phone.click("pay-next").await;
    till.click("show-saved").await;
    till.see_no("saved-sale", "data-title", "Last of it").await;

    let office = shop.backoffice(browser).await;
    office.goto("/backoffice").await;
    is_at(&office, "/backoffice/home").await;
    office.see_text("[data-testid=home-takings]", "£3.40").await;
    office.see("chart").await;
    office.check_access("Home").await;
    office.click("home-takings-report").await;
    is_at(&office, "/backoffice/reports/takings?days=today").await;
    let total = "[data-section=takings_by_day] [data-measure=total] .kpi-figure";
    office.see_text(total, "£3.40").await;
    office.check_access("takings").await;

    // By keys: the point says what it is, and Enter leads to its sales.
    let chart = "[data-section=takings_by_day] [data-testid=chart]";
    office.press(chart, Key::Right).await;
    office.see_text("[data-testid=chart-tip]", "£3.40").await;
    office.see_text("[data-testid=announcer]", "£3.40").await;
    office.press(chart, Key::Enter).await;
    office.see("made-of-sale").await;
    office.click("back-to-report").await;

    // A month in which nothing was sold says so, and what to do.
    office.choose("report-days", "From … to").await;
    office
        .run(
            "const first = document.querySelector('[data-testid=report-from]');
            first.value = '2001-01-01';
            first.dispatchEvent(new Event('change'));
            return true",
            vec![],
        )
        .await;
    is_at(&office, "days=2001-01-01..").await;
    office
        .goto("/backoffice/reports/takings?days=2001-01-01..2001-01-31")
        .await;
    office.see("empty").await;
    office.check_access("a report of nothing").await;

    office.choose("report-days", "This month").await;
    office.choose("report-compare", "The days before").await;
    is_at(&office, "days=this-month&compare=before").await;
    office.see_text(total, "£3.40").await;
    office.check_access("takings beside the days before").await;
    office.resize(PHONE).await;
    let fits = "const rooms = [...document.querySelectorAll('.figures-room')];
        const cell = document.querySelector('[data-testid=report-table] tbody td[data-label]');
        return rooms.length > 0 && cell.getBoundingClientRect().width > 0
            && rooms.every((room) => room.scrollWidth <= room.clientWidth)";
    office
        .holds("no figure is off the side of a phone", fits, vec![])
        .await;
    office.check_access("takings on a phone").await;
    office.resize(TABLET).await;
    let points = file(&office, "export-csv").await;
    assert!(points.contains(",3.40"), "{points}");
    let commas = file(&office, "export-csv-comma").await;
    assert!(commas.contains(";3,40"), "{commas}");
    let lines = points.lines().count();
    assert!(lines > 28, "a head, each day and the total: {lines}");

    for paper in [A4, LETTER] {
        let pages = office.print(&paper).await;
        assert!((2..=20).contains(&pages), "{pages} pages");
    }
    office.click_selector(&format!("{total} .figure-way")).await;
    is_at(&office, "section=takings_by_day").await;
    office.see_text("[data-testid=made-of]", "Last of it").await;
    office.check_access("the sales behind a figure").await;
    office.click_selector("[data-testid=made-of-sale] a").await;
    office
        .see_text("[data-testid=sale-drawer]", "Last of it")
        .await;
    office.run("history.back()", vec![]).await;
    office.see("made-of-sale").await;
    office.click("back-to-report").await;
    office.see_text(total, "£3.40").await;

    for (report, shows) in [
        ("open", "chart"),
        ("over-time", "chart"),
        ("exceptions", "report-days"),
        ("sync", "report-days"),
    ] {
        let way = format!(".report-tab[href*='/reports/{report}']");
        office.click_selector(&way).await;
        is_at(&office, &format!("/reports/{report}")).await;
        office.see(shows).await;
        office.check_access(report).await;
    }
    shop.close(vec![till, phone, office]).await;
}
