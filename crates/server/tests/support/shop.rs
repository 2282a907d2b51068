//! A running server with the demonstration store.

use super::{Browser, Till, soon};
use sale::{DeviceId, Employee, Role};
use server::{PasswordCost, ServeError, Settings, serve_with_listener};
use std::net::SocketAddr;
use std::path::Path;
use sync::api::{ActivationCode, RegisterOverview};
use sync::protocol::Identity;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Hashes that take no time: what is tested is not their cost.
pub const CHEAP: PasswordCost = PasswordCost {
    memory_kib: 8,
    passes: 1,
};

pub struct Shop {
    pub address: SocketAddr,
    pub folder: TempDir,
    pub settings: Settings,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Shop {
    /// Opens one with the demonstration store.
    pub async fn open() -> Shop {
        Shop::open_with(|_| {}).await
    }

    /// Opens one with other settings.
    pub async fn open_with(change: impl FnOnce(&mut Settings)) -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            data: folder.path().join("data"),
            demo: true,
            password_cost: CHEAP,
            ..Settings::default()
        };
        change(&mut settings);
        let mut shop = Shop {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            folder,
            settings,
            stop: None,
            running: None,
        };
        shop.start().await;
        shop
    }

    /// Starts it, on a port of its own.
    pub async fn start(&mut self) {
        assert!(self.serve().await.is_success());
    }

    /// Starts it, well or not, and answers with the status of its health.
    pub async fn serve(&mut self) -> reqwest::StatusCode {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = serve_with_listener(self.settings.clone(), listener, async {
            let _ = stopped.await;
        });
        self.stop = Some(stop);
        self.running = Some(tokio::spawn(serving));
        let health = format!("http://{}/api/health", self.address);
        // The listener is open already: the connection waits until it is accepted.
        let answer = soon("the start", reqwest::get(health)).await;
        answer.unwrap().status()
    }

    /// Stops it, as a signal does.
    pub async fn close(&mut self) {
        drop(self.stop.take());
        let running = self.running.take().unwrap();
        soon("the stop", running).await.unwrap().unwrap();
    }

    /// Stops it and starts it again on another port.
    pub async fn reopen(&mut self) {
        self.close().await;
        self.start().await;
    }

    pub fn data(&self) -> &Path {
        &self.settings.data
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser with the demonstration's manager signed in to BackOffice.
    pub async fn manager(&self) -> Browser {
        let browser = self.browser();
        let (status, _) = browser
            .sign_in("morgan@harbour.example", "harbour-street")
            .await;
        assert_eq!(status, 200);
        browser
    }

    pub async fn registers(&self, manager: &Browser) -> Vec<RegisterOverview> {
        manager.get("/api/backoffice/registers").await
    }

    pub async fn employee(&self, manager: &Browser, role: Role) -> Employee {
        let all: Vec<Employee> = manager.get("/api/backoffice/employees").await;
        all.into_iter().find(|one| one.role == role).unwrap()
    }

    /// A till that was activated as the register with this number, from 0 on.
    pub async fn till(&self, register: usize) -> Till {
        let manager = self.manager().await;
        self.till_by(&manager, register).await
    }

    pub async fn till_by(&self, manager: &Browser, register: usize) -> Till {
        let register = self.registers(manager).await[register].register.id;
        let path = format!("/api/backoffice/registers/{register}/code");
        let code: ActivationCode = manager.post(&path, &()).await;
        let employees: Vec<Employee> = manager.get("/api/backoffice/employees").await;
        let cashier = employees.last().unwrap().id;
        let browser = self.browser();
        let identity = activate(&browser, &code.code).await;
        Till::new(browser, identity, cashier)
    }
}

async fn activate(browser: &Browser, code: &str) -> Identity {
    let asked = sync::api::Activation {
        code: code.to_owned(),
        device_id: DeviceId(Uuid::now_v7()),
    };
    browser.post("/api/register/activate", &asked).await
}
