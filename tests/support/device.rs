//! One device of a story: a real browser with a profile of its own, driven as a person would.
//! Console errors and accessibility violations end the story.

use crate::shop::until;
use crate::{Link, named};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::process::{Child, Command};

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
}

/// A browser at work.
pub struct Device {
    driver: WebDriver,
    process: Child,
    /// Its way to the server.
    pub link: Link,
}

impl Device {
    /// Opens a fresh browser.
    pub async fn open(browser: Browser, link: Link) -> Device {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let program = match browser {
            Browser::Chromium => "CHROMEDRIVER",
            Browser::Firefox => "GECKODRIVER",
        };
        let mut command = Command::new(named(program));
        match browser {
            Browser::Chromium => command.arg(format!("--port={port}")),
            // A port of its own for the protocol behind it, too: several run side by side.
            Browser::Firefox => command.args([
                "--port",
                &port.to_string(),
                "--marionette-port",
                "0",
                "--websocket-port",
                "0",
            ]),
        };
        let process = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        until("the driver answers", || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok()
        })
        .await;
        let address = format!("http://127.0.0.1:{port}");
        let driver = match browser {
            Browser::Chromium => {
                let mut wanted = DesiredCapabilities::chrome();
                wanted.set_binary(&named("CHROMIUM")).unwrap();
                for argument in [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1180,820",
                ] {
                    wanted.add_arg(argument).unwrap();
                }
                WebDriver::new(&address, wanted).await
            }
            Browser::Firefox => {
                let mut wanted = DesiredCapabilities::firefox();
                wanted.set_firefox_binary(&named("FIREFOX")).unwrap();
                for argument in ["-headless", "--width=1180", "--height=820"] {
                    wanted.add_arg(argument).unwrap();
                }
                WebDriver::new(&address, wanted).await
            }
        }
        .expect("the browser starts");
        driver
            .set_script_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        Device {
            driver,
            process,
            link,
        }
    }

    /// Goes to an address of the app, and listens for complaints from then on.
    pub async fn goto(&self, path: &str) {
        self.driver.goto(self.link.url(path)).await.unwrap();
        self.run(LISTEN, vec![]).await;
    }

    async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, arguments).await.unwrap();
        answer.json().clone()
    }

    async fn find(&self, selector: &str) -> WebElement {
        let found = self
            .driver
            .query(By::Css(selector.to_owned()))
            .wait(crate::PATIENCE, crate::LOOK)
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

    /// Clicks an element.
    pub async fn click(&self, id: &str) {
        self.click_selector(&hook(id)).await;
    }

    /// Clicks the element with this attribute.
    pub async fn click_with(&self, id: &str, attribute: &str, value: &str) {
        self.click_selector(&with(id, attribute, value)).await;
    }

    async fn click_selector(&self, selector: &str) {
        until(&format!("{selector} can be clicked"), || async {
            // Found anew each time: a live list may have drawn it again.
            self.find(selector).await.click().await.is_ok()
        })
        .await;
    }

    /// Types into a field, in place of what is there.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.find(&hook(id)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Waits until an element with this attribute is there.
    pub async fn see_with(&self, id: &str, attribute: &str, value: &str) {
        self.find(&with(id, attribute, value)).await;
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
        self.find(&hook(id)).await.text().await.unwrap()
    }

    /// Activates this device.
    pub async fn activate(&self, code: &str) {
        self.fill("activation-code", code).await;
        self.click("activation-submit").await;
    }

    pub async fn sign_in(&self, employee: &str, pin: &str) {
        self.click_with("employee-choice", "data-employee-name", employee)
            .await;
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

    /// A picture of the screen.
    pub async fn picture(&self, path: &std::path::Path) {
        self.driver.screenshot(path).await.unwrap();
    }

    /// Checks this screen for accessibility, WCAG 2.2 AA.
    pub async fn check_access(&self, screen: &str) {
        let axe = std::fs::read_to_string(named("AXE_JS")).unwrap();
        // The driver's own realm: the page's content security policy stays as strict as it is.
        self.run(&format!("if (!window.axe) {{ {axe} }}"), vec![])
            .await;
        let found = self.driver.execute_async(AXE, vec![]).await.unwrap();
        assert_eq!(found.json(), &json!([]), "accessibility of {screen}");
    }

    /// Ends the browser; it must not have complained.
    pub async fn close(mut self) {
        let complaints = self.run("return window.__complaints || []", vec![]).await;
        let quit = self.driver.quit().await;
        let _ = self.process.kill().await;
        assert_eq!(complaints, json!([]), "what the console said");
        quit.unwrap();
    }
}

fn hook(id: &str) -> String {
    format!("[data-testid='{id}']")
}

fn with(id: &str, attribute: &str, value: &str) -> String {
    format!("[data-testid='{id}'][{attribute}='{value}']")
}

/// Gathers what goes to the console as an error, panics included, and every breach of the policy.
const LISTEN: &str = r"
    window.__complaints = [];
    const error = console.error;
    console.error = (...words) => { window.__complaints.push(words.map(String).join(' ')); error(...words); };
    window.addEventListener('error', (e) => window.__complaints.push('error: ' + e.message));
    window.addEventListener('unhandledrejection', (e) => window.__complaints.push('rejection: ' + e.reason));
    document.addEventListener('securitypolicyviolation', (e) =>
        window.__complaints.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
";

const AXE: &str = r"
    const done = arguments[0];
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(
        (found) => done(found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).slice(0, 3).join(' | '))),
        (error) => done(['axe: ' + error]));
";
