//! The shop of a story: the real server as a process of its own, on a folder of its own.

use crate::stage::{self, Process};
use crate::{Browser, Device, Link, PATIENCE, PHONE, named};
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A build of the whole: the server's program, and the folder of the app.
#[derive(Clone)]
pub struct Build {
    server: String,
    dist: String,
}

impl Build {
    /// The one that these variables name.
    pub fn named(server: &str, dist: &str) -> Build {
        Build {
            server: named(server),
            dist: named(dist),
        }
    }
}

/// A server with the demonstration store.
pub struct Shop {
    build: Build,
    folder: TempDir,
    port: u16,
    process: Option<Process>,
    demo: bool,
    /// What it printed at its start.
    sign: Vec<String>,
}

impl Shop {
    /// Starts one on a free port.
    pub async fn open() -> Shop {
        let mut shop = Shop::prepare();
        shop.start().await;
        shop
    }

    /// Starts one on an empty folder: no store yet.
    pub async fn open_empty() -> Shop {
        let mut shop = Shop::prepare();
        shop.demo = false;
        shop.start().await;
        shop
    }

    /// Where the first store is founded, with the key that the server printed.
    pub fn first_run(&self) -> String {
        let found = self
            .sign
            .iter()
            .find_map(|line| line.split_once("/backoffice/"));
        let (_, rest) = found.expect("the server prints where to begin");
        format!("/backoffice/{rest}")
    }

    /// Starts one of another build.
    pub async fn open_of(build: &Build) -> Shop {
        let mut shop = Shop::prepare();
        shop.build = build.clone();
        shop.start().await;
        shop
    }

    /// Starts one that holds `count` imported open sales of one line, `Customer 1` and so on.
    pub async fn open_with_sales(count: u32) -> Shop {
        Shop::holding(Shop::prepare(), count).await
    }

    /// The same with the app in another folder.
    pub async fn open_with_sales_at(count: u32, dist: &Path) -> Shop {
        let mut shop = Shop::prepare();
        shop.build.dist = dist.to_str().unwrap().to_owned();
        Shop::holding(shop, count).await
    }

    async fn holding(mut shop: Shop, count: u32) -> Shop {
        let mut rows = String::from(
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
        );
        for n in 1..=count {
            let invoice = 500_000 + n;
            rows.push_str(&format!(
                "{invoice},84406B,CREAM HEARTS COAT HANGER,1,2010-12-01 08:26:00,2.75,{n}.0,United Kingdom\n"
            ));
        }
        let file = shop.folder.path().join("invoices.csv");
        std::fs::write(&file, rows).unwrap();
        let done = Command::new(&shop.build.server)
            .args(["import", "online-retail"])
            .arg(&file)
            .arg("--data")
            .arg(shop.folder.path())
            .args(["--open-sales", &count.to_string()])
            .stdout(Stdio::null())
            .status()
            .await
            .unwrap();
        assert!(done.success(), "the import goes through");
        shop.start().await;
        shop
    }

    /// The folder that the server keeps the store in.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn prepare() -> Shop {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        Shop {
            build: Build::named("SAVED_SALES_SERVER", "SAVED_SALES_DIST"),
            folder: TempDir::new().unwrap(),
            port,
            process: None,
            demo: true,
            sign: Vec::new(),
        }
    }

    /// Starts the process again, on the same folder and port.
    pub async fn start(&mut self) {
        let mut log = stage::server_log();
        let also = log.as_ref().map(|log| log.try_clone().unwrap());
        let mut process = Command::new(&self.build.server)
            .args(["serve", "--port", &self.port.to_string()])
            .args(self.demo.then_some("--demo"))
            .arg("--data")
            .arg(self.folder.path())
            .args(["--app", &self.build.dist])
            .stdout(Stdio::piped())
            .stderr(also.map_or_else(Stdio::inherit, Stdio::from))
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        self.sign.clear();
        let mut heard = false;
        let until = Instant::now() + PATIENCE;
        let last = match self.demo {
            true => "A code holds once",
            false => "This address holds",
        };
        // The sign ends with its last sentence, before or after the word that it listens.
        while !heard || !self.sign.iter().any(|line| line.contains(last)) {
            let line = tokio::time::timeout_at(until, lines.next_line()).await;
            let line = line.expect("the server starts in time").unwrap();
            let line = line.expect("the server keeps running");
            write(&mut log, &line);
            heard |= line.starts_with("listening on ");
            self.sign.push(line);
        }
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                write(&mut log, &line);
            }
        });
        let process = Arc::new(Mutex::new(process));
        stage::enter_server(&process);
        self.process = Some(process);
    }

    /// Kills it in the middle of whatever it does: SIGKILL.
    pub async fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            process.lock().await.kill().await.unwrap();
        }
    }

    fn code(&self, of: &str) -> String {
        let line = self
            .sign
            .iter()
            .find(|line| line.trim_start().starts_with(of) && !line.contains("http"));
        let line = line.unwrap_or_else(|| panic!("no code for {of} in {:?}", self.sign));
        line.split_whitespace().last().unwrap().to_owned()
    }

    /// A fresh browser, called `name` in what a failing story leaves.
    pub async fn device(&self, browser: Browser, name: &str) -> Device {
        Device::open(browser, Link::to(self.port).await, name).await
    }

    /// A fresh browser at an address, and the code that would activate it.
    pub async fn unopened(&self, browser: Browser, path: &str, of: &str) -> (Device, String) {
        let device = self.device(browser, of).await;
        device.goto(path).await;
        (device, self.code(of))
    }

    /// A register with a fresh browser, activated, with somebody signed in.
    pub async fn register(&self, browser: Browser, name: &str, employee: (&str, &str)) -> Device {
        let (device, code) = self.unopened(browser, "/register", name).await;
        device.activate(&code).await;
        device.sign_in(employee.0, employee.1).await;
        device
    }

    /// A phone, activated, with somebody signed in.
    pub async fn phone(&self, browser: Browser, employee: (&str, &str)) -> Device {
        let (device, code) = self.unopened(browser, "/pay", "Pay").await;
        device.resize(PHONE).await;
        device.activate(&code).await;
        device.sign_in(employee.0, employee.1).await;
        device
    }

    /// The manager's browser, signed in.
    pub async fn backoffice(&self, browser: Browser) -> Device {
        let device = self.device(browser, "BackOffice").await;
        device.goto("/backoffice/sales").await;
        device.fill("sign-in-email", "morgan@harbour.example").await;
        device.fill("sign-in-password", "harbour-street").await;
        device.click("sign-in-submit").await;
        device.see("open-sales-table").await;
        device
    }

    /// Ends the story: no device has complained, nothing broke the content security policy, and
    /// the log and the rows that the server leaves are sound (rules B3, H3).
    pub async fn close(mut self, devices: Vec<Device>) {
        for device in devices {
            device.close().await;
        }
        self.kill().await;
        let verified = Command::new(&self.build.server)
            .arg("verify")
            .arg("--data")
            .arg(self.folder.path())
            .output()
            .await
            .unwrap();
        assert!(verified.status.success(), "what is left: {verified:?}");
    }
}

fn write(log: &mut Option<std::fs::File>, line: &str) {
    if let Some(log) = log {
        writeln!(log, "{line}").unwrap();
    }
}
