//! What devices ask, as requests of the wire, and what the office sees. It must not know how the
//! server is started.

use super::browser::Browser;
use super::lines::Asked;
use super::{Caller, Http, PIN, put_in_place};
use crate::server::{Everything, Server, Side, Surface, failed};
use reqwest::Method;
use sale::{DeviceId, Employee, EmployeeId, Exceptions, SaleId};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;
use sync::api::edit::FieldEdit;
use sync::api::people::Person;
use sync::api::{Activation, ActivationCode, PinSignIn, RegisterOverview, SaleDetail, SyncSwitch};
use sync::device::{Failure, Input, Output};
use sync::protocol::{Identity, Pull, Readmission};
use uuid::Uuid;

impl Http {
    /// A device asks by `POST /api/{surface}/{what}`.
    fn post<A: DeserializeOwned>(
        &mut self,
        device: &str,
        what: &str,
        body: &impl Serialize,
    ) -> Result<A, Failure> {
        let caller = self.callers.get_mut(device).unwrap();
        let path = format!("/api/{}/{what}", caller.surface.word());
        self.runtime.block_on(caller.browser.post(&path, body))
    }

    fn pull_path(&self, device: &str, pull: &Pull) -> String {
        let word = self.callers[device].surface.word();
        let (epoch, since) = (pull.epoch, pull.since);
        let mut path = format!("/api/{word}/pull?epoch={epoch}&since={since}");
        if let Some(page) = pull.page {
            let (head, version) = (page.first_head, page.version);
            path.push_str(&format!("&first_head={head}&version={version}"));
        }
        if pull.wait_s > 0 {
            path.push_str(&format!("&wait={}", pull.wait_s));
        }
        path
    }

    fn by_pin(&mut self, device: &str, what: &str, person: &str) -> Employee {
        let side = self.callers[device].side;
        let asked = PinSignIn {
            employee_id: self.people(side)[person],
            pin: PIN.to_owned(),
        };
        self.post(device, what, &asked).unwrap()
    }

    fn ask_office<A: DeserializeOwned>(
        &mut self,
        side: Side,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> A {
        let path = format!("/api/backoffice/{path}");
        // Nothing that the office asks for changes its cookies.
        let mut browser = self.office(side).browser.clone();
        let answer = browser.exchange(method, &path, body);
        self.runtime.block_on(answer).unwrap()
    }

    fn activate(&mut self, side: Side, surface: Surface, code: &str) -> (Browser, Identity) {
        let code: ActivationCode = self.ask_office(side, Method::POST, code, Some("null".into()));
        let mut browser = Browser::new(self.address);
        let asked = Activation {
            code: code.code,
            device_id: DeviceId(Uuid::now_v7()),
        };
        let path = format!("/api/{}/activate", surface.word());
        let identity = self.runtime.block_on(browser.post(&path, &asked)).unwrap();
        (browser, identity)
    }

    fn overviews(&mut self, side: Side) -> Vec<RegisterOverview> {
        self.ask_office(side, Method::GET, "registers", None)
    }
}

impl Server for Http {
    fn people(&mut self, side: Side) -> BTreeMap<String, EmployeeId> {
        let people: Vec<Employee> = self.ask_office(side, Method::GET, "employees", None);
        people.into_iter().map(|one| (one.name, one.id)).collect()
    }

    fn admit(&mut self, device: &str, side: Side, surface: Surface, register: &str) -> Identity {
        let (browser, identity) = match surface {
            Surface::BackOffice => {
                let (browser, signed_in) = self.manager(side);
                (browser, signed_in.identity)
            }
            Surface::Pay => self.activate(side, surface, "pay/code"),
            Surface::Register => {
                let mut overviews = self.overviews(side).into_iter();
                let own = overviews.find(|overview| overview.register.name == register);
                let id = own.expect("a register of this name").register.id;
                self.activate(side, surface, &format!("registers/{id}/code"))
            }
        };
        let caller = Caller {
            browser,
            side,
            surface,
        };
        self.callers.insert(device.to_owned(), caller);
        identity
    }

    fn copy(&mut self, device: &str, other: &str) {
        let caller = self.callers[device].clone();
        self.callers.insert(other.to_owned(), caller);
    }

    fn sign_in(&mut self, device: &str, person: &str) {
        if self.callers[device].surface != Surface::BackOffice {
            self.by_pin(device, "sign-in/pin", person);
        }
    }

    fn approve(&mut self, device: &str, manager: &str) {
        let approved = self.by_pin(device, "approve", manager);
        assert_eq!(approved.name, manager);
    }

    fn ask(&mut self, device: &str, request: &Output) -> Input {
        match request {
            Output::Push(push) => Input::Pushed(self.post(device, "push", push)),
            Output::Pull(pull) => {
                let path = self.pull_path(device, pull);
                let browser = &mut self.callers.get_mut(device).unwrap().browser;
                Input::Pulled(self.runtime.block_on(browser.get(&path)))
            }
            Output::Report(report) => Input::Reported(self.post(device, "status", report)),
            Output::HandOver(asked) => Input::HandedOver(self.post(device, "hand-over", asked)),
            Output::Resume => {
                let done = self.post::<IgnoredAny>(device, "resume", &());
                Input::Resumed(done.map(|_| ()))
            }
            Output::Lease(asked) => Input::Leased(self.post(device, "lease", asked)),
            other => failed(other, Failure::Unreachable),
        }
    }

    fn readmit(&mut self, device: &str, fresh: DeviceId) -> Input {
        let asked = Readmission { device_id: fresh };
        Input::Readmitted(self.post(device, "readmit", &asked))
    }

    fn listen(&mut self, device: &str, epoch: u64, since: u64) {
        let caller = self.callers[device].clone();
        let word = caller.surface.word();
        let path = format!("/api/{word}/live?epoch={epoch}&since={since}");
        let asked = Asked::Stream(path);
        let lines = &mut self.lines;
        lines.open(&self.runtime, device, caller.side, caller.browser, asked);
    }

    fn wait_for_rows(&mut self, device: &str, pull: &Pull) {
        let caller = self.callers[device].clone();
        let asked = Asked::WaitingPull(self.pull_path(device, pull), pull.since);
        let lines = &mut self.lines;
        lines.open(&self.runtime, device, caller.side, caller.browser, asked);
    }

    fn hang_up(&mut self, device: &str) {
        self.lines.close(device);
    }

    fn hear(&mut self, devices: &[String]) -> Option<(String, Input)> {
        self.ours.look(&self.runtime);
        self.theirs.look(&self.runtime);
        let (ours, theirs) = (self.ours.head, self.theirs.head);
        self.lines.hear(devices, |side| match side {
            Side::Ours => ours,
            Side::Theirs => theirs,
        })
    }

    fn linger(&mut self) -> bool {
        self.lines.linger()
    }

    fn ask_sync(&mut self, register: &str, on: bool) {
        let overviews = self.overviews(Side::Ours);
        let own = overviews.iter().find(|o| o.register.name == register);
        let id = own.expect("a register of this name").register.id;
        let body = sync::codec::encode(&SyncSwitch { on }).unwrap();
        let path = format!("registers/{id}/sync");
        let _: RegisterOverview = self.ask_office(Side::Ours, Method::PUT, &path, Some(body));
    }

    fn except(&mut self, person: &str, exceptions: &Exceptions) {
        let people: Vec<Person> = self.ask_office(Side::Ours, Method::GET, "people", None);
        let found = people.into_iter().find(|one| one.employee.name == person);
        let seen = found.expect("somebody of this name").employee;
        let mut wanted = seen.clone();
        wanted.exceptions.clone_from(exceptions);
        let fields = FieldEdit::between(&seen, &wanted, &["exceptions"]).unwrap();
        let body = serde_json::json!({ "fields": fields }).to_string();
        let path = format!("people/{}", seen.id);
        let _: Person = self.ask_office(Side::Ours, Method::PUT, &path, Some(body));
    }

    fn restart(&mut self) {
        self.stop();
        self.start();
    }

    fn back_up(&mut self) {
        self.stop();
        put_in_place(&self.data(), &self.backup());
        self.start();
    }

    fn restore(&mut self) {
        self.stop();
        put_in_place(&self.backup(), &self.data());
        self.ours.forget();
        self.theirs.forget();
        self.start();
    }

    fn everything(&mut self, side: Side) -> Everything {
        let office = match side {
            Side::Ours => &mut self.ours,
            Side::Theirs => &mut self.theirs,
        };
        office.look(&self.runtime);
        office.everything()
    }

    fn sale(&mut self, id: SaleId) -> Option<SaleDetail> {
        // Any status is found; what is not there would be a problem, not an answer.
        let known: sync::api::SalesPage =
            self.ask_office(Side::Ours, Method::GET, "sales?status=all", None);
        known.sales.iter().find(|listed| listed.sale.id == id)?;
        Some(self.ask_office(Side::Ours, Method::GET, &format!("sales/{id}"), None))
    }

    fn registers(&mut self) -> Vec<RegisterOverview> {
        self.overviews(Side::Ours)
    }

    fn faults(&mut self) -> Vec<String> {
        self.stop();
        let stores = server::verify(&self.data()).unwrap();
        stores.into_iter().flat_map(|store| store.faults).collect()
    }
}
