//! BackOffice's list of sales: long ones, keys, several at once, and a sale as it stood.

use crate::{JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use stories::{Browser, Device, Key, PHONE, Shop};

in_both_browsers!(a_long_list_is_walked_by_keys);
in_both_browsers!(several_sales_are_handed_over_at_once);
in_both_browsers!(a_morning_is_looked_through);
in_both_browsers!(a_list_goes_on_paper_and_into_a_file);
in_both_browsers!(everything_is_reached_by_keys);
in_both_browsers!(a_view_is_saved_and_shared);

/// Whether the keyboard is on a row, by its number.
const FOCUSED: &str = "
    const row = document.activeElement?.closest('[data-sale-id]');
    return row?.getAttribute('aria-rowindex') === arguments[0]";

async fn shows(office: &Device, selector: &str, text: &str) {
    office
        .holds(
            &format!("{selector} says {text}"),
            "return [...document.querySelectorAll(arguments[0])]
                .some((element) => element.innerText.includes(arguments[1]))",
            vec![selector.into(), text.into()],
        )
        .await;
}

async fn pick(office: &Device, title: &str) {
    let row = format!("[data-testid=sale-row][data-title='{title}'] [data-testid=pick-sale]");
    office.click_selector(&row).await;
}

async fn open(office: &Device, title: &str) {
    let link = format!("[data-testid=sale-row][data-title='{title}'] .row-link");
    office.click_selector(&link).await;
    office.see("sale-history").await;
}

/// Of thousands of rows those in view are drawn; the keyboard and screen readers get to all, and the
/// keyboard stays on its row wherever the list is scrolled to.
async fn a_long_list_is_walked_by_keys(browser: Browser) {
    let shop = Shop::open_with_sales(1_500).await;
    let office = shop.backoffice(browser).await;
    let few = "const table = document.querySelector('[data-testid=open-sales-table]');
         const drawn = document.querySelectorAll('[data-testid=sale-row]').length;
         return Number(table.getAttribute('aria-rowcount')) > 1500 && drawn > 5 && drawn < 80";
    office
        .holds("all rows are told of, few are drawn", few, vec![])
        .await;
    let on = async |row: &str| {
        office
            .holds("the keyboard is on the row", FOCUSED, vec![row.into()])
            .await;
    };
    for (key, row) in [("j", "2"), ("j", "3"), ("k", "2")] {
        office.type_on(key).await;
        on(row).await;
    }
    office
        .run(
            "document.querySelector('.sales-page').scrollTop = 20000",
            vec![],
        )
        .await;
    office
        .holds(
            "the list has moved on under the keyboard",
            "return [...document.querySelectorAll('[data-testid=sale-row]')]
                .some((row) => Number(row.getAttribute('aria-rowindex')) > 300)",
            vec![],
        )
        .await;
    on("2").await;
    office.type_on("j").await;
    on("3").await;
    office.type_on("x").await;
    shows(&office, "[data-testid=bulk]", "1 selected").await;
    office.check_access("a long list").await;
    office.resize(PHONE).await;
    office.holds("few cards are drawn too", few, vec![]).await;
    office.close().await;
    shop.close(vec![]).await;
}

/// H1, A4: at shift change a manager gives several sales to somebody, sees before what will happen,
/// and takes it back at once.
async fn several_sales_are_handed_over_at_once(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    for (title, product) in [
        ("Window", "Flat white"),
        ("Door", "Espresso"),
        ("Bar", "Fresh mint tea"),
    ] {
        add(&a, product).await;
        save(&a, title).await;
    }
    nothing_waits(&a).await;
    for title in ["Window", "Door", "Bar"] {
        office.see_with("sale-row", "data-title", title).await;
        pick(&office, title).await;
    }
    shows(&office, "[data-testid=bulk]", "3 selected").await;
    office.click("bulk-hand-over").await;
    office.choose("bulk-to", JO.0).await;
    let told = "[data-testid=bulk-preview]";
    shows(
        &office,
        told,
        "Jo Lindqvist looks after 3 sales from now on.",
    )
    .await;
    office.check_access("handing several over").await;
    office.click("bulk-confirm").await;
    office.see_none("bulk-confirm").await;
    let of = |title: &str| format!("[data-testid=sale-row][data-title='{title}'] .cell-employee");
    for title in ["Window", "Door", "Bar"] {
        shows(&office, &of(title), JO.0).await;
    }
    office
        .click_selector("[data-testid=toast]:last-child .toast-action")
        .await;
    for title in ["Window", "Door", "Bar"] {
        shows(&office, &of(title), SAM.0).await;
    }
    pick(&office, "Window").await;
    office.click("bulk-close").await;
    shows(&office, told, "1 stays as it is: something is due on it.").await;
    office
        .see_selector("[data-testid=bulk-confirm]:disabled")
        .await;
    shop.close(vec![a, office]).await;
}

/// H3, D5: who did what, and how the sale stood then; a sale is split, and voided and opened again.
async fn a_morning_is_looked_through(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    reopen(&a, "Window").await;
    add(&a, "Espresso").await;
    add(&a, "Espresso").await;
    nothing_waits(&a).await;
    office.fill("search", "window").await;
    open(&office, "Window").await;
    let drawer = "[data-testid=sale-drawer] .sale-lines, [data-testid=sale-drawer] table";
    shows(&office, drawer, "Espresso").await;
    // By the keyboard, which brings it out from under what can be done.
    let first = "[data-testid=sale-history] li:last-child [data-testid=then-at]";
    office.press(first, Key::Enter).await;
    office.see("sale-then").await;
    office
        .holds(
            "the coffee that came later is not there yet",
            "return ![...document.querySelectorAll(arguments[0])]
                .some((element) => element.innerText.includes('Espresso'))",
            vec![drawer.into()],
        )
        .await;
    office.see_none("void-sale").await;
    office.check_access("a sale as it stood").await;
    office.click("then-now").await;
    shows(&office, drawer, "Espresso").await;

    office.click("split-sale").await;
    office
        .click_selector("[data-testid=split-line][data-line-name=Espresso] [data-testid=split-all]")
        .await;
    office.fill("split-name", "To go").await;
    office.check_access("splitting").await;
    office.click("split-confirm").await;
    office.see_none("split-confirm").await;
    shows(
        &office,
        "[data-testid=sale-history]",
        "Espresso off onto To go.",
    )
    .await;
    office
        .press("[data-testid=sale-history] .step-text a", Key::Enter)
        .await;
    shows(&office, "#drawer-title", "To go").await;
    shows(
        &office,
        "[data-testid=sale-history]",
        "off Window onto this one.",
    )
    .await;

    office.click("void-sale").await;
    office.fill("void-reason", "Opened by mistake").await;
    office.click("void-confirm").await;
    office.see("unvoid-sale").await;
    office.click("unvoid-sale").await;
    office.check_access("opening again").await;
    office.click("unvoid-confirm").await;
    office.see("void-sale").await;
    shop.close(vec![a, office]).await;
}

/// Keeps what is put on paper and what is saved as a file where a story can read it.
const KEEP: &str = "
    window.print = () => {
        window.paper = document.querySelector('.print-sheet').textContent;
    };
    const address = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
        blob.text().then((text) => { window.file = text; });
        return address(blob);
    };";

/// What was kept last; none again afterwards.
async fn kept(office: &Device, what: &str) -> String {
    let there = "return typeof window[arguments[0]] === 'string'";
    office.holds(what, there, vec![what.into()]).await;
    let take = "const text = window[arguments[0]]; delete window[arguments[0]]; return text";
    let text = office.run(take, vec![what.into()]).await;
    text.as_str().unwrap().to_owned()
}

/// H2: what is selected goes on paper and into a file, or all of the list; of finished sales too, for
/// which nothing else is offered, and it is said why.
async fn a_list_goes_on_paper_and_into_a_file(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    for title in ["Window, left", "Door", "Bar"] {
        add(&a, "Flat white").await;
        save(&a, title).await;
    }
    nothing_waits(&a).await;
    office.run(KEEP, vec![]).await;
    for title in ["Window, left", "Door", "Bar"] {
        office.see_with("sale-row", "data-title", title).await;
    }
    pick(&office, "Window, left").await;
    pick(&office, "Door").await;
    shows(&office, "[data-testid=bulk]", "£6.80").await;
    office.click("bulk-export").await;
    let file = kept(&office, "file").await;
    assert_eq!(file.lines().count(), 3, "a head and two sales: {file}");
    assert!(file.contains(",\"Window, left\","), "{file}");
    assert!(file.contains(",3.40\r\n"), "{file}");
    office.click("bulk-print").await;
    let paper = kept(&office, "paper").await;
    for there in ["Window, left", "Door", "£6.80"] {
        assert!(paper.contains(there), "{there} is on paper: {paper}");
    }
    assert!(!paper.contains("Bar"), "{paper}");

    office.click("list-menu").await;
    office.click("list-export").await;
    let file = kept(&office, "file").await;
    let rows = "return document.querySelector('[data-testid=open-sales-table]').ariaRowCount";
    let rows = office.run(rows, vec![]).await;
    assert_eq!(
        rows.as_str(),
        Some(file.lines().count().to_string().as_str())
    );
    office.click("list-menu").await;
    office.click("list-print").await;
    assert!(kept(&office, "paper").await.contains("Garden 5"));

    office.click("bulk-clear").await;
    pick(&office, "Door").await;
    office.click("bulk-void").await;
    office.fill("void-reason", "Opened by mistake").await;
    office.click("void-confirm").await;
    office.see_none("void-confirm").await;
    office
        .click_selector("[data-testid=status-filter] [data-value=voided]")
        .await;
    office.see_with("sale-row", "data-title", "Door").await;
    office.see_none("bulk").await;
    office.click("pick-all").await;
    shows(
        &office,
        "[data-testid=bulk]",
        "What is finished stays as it is",
    )
    .await;
    for not_here in ["bulk-hand-over", "bulk-void", "bulk-close", "bulk-merge"] {
        office.see_none(not_here).await;
    }
    office.check_access("finished sales selected").await;
    office.click("bulk-export").await;
    let file = kept(&office, "file").await;
    assert!(file.contains("Opened by mistake"), "{file}");
    office.click("bulk-print").await;
    assert!(kept(&office, "paper").await.contains("Opened by mistake"));
    shop.close(vec![a, office]).await;
}

/// A screen, a sale, what can be done with it, and the keys themselves, without a pointer.
async fn everything_is_reached_by_keys(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    office.type_on("?").await;
    office.see("keys").await;
    office.check_access("the keys").await;
    office
        .press("[data-testid=palette] button", Key::Escape)
        .await;
    office.see_none("keys").await;
    let palette = "document.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }))";
    office.run(palette, vec![]).await;
    office.fill("palette-field", "garden 5").await;
    office
        .see_with("palette-entry", "data-text", "Garden 5")
        .await;
    office.check_access("the palette").await;
    office
        .press("[data-testid=palette-field]", Key::Enter)
        .await;
    office.see_none("palette-field").await;
    shows(&office, "#drawer-title", "Garden 5").await;
    office.see("void-sale").await;
    office.run(palette, vec![]).await;
    for act in ["Merge", "Hand over", "Void"] {
        office.see_with("palette-entry", "data-text", act).await;
    }
    office.fill("palette-field", "void").await;
    office
        .press("[data-testid=palette-field]", Key::Enter)
        .await;
    office.fill("void-reason", "Opened by mistake").await;
    office.press("[data-testid=void-reason]", Key::Enter).await;
    office.see("unvoid-sale").await;
    office.run(palette, vec![]).await;
    office.fill("palette-field", "open it again").await;
    office.see("palette-entry").await;
    office.see_no("palette-entry", "data-text", "Void").await;
    office.fill("palette-field", "regis").await;
    office
        .press("[data-testid=palette-field]", Key::Enter)
        .await;
    office.see_text("h1", "Registers").await;
    office.close().await;
    shop.close(vec![]).await;
}

/// What one manager's browser saves for the store, another shows.
async fn a_view_is_saved_and_shared(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    office.fill("search", "garden").await;
    office.click("list-menu").await;
    office.click("list-columns").await;
    office.check_access("columns").await;
    office
        .click_selector("[data-testid=column-shown][data-column=due]")
        .await;
    office
        .press("[data-testid=list-dialog] button", Key::Escape)
        .await;
    office.see_none("column-shown").await;
    office.see_selector("th.cell-due").await;
    office.click("list-menu").await;
    office.click("list-views").await;
    office.click("view-save").await;
    shows(
        &office,
        "[data-testid=list-dialog]",
        "Give the view a name.",
    )
    .await;
    office.fill("view-name", "In the garden").await;
    office.click("view-share").await;
    office.check_access("saving a view").await;
    office.click("view-save").await;
    office.see_none("view-name").await;

    let other = shop.backoffice(browser).await;
    other.click("list-menu").await;
    other.click("list-views").await;
    other
        .click_with("saved-view", "data-name", "In the garden")
        .await;
    other.see_selector("th.cell-due").await;
    other
        .holds(
            "the list is narrowed as it was",
            "return document.querySelector('[data-testid=search]').value === 'garden'",
            vec![],
        )
        .await;
    shop.close(vec![office, other]).await;
}
