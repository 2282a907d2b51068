//! One device of a story: a real browser with a profile of its own, driven as a person would.
//! Console errors and accessibility violations end the story.

use crate::browser::{Browser, Size, TABLET};
use crate::stage::{self, Process};
use crate::wait::until;
use crate::watch::{AXE, COMPLAINTS, FORGET_THE_DYING, REST};
use crate::{Link, named};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;
use tokio::sync::Mutex;

/// A browser at work.
pub struct Device {
    pub(crate) driver: WebDriver,
    browser: Browser,
    process: Process,
    /// Its way to the server.
    pub link: Link,
}

impl Device {
    /// Opens a fresh browser; `name` is what it is called in what a failing story leaves.
    pub async fn open(browser: Browser, link: Link, name: &str) -> Device {
        let (process, driver) = browser.start().await;
        let process = Arc::new(Mutex::new(process));
        stage::enter(name, &driver, &process);
        let device = Device {
            driver,
            browser,
            process,
            link,
        };
        device.resize(TABLET).await;
        if let Ok(language) = crate::LANGUAGE.try_with(|language| *language) {
            device.speak(language).await;
        }
        device
    }

    /// Has chosen a language before its first page.
    async fn speak(&self, language: &str) {
        self.goto("/sw.js").await;
        let choose = "localStorage.setItem('language', arguments[0])";
        self.run(choose, vec![json!(language)]).await;
    }

    /// Makes what is looked at this large.
    pub async fn resize(&self, size: Size) {
        self.browser.resize(&self.driver, size).await;
        self.holds(
            "the window is as large as asked for",
            "return innerWidth === arguments[0] && innerHeight === arguments[1]",
            vec![json!(size.0), json!(size.1)],
        )
        .await;
    }

    /// Goes to an address of the app.
    pub async fn goto(&self, path: &str) {
        self.driver.goto(self.link.url(path)).await.unwrap();
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// Waits until the browser keeps the app, and opens it without a network.
    pub async fn is_kept(&self) {
        let kept = "const done = arguments[0];
            navigator.serviceWorker.ready.then(() => done(true), () => done(false))";
        assert_eq!(self.run_until_done(kept, vec![]).await, json!(true));
    }

    /// Opens an address in another tab, in front of the present one, and says which that is.
    pub async fn open_tab(&self, path: &str) -> WindowHandle {
        let tab = self.driver.new_tab().await.unwrap();
        self.to_tab(&tab).await;
        self.browser.listen(&self.driver).await;
        self.resize(TABLET).await;
        self.goto(path).await;
        tab
    }

    /// The tab that is in front.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.unwrap()
    }

    /// Brings a tab to the front.
    pub async fn to_tab(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Ends the tab that is in front, whatever it does, and brings another to the front. It must
    /// not have complained.
    pub async fn end_tab(&self, next: &WindowHandle) {
        self.has_not_complained().await;
        self.kill_tab(next).await;
    }

    /// Ends the tab that is in front in the middle of whatever it does. What it says while it is torn
    /// down does not count; what it said before does.
    pub async fn kill_tab(&self, next: &WindowHandle) {
        let from_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let from_ms = u64::try_from(from_ms.as_millis()).unwrap();
        self.driver.close_window().await.unwrap();
        self.to_tab(next).await;
        self.run(FORGET_THE_DYING, vec![json!(from_ms)]).await;
    }

    async fn has_not_complained(&self) {
        let complaints = self.run_until_done(COMPLAINTS, vec![]).await;
        assert_eq!(complaints, json!([]), "what the console said");
    }

    /// Runs a script in the page, and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, arguments).await.unwrap();
        answer.json().clone()
    }

    /// Runs a script that calls its last argument with its answer.
    pub async fn run_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute_async(script, arguments).await.unwrap();
        answer.json().clone()
    }

    async fn find(&self, selector: &str) -> WebElement {
        let found = self
            .driver
            .query(By::Css(selector.to_owned()))
            .wait(crate::PATIENCE, crate::LOOK)
            // A live list may draw an element again between its finding and the look at it: that
            // one is not to be seen any more, and the next look finds the new one.
            .ignore_errors(true)
            .and_displayed()
            .first()
            .await;
        match found {
            Ok(element) => element,
            Err(_) => {
                let text = self.run("return document.body.innerText", vec![]).await;
                panic!("waited in vain for {selector}; the screen says: {text}");
            }
        }
    }

    /// Waits until an element is there.
    pub async fn see(&self, id: &str) {
        self.find(&hook(id)).await;
    }

    /// Waits until what a CSS selector names is there.
    pub async fn see_selector(&self, selector: &str) {
        self.find(selector).await;
    }

    /// Waits until one of what a CSS selector names says this, and maybe more.
    pub async fn see_text(&self, selector: &str, text: &str) {
        self.holds(
            &format!("{selector} says {text}"),
            "return [...document.querySelectorAll(arguments[0])].some(e => e.textContent.includes(arguments[1]))",
            vec![json!(selector), json!(text)],
        )
        .await;
    }

    /// Answers the word that the register says before it manages sales while the server is away.
    pub async fn go_on_if_away(&self) {
        let away = "return document.querySelector(arguments[0])?.dataset.link !== 'online'";
        if self.run(away, vec![json!(hook("connection"))]).await == json!(true) {
            self.click("away-go-on").await;
            self.see_none("away-go-on").await;
        }
    }

    /// Clicks an element.
    pub async fn click(&self, id: &str) {
        self.click_selector(&hook(id)).await;
    }

    /// Clicks the element with this attribute.
    pub async fn click_with(&self, id: &str, attribute: &str, value: &str) {
        self.click_selector(&with(id, attribute, value)).await;
    }

    /// Clicks what a CSS selector names.
    pub async fn click_selector(&self, selector: &str) {
        until(&format!("{selector} can be clicked"), || async {
            // Found anew each time: a live list may have drawn it again.
            let found = self.find(selector).await;
            let clicked = found.click().await.is_ok();
            if !clicked {
                // Something that stays in view may lie over it: a person scrolls on.
                let _ = found.scroll_into_view().await;
            }
            clicked
        })
        .await;
    }

    /// Presses a key on what a CSS selector names.
    pub async fn press(&self, selector: &str, key: Key) {
        self.send(selector, &[key]).await;
    }

    async fn send(&self, selector: &str, keys: &[Key]) {
        until(&format!("a key is pressed on {selector}"), || async {
            let keys: String = keys.iter().map(|key| key.value()).collect();
            self.find(selector).await.send_keys(keys).await.is_ok()
        })
        .await;
    }

    /// Presses a key on what a CSS selector names, together with Shift.
    pub async fn press_shift(&self, selector: &str, key: Key) {
        self.send(selector, &[Key::Shift, key]).await;
    }

    /// Types on in the field that has the keyboard, whatever that is.
    pub async fn type_on(&self, text: &str) {
        let typed = self.driver.action_chain().send_keys(text);
        typed.perform().await.unwrap();
    }

    /// Puts a finger on what a CSS selector names, and leaves it there.
    pub async fn hold(&self, selector: &str) {
        until(&format!("{selector} can be pressed"), || async {
            let element = self.find(selector).await;
            let down = self.driver.action_chain().click_and_hold_element(&element);
            down.perform().await.is_ok()
        })
        .await;
    }

    /// Takes the finger off again, where it is.
    pub async fn let_go(&self) {
        let up = self.driver.action_chain().release();
        up.perform().await.unwrap();
    }

    /// Types into a field, in place of what is there.
    pub async fn fill(&self, id: &str, text: &str) {
        until(&format!("{id} can be filled in"), || async {
            let field = self.find(&hook(id)).await;
            field.clear().await.is_ok() && field.send_keys(text).await.is_ok()
        })
        .await;
    }

    /// Chooses the first of a list whose words begin like this.
    pub async fn choose(&self, id: &str, words: &str) {
        self.see(id).await;
        self.holds(
            &format!("{words} can be chosen"),
            "const list = document.querySelector(arguments[0]);
             const one = [...list.options].find((o) => o.text.replace(/^\\P{L}+/u, '').startsWith(arguments[1]));
             if (!one) return false;
             list.value = one.value;
             list.dispatchEvent(new Event('change', { bubbles: true }));
             return true",
            vec![json!(hook(id)), json!(words)],
        )
        .await;
    }

    /// Waits until an element with this attribute is there.
    pub async fn see_with(&self, id: &str, attribute: &str, value: &str) {
        self.find(&with(id, attribute, value)).await;
    }

    /// Chooses a file of this machine.
    pub async fn choose_file(&self, id: &str, file: &std::path::Path) {
        let field = By::Css(hook(id));
        // Nobody sees the field itself, but what stands for it.
        let field = self.driver.query(field).first().await.unwrap();
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Waits until no such element is there.
    pub async fn see_none(&self, id: &str) {
        self.holds(
            &format!("{id} is gone"),
            "return !document.querySelector(arguments[0])",
            vec![json!(hook(id))],
        )
        .await;
    }

    /// Waits until no element has this attribute.
    pub async fn see_no(&self, id: &str, attribute: &str, value: &str) {
        let selector = with(id, attribute, value);
        self.holds(
            &format!("{selector} is gone"),
            "return !document.querySelector(arguments[0])",
            vec![json!(selector)],
        )
        .await;
    }

    /// Waits until a script says true.
    pub async fn holds(&self, what: &str, script: &str, arguments: Vec<Value>) {
        until(what, || async {
            self.run(script, arguments.clone()).await == json!(true)
        })
        .await;
    }

    /// What an element says.
    pub async fn text(&self, id: &str) -> String {
        let said = std::cell::RefCell::new(String::new());
        until(&format!("{id} can be read"), || async {
            let text = self.find(&hook(id)).await.text().await;
            text.map(|text| said.replace(text)).is_ok()
        })
        .await;
        said.into_inner()
    }

    /// Activates this device.
    pub async fn activate(&self, code: &str) {
        self.fill("activation-code", code).await;
        self.click("activation-submit").await;
    }

    pub async fn sign_in(&self, employee: &str, pin: &str) {
        self.click_with("employee-choice", "data-employee-name", employee)
            .await;
        self.type_pin(pin).await;
    }

    /// Types the PIN of who was chosen, and waits until they are in.
    pub async fn type_pin(&self, pin: &str) {
        for digit in pin.chars() {
            self.click(&format!("pin-key-{digit}")).await;
        }
        let submit = hook("pin-submit");
        let gone = "return !document.querySelector(arguments[0])";
        until("the PIN is taken", || async {
            // Some screens ask for a last tap, some go on by themselves.
            if let Ok(Some(button)) = self
                .driver
                .query(By::Css(submit.clone()))
                .nowait()
                .first_opt()
                .await
            {
                let _ = button.click().await;
            }
            self.run(gone, vec![json!(hook("pin-key-1"))]).await == json!(true)
        })
        .await;
        self.holds(
            "the first rows are in",
            "const c = document.querySelector(arguments[0]); return !!c && c.dataset.link === 'online'",
            vec![json!(hook("connection"))],
        )
        .await;
    }

    /// Checks this screen for accessibility, WCAG 2.2 AA, in light and in dark.
    pub async fn check_access(&self, screen: &str) {
        assert_eq!(
            self.barriers().await,
            json!([]),
            "accessibility of {screen}"
        );
    }

    /// What keeps somebody from using this screen, by WCAG 2.2 AA, in light and in dark.
    pub async fn barriers(&self) -> Value {
        let axe = std::fs::read_to_string(named("AXE_JS")).unwrap();
        // The driver's own realm: the page's content security policy stays as strict as it is.
        self.run(&format!("if (!window.axe) {{ {axe} }}"), vec![])
            .await;
        self.run_until_done(&format!("{REST} {AXE}"), vec![]).await
    }

    /// Ends the browser; it must not have complained.
    pub async fn close(self) {
        self.has_not_complained().await;
        stage::leave(&self.driver);
        let quit = self.driver.quit().await;
        let _ = self.process.lock().await.kill().await;
        quit.unwrap();
    }
}

fn hook(id: &str) -> String {
    format!("[data-testid='{id}']")
}

fn with(id: &str, attribute: &str, value: &str) -> String {
    format!("[data-testid='{id}'][{attribute}='{value}']")
}
