//! Stands where the camera of the pictures stands, and looks at each screen for text that is clipped,
//! or that has no marks and so doesn't come from the catalogue.
//!
//! It must not know how the screens are reached.

use serde_json::Value;
use std::cell::RefCell;
use stories::{Device, PHONE, Size, TABLET};

pub(crate) use super::{ALEX, JO, SAM};

pub const DESKTOP: (&str, Size) = ("desktop", Size(1440, 900));
pub const LANDSCAPE: (&str, Size) = ("landscape", TABLET);
pub const PORTRAIT: (&str, Size) = ("portrait", Size(820, 1180));
pub const HAND: (&str, Size) = ("phone", PHONE);
pub const SMALL: (&str, Size) = ("small", Size(360, 640));

thread_local! {
    /// What is wrong so far: a walk goes on, so that all of it is told at once.
    static WRONG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Looks at a screen in these sizes.
pub async fn take(device: &Device, screen: &str, sizes: &[(&str, Size)]) {
    // The pages without a program are plain HTML, which does not speak this language; that their
    // texts are the catalogue's is held by their marks.
    if ["chooser", "nowhere"].contains(&screen) {
        return;
    }
    for (name, size) in sizes {
        device.resize(*size).await;
        device.settle_in("light").await;
        let found = device.run_until_done(LOOK, vec![]).await;
        let found = found.as_array().into_iter().flatten();
        let told = found.filter_map(Value::as_str);
        WRONG.with_borrow_mut(|wrong| {
            wrong.extend(told.map(|what| format!("{screen} at {name}: {what}")));
        });
    }
    device.resize(sizes[0].1).await;
}

/// What was found wrong since it was asked last.
pub fn found() -> Vec<String> {
    WRONG.take()
}

/// Without its marks a text is data: what the store's rows say, a time, an amount, a number.
const LOOK: &str = r"
    const done = arguments[0];
    const told = new Set();
    const words = (text) => text.match(/[\p{L}\p{N}'’.-]*\p{L}[\p{L}\p{N}'’.-]*/gu) ?? [];
    // What rows said stays known when they are gone: a paid sale is thanked for by its name.
    window.said ??= new Set();
    const known = new Set(['Saved', 'Sales', 'Sync', 'BackOffice', 'English', 'Français', 'Español', 'العربية', 'at', 'g', 'AM', 'PM', 'am', 'pm']);
    for (const tag of ['en-GB', 'en-US'])
        for (const style of ['short', 'long'])
            for (let day = 0; day < 366; day += 10)
                words(new Date(2028, 0, day).toLocaleString(tag, { month: style, weekday: style })).forEach((w) => known.add(w));
    const learn = (value) => {
        if (typeof value === 'string') {
            if (/^[[{]/.test(value)) try { return learn(JSON.parse(value)); } catch {}
            const said = words(value);
            // With the initials of a name.
            [...said, said.map((word) => word[0]).join('')].forEach((word) => window.said.add(word));
        } else if (value && typeof value === 'object') Object.values(value).forEach(learn);
    };
    const rows = async () => {
        for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((good, bad) => {
                const asked = indexedDB.open(name);
                asked.onsuccess = () => good(asked.result);
                asked.onerror = () => bad(asked.error);
            });
            for (const store of db.objectStoreNames)
                await new Promise((good, bad) => {
                    const asked = db.transaction(store).objectStore(store).getAll();
                    asked.onsuccess = () => good(learn(asked.result));
                    asked.onerror = () => bad(asked.error);
                });
            db.close();
        }
        for (const field of document.querySelectorAll('input, textarea')) learn(field.value);
    };
    const unmarked = (text, from) => {
        let depth = from, outside = '';
        for (const sign of text) {
            if (sign === '⟦') depth++;
            else if (sign === '⟧') depth--;
            else outside += depth > 0 ? ' ' : sign;
        }
        const strange = words(outside).filter((word) => !/\d/.test(word) && ![word, word.replace(/[.'’-]+$/, '')].some((one) => known.has(one) || window.said.has(one)));
        return [depth, strange.length ? outside.trim() : ''];
    };
    const name = (e) => e.tagName.toLowerCase() + (e.dataset.testid ? '[' + e.dataset.testid + ']' : e.className.baseVal ?? '.' + e.className);
    const look = () => {
        if (document.documentElement.scrollWidth > innerWidth) {
            const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
            told.add('the page is wider than the screen: ' + out.slice(-3).map((e) => name(e) + ' ' + e.textContent.slice(0, 40)).join(', '));
        }
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let depth = 0;
        while (walker.nextNode()) {
            const node = walker.currentNode, e = node.parentElement;
            if (!node.data.trim() || e.closest('script, noscript, [translate=no]') || !e.checkVisibility({ visibilityProperty: true })) continue;
            let strange;
            [depth, strange] = unmarked(node.data, depth);
            if (strange) told.add('not from the catalogue: ' + name(e) + ': ' + strange);
            if (e.closest('.visually-hidden, .skip, option') || !/[⟦⟧]/.test(node.data)) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const text = range.getBoundingClientRect();
            for (let box = e; box && box !== document.documentElement; box = box.parentElement) {
                const { overflowX, clipPath } = getComputedStyle(box);
                if (clipPath !== 'none' || overflowX === 'auto' || overflowX === 'scroll') break;
                const edge = box.getBoundingClientRect();
                if (overflowX !== 'visible' && edge.width && (text.right > edge.right + 1 || text.left < edge.left - 1)) {
                    told.add('clipped: ' + name(e) + ' in ' + name(box) + ': ' + node.data.trim());
                    break;
                }
            }
        }
        for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]'))
            for (const key of ['aria-label', 'title', 'placeholder']) {
                const text = e.getAttribute(key);
                const [, strange] = unmarked(text ?? '', 0);
                if (strange && !e.closest('#shell')) told.add('not from the catalogue: ' + key + ' of ' + name(e) + ': ' + strange);
            }
        return [...told];
    };
    rows().then(look).then(done, (error) => done(['the look failed: ' + error]));
";
