//! The browsers and their drivers: how each is started, and made as large as wanted. It must not
//! know what a story does with them.

use crate::named;
use crate::wait::until;
use crate::watch::{BEFORE_EACH_PAGE, LISTEN};
use serde_json::json;
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};
use tokio::process::{Child, Command};

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
}

/// What is looked at, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

/// A tablet that lies flat.
pub const TABLET: Size = Size(1180, 820);
/// A phone held upright.
pub const PHONE: Size = Size(390, 844);

impl Browser {
    /// Starts its driver, and through that the browser.
    pub(crate) async fn start(self) -> (Child, WebDriver) {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let (program, arguments) = match self {
            Browser::Chromium => ("CHROMEDRIVER", format!("--port={port}")),
            // Ports of its own for the protocols behind it, too: several run side by side.
            Browser::Firefox => (
                "GECKODRIVER",
                format!(
                    "--port={port} --marionette-port=0 --websocket-port=0 --allow-system-access"
                ),
            ),
        };
        let process = Command::new(named(program))
            .args(arguments.split(' '))
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
        let driver = match self {
            Browser::Chromium => chromium(&address).await,
            Browser::Firefox => firefox(&address).await,
        };
        self.listen(&driver).await;
        driver
            .set_script_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        (process, driver)
    }

    /// Listens to the tab that is in front. Firefox listens to all of them from its start.
    pub(crate) async fn listen(self, driver: &WebDriver) {
        if self == Browser::Chromium {
            let script = json!({ "source": LISTEN });
            let command = "Page.addScriptToEvaluateOnNewDocument";
            driver.cdp().send_raw(command, script).await.unwrap();
        }
    }

    /// Makes what is looked at this large.
    pub(crate) async fn resize(self, driver: &WebDriver, Size(width, height): Size) {
        match self {
            Browser::Chromium => {
                let size = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false
                });
                let command = "Emulation.setDeviceMetricsOverride";
                driver.cdp().send_raw(command, size).await.unwrap();
            }
            Browser::Firefox => {
                let script = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
                let frame = driver.execute(script, vec![]).await.unwrap();
                let frame: [u32; 2] = frame.convert().unwrap();
                driver
                    .set_window_rect(0, 0, width + frame[0], height + frame[1])
                    .await
                    .unwrap();
            }
        }
    }
}

async fn chromium(address: &str) -> WebDriver {
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
    ] {
        wanted.add_arg(argument).unwrap();
    }
    let driver = WebDriver::new(address, wanted).await;
    driver.expect("the browser starts")
}

async fn firefox(address: &str) -> WebDriver {
    let mut wanted = DesiredCapabilities::firefox();
    wanted.set_firefox_binary(&named("FIREFOX")).unwrap();
    wanted.add_arg("-headless").unwrap();
    let driver = WebDriver::new(address, wanted).await;
    let driver = driver.expect("the browser starts");
    // Its own window is never narrower than 450 pixels, and phones are.
    let narrow = "document.documentElement.style.setProperty('min-width', '0', 'important')";
    driver.handle().cmd(Realm("chrome")).await.unwrap();
    driver.execute(narrow, vec![]).await.unwrap();
    let script = vec![json!(LISTEN)];
    driver.execute(BEFORE_EACH_PAGE, script).await.unwrap();
    driver.handle().cmd(Realm("content")).await.unwrap();
    driver
}

/// Where Firefox runs scripts from now on: in the `content`, or in its own window, the `chrome`.
#[derive(Debug)]
struct Realm(&'static str);

impl FormatRequestData for Realm {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(
            "POST".parse().unwrap(),
            format!("/session/{session}/moz/context"),
        )
        .add_body(json!({ "context": self.0 }))
    }
}
