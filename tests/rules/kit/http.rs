//! The real server: SQLite in a folder of its own, answering over TCP; each device is a browser
//! with cookies, activated and signed in as devices are. It must not know what a scenario says.

mod browser;
mod lines;
mod serving;

use crate::server::{Everything, Founding, MANAGER, SIDES, STAFF, Side, Surface};
use browser::Browser;
use lines::{Lines, PATIENCE};
use sale::{Currency, DeviceId};
use server::{NewPerson, NewStore, PasswordCost, Region, ServeError, Settings, found_store};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use sync::api::{PasswordSignIn, SignedIn};
use sync::protocol::Patch;
use sync::row::{Digest, Key, Row};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Hashes that take no time: what is tested is not their cost.
const CHEAP: PasswordCost = PasswordCost {
    memory_kib: 8,
    passes: 1,
};
const PIN: &str = "2468";
const PASSWORD: &str = "a long enough secret";

fn email(side: Side) -> &'static str {
    match side {
        Side::Ours => "morgan@ours.example",
        Side::Theirs => "morgan@theirs.example",
    }
}

/// Who a device shows itself as.
#[derive(Clone)]
struct Caller {
    browser: Browser,
    side: Side,
    surface: Surface,
}

/// The manager's browser of a store, with everything that the store has.
struct Office {
    browser: Browser,
    rows: BTreeMap<Key, Row>,
    digest: Digest,
    epoch: u64,
    head: u64,
}

/// A running server.
pub struct Http {
    runtime: Runtime,
    folder: TempDir,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<Result<(), ServeError>>>,
    callers: BTreeMap<String, Caller>,
    ours: Office,
    theirs: Office,
    lines: Lines,
}

impl Http {
    pub fn found(founding: &Founding) -> Http {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let people = STAFF.map(|(name, role)| NewPerson {
            name: name.to_owned(),
            role,
            pin: PIN.to_owned(),
        });
        let pounds = Currency::of_code("GBP").unwrap();
        for (side, registers) in SIDES.into_iter().zip(&founding.registers) {
            let store = NewStore {
                data: folder.path().join("data"),
                name: "A store".to_owned(),
                region: Region {
                    cash_rounding: Some(pounds.decimal(founding.cash_rounding)),
                    ..Region::default()
                },
                manager: MANAGER.to_owned(),
                email: email(side).to_owned(),
                password: PASSWORD.to_owned(),
                pin: PIN.to_owned(),
                people: people.to_vec(),
                cashiers_share_sales: founding.cashiers_share_sales,
                registers: registers.clone(),
                password_cost: CHEAP,
            };
            found_store(&store).unwrap();
        }
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut http = Http {
            runtime,
            folder,
            address: nowhere,
            stop: None,
            running: None,
            callers: BTreeMap::new(),
            ours: Office::new(nowhere),
            theirs: Office::new(nowhere),
            lines: Lines::new(),
        };
        http.start();
        for side in SIDES {
            http.office(side).browser = http.manager(side).0;
        }
        http
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup")
    }

    /// Starts the server on a port of its own; everybody finds it there.
    fn start(&mut self) {
        let listener = self.runtime.block_on(TcpListener::bind(("127.0.0.1", 0)));
        let listener = listener.unwrap();
        self.address = listener.local_addr().unwrap();
        let settings = Settings {
            data: self.data(),
            password_cost: CHEAP,
            ..Settings::default()
        };
        let (stop, stopped) = oneshot::channel();
        let serving = server::serve_with_listener(settings, listener, async {
            let _ = stopped.await;
        });
        self.stop = Some(stop);
        self.running = Some(self.runtime.spawn(serving));
        let address = self.address;
        let browsers = self.callers.values_mut().map(|caller| &mut caller.browser);
        let offices = [&mut self.ours.browser, &mut self.theirs.browser];
        for browser in browsers.chain(offices) {
            browser.address = address;
        }
    }

    /// Stops it, as a signal does.
    fn stop(&mut self) {
        drop(self.stop.take());
        self.lines.all_end(&self.runtime);
        let running = self.running.take().unwrap();
        let stopped = self
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, running).await });
        stopped.expect("a stop in time").unwrap().unwrap();
    }

    /// A browser with the manager of a store signed in to BackOffice.
    fn manager(&self, side: Side) -> (Browser, SignedIn) {
        let mut browser = Browser::new(self.address);
        let asked = PasswordSignIn {
            email: email(side).to_owned(),
            password: PASSWORD.to_owned(),
            device_id: DeviceId(Uuid::now_v7()),
        };
        let signed_in = browser.post("/api/backoffice/sign-in", &asked);
        let signed_in = self.runtime.block_on(signed_in).unwrap();
        (browser, signed_in)
    }

    fn office(&mut self, side: Side) -> &mut Office {
        match side {
            Side::Ours => &mut self.ours,
            Side::Theirs => &mut self.theirs,
        }
    }
}

impl Office {
    fn new(address: SocketAddr) -> Office {
        Office {
            browser: Browser::new(address),
            rows: BTreeMap::new(),
            digest: Digest::default(),
            epoch: 0,
            head: 0,
        }
    }

    /// What a restored store has is asked for anew.
    fn forget(&mut self) {
        self.rows.clear();
        self.head = 0;
    }

    /// Pulls what is new.
    fn look(&mut self, runtime: &Runtime) {
        let mut page = String::new();
        loop {
            let (epoch, since) = (self.epoch, self.head);
            let path = format!("/api/backoffice/pull?epoch={epoch}&since={since}{page}");
            let patch: Patch = runtime.block_on(self.browser.get(&path)).unwrap();
            for row in patch.rows {
                if row.body.is_some() {
                    self.rows.insert(row.key(), row);
                } else {
                    self.rows.remove(&row.key());
                }
            }
            match patch.next {
                Some(next) => {
                    page = format!("&first_head={}&version={}", next.first_head, next.version);
                }
                None => {
                    self.epoch = patch.epoch;
                    self.head = patch.to;
                    self.digest = patch.digest.unwrap();
                    return;
                }
            }
        }
    }

    fn everything(&self) -> Everything {
        Everything {
            rows: self.rows.values().cloned().collect(),
            digest: self.digest,
            head: self.head,
        }
    }
}

/// Puts a copy of a folder in place of another.
fn put_in_place(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
