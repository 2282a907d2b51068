//! What devices have open at the server: live streams and pulls that wait, each read by a task of
//! its own, all heard in one place.

use super::browser::{Browser, read};
use crate::server::Side;
use reqwest::{Method, Response};
use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use sync::device::{Failure, Input};
use sync::protocol::{Live, Patch};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// Longest wait for what is under way.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Longest wait for something of which nobody knows whether it comes.
const LINGER: Duration = Duration::from_secs(3);

/// Something that a device hears, on the line with this number.
struct Heard(String, u64, Input);

struct Line {
    side: Side,
    number: u64,
    /// Up to where it has told everything.
    told: u64,
    task: JoinHandle<()>,
}

/// All that are open.
pub struct Lines {
    open: BTreeMap<String, Line>,
    count: u64,
    sender: Sender<Heard>,
    receiver: Receiver<Heard>,
    /// Heard, and not asked for yet.
    early: VecDeque<Heard>,
}

impl Lines {
    pub fn new() -> Lines {
        let (sender, receiver) = channel();
        Lines {
            open: BTreeMap::new(),
            count: 0,
            sender,
            receiver,
            early: VecDeque::new(),
        }
    }

    /// Opens one in place of any other of the device.
    pub fn open(
        &mut self,
        runtime: &Runtime,
        device: &str,
        side: Side,
        browser: Browser,
        asked: Asked,
    ) {
        self.close(device);
        self.count += 1;
        let (name, number, sender) = (device.to_owned(), self.count, self.sender.clone());
        let tell = move |input| sender.send(Heard(name.clone(), number, input)).is_ok();
        let told = match &asked {
            // The first thing that a stream says comes always.
            Asked::Stream(_) => 0,
            Asked::WaitingPull(_, since) => *since,
        };
        let task = runtime.spawn(listen(browser, asked, tell));
        let line = Line {
            side,
            number,
            told,
            task,
        };
        self.open.insert(device.to_owned(), line);
    }

    pub fn close(&mut self, device: &str) {
        if let Some(line) = self.open.remove(device) {
            line.task.abort();
        }
        self.early.retain(|heard| heard.0 != device);
    }

    /// Waits until the server has ended all of them.
    pub fn all_end(&mut self, runtime: &Runtime) {
        let open = self.open.values_mut();
        for line in open.filter(|line| !line.task.is_finished()) {
            let ended = async { tokio::time::timeout(PATIENCE, &mut line.task).await };
            let ended = runtime.block_on(ended);
            let _ = ended.expect("streams end when the server stops");
        }
    }

    /// The next thing that one of the devices hears. Whoever has not been told everything up to the
    /// store's head is waited for.
    pub fn hear(
        &mut self,
        devices: &[String],
        mut head: impl FnMut(Side) -> u64,
    ) -> Option<(String, Input)> {
        self.early.extend(self.receiver.try_iter());
        loop {
            let open = &self.open;
            self.early.retain(|Heard(name, number, _)| {
                open.get(name).is_some_and(|line| line.number == *number)
            });
            let place = self
                .early
                .iter()
                .position(|heard| devices.contains(&heard.0));
            if let Some(Heard(name, _, input)) = place.and_then(|at| self.early.remove(at)) {
                self.note(&name, &input);
                return Some((name, input));
            }
            let behind = devices.iter().any(|name| {
                let line = self.open.get(name);
                line.is_some_and(|line| line.told < head(line.side))
            });
            if !behind {
                return None;
            }
            let heard = self.receiver.recv_timeout(PATIENCE);
            self.early.push_back(heard.expect("news come in time"));
        }
    }

    fn note(&mut self, device: &str, input: &Input) {
        let Some(line) = self.open.get_mut(device) else {
            return;
        };
        match input {
            Input::Live(Live::Patch(patch)) => line.told = line.told.max(patch.to),
            Input::Live(Live::Heartbeat { head, .. }) => line.told = line.told.max(*head),
            Input::Live(_) => {}
            _ => self.close(device),
        }
    }

    /// Waits for anything that may be under way.
    pub fn linger(&mut self) -> bool {
        match self.receiver.recv_timeout(LINGER) {
            Ok(heard) => {
                self.early.push_back(heard);
                true
            }
            Err(_) => false,
        }
    }
}

/// What a line is opened with.
pub enum Asked {
    /// A live stream, at this address.
    Stream(String),
    /// A pull that waits, at this address, from this cursor on.
    WaitingPull(String, u64),
}

async fn listen(browser: Browser, asked: Asked, tell: impl Fn(Input) -> bool) {
    match asked {
        Asked::Stream(path) => {
            let ended = match browser.send(Method::GET, &path, None).await {
                Ok(response) if response.status().is_success() => events(response, &tell).await,
                Ok(response) => match read::<Patch>(response).await {
                    Ok(_) => Failure::Unreachable,
                    Err(failure) => failure,
                },
                Err(_) => Failure::Unreachable,
            };
            tell(Input::LiveEnded(ended));
        }
        Asked::WaitingPull(path, _) => {
            let answer = match browser.send(Method::GET, &path, None).await {
                Ok(response) => read(response).await,
                Err(_) => Err(Failure::Unreachable),
            };
            tell(Input::Pulled(answer));
        }
    }
}

/// Server-sent events, until there are no more.
async fn events(mut response: Response, tell: &impl Fn(Input) -> bool) -> Failure {
    let mut text = String::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        text.push_str(std::str::from_utf8(&chunk).unwrap());
        while let Some((event, rest)) = text.split_once("\n\n") {
            let data = event.lines().find_map(|line| line.strip_prefix("data: "));
            let live: Live = sync::codec::decode(data.unwrap()).unwrap();
            if !tell(Input::Live(live)) {
                return Failure::Unreachable;
            }
            text = rest.to_owned();
        }
    }
    Failure::Unreachable
}
