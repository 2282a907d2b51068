//! Drives the engines of the devices: does what their outputs say, over whatever server there is,
//! and lets everybody hear until nothing moves.

use crate::device::Line;
use crate::scenario::{Expected, Hears, Loses};
use crate::server::failed;
use crate::shop::Shop;
use std::collections::VecDeque;
use sync::device::{Failure, Input, Output};
use sync::protocol::Live;

/// Rounds after which a shop that still moves counts as one that never rests.
const MOST_ROUNDS: usize = 100;

impl Shop {
    /// One input, and everything that follows on this device.
    pub fn feed(&mut self, name: &str, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let device = self.device(name);
            if matches!(input, Input::Pulled(_)) && device.line == Some(Line::WaitingPull) {
                device.line = None;
            }
            let Some(engine) = &mut device.engine else {
                return;
            };
            let mut outputs = engine.handle(input);
            // A report is short: it is on its way before anything else is.
            outputs.sort_by_key(|output| !matches!(output, Output::LinkChanged));
            for output in outputs {
                inputs.extend(self.carry_out(name, output));
            }
        }
    }

    fn carry_out(&mut self, name: &str, output: Output) -> Option<Input> {
        let device = self.devices.get_mut(name)?;
        let engine = device.engine.as_ref()?;
        match output {
            Output::Write(_) if device.dies_at_write => {
                device.stop();
                self.server.hang_up(name);
            }
            Output::Write(write) => {
                device.disk.write(&write);
                return Some(Input::Written(write.id));
            }
            Output::Saved(ticket) => {
                let id = device.tickets[&ticket];
                let there = device.disk.outbox.values().find(|m| m.mutation_id == id);
                // A1: what is called saved is on the disk by then.
                let there = there.expect("what is called saved is on the disk");
                self.done.insert(id, there.change.get().to_owned());
            }
            Output::NotSaved(_, why) => device.refused.push(format!("{why:?}")),
            Output::Results(results) => {
                let notes = results.iter().flat_map(|result| &result.outcome.notes);
                device.told.extend(notes.map(name_of));
            }
            Output::LinkChanged => {
                let report = Output::Report(engine.report());
                return self.send(name, report);
            }
            Output::OpenLive { epoch, since } => {
                if device.away || device.hears == Hears::NoStream {
                    return Some(failed(&output, Failure::Unreachable));
                }
                device.line = Some(Line::Stream);
                self.server.listen(name, epoch, since);
            }
            Output::CloseLive => {
                device.line = None;
                self.server.hang_up(name);
            }
            Output::Wait { attempt } => device.waits = Some(attempt),
            Output::ReadArchive => return Some(device.disk.archive()),
            Output::CheckStorage => return Some(device.disk.holds()),
            Output::Diverged => device.diverged += 1,
            Output::Trouble(refusal) => panic!("{name} is in trouble: {refusal}"),
            Output::StorageLost => panic!("{name} finds its storage lost"),
            Output::Changed(_) | Output::Outdated { .. } => {}
            request => return self.send(name, request),
        }
        None
    }

    /// Sends a request of an engine; none when the answer comes later.
    fn send(&mut self, name: &str, request: Output) -> Option<Input> {
        let device = self.devices.get_mut(name)?;
        let lost = Some(failed(&request, Failure::Unreachable));
        if device.away {
            return lost;
        }
        if let Output::Pull(pull) = &request {
            if pull.wait_s == 0 {
                return Some(self.server.ask(name, &request));
            }
            device.line = Some(Line::WaitingPull);
            self.server.wait_for_rows(name, pull);
            return None;
        }
        let loses = match request {
            Output::Report(_) => None,
            _ => device.loses.take(),
        };
        if loses == Some(Loses::Network) {
            self.cut_off(name);
            return lost;
        }
        let answer = match request {
            Output::Readmit => self.readmit(name),
            _ => self.twice(name, &request),
        };
        if loses == Some(Loses::AnswerAndNetwork) {
            self.cut_off(name);
        }
        match loses {
            Some(_) => lost,
            None => Some(answer),
        }
    }

    fn readmit(&mut self, name: &str) -> Input {
        let id = self.fresh();
        let fresh = *self.device(name).fresh.get_or_insert(sale::DeviceId(id));
        let answer = self.server.readmit(name, fresh);
        if let Input::Readmitted(Ok(_)) = answer {
            self.device(name).fresh = None;
        }
        answer
    }

    /// Asks, and where it changes something asks once more, as a network may double a request: the
    /// repeat gets the first answer (A3, F2).
    fn twice(&mut self, name: &str, request: &Output) -> Input {
        let first = self.server.ask(name, request);
        match &first {
            Input::Pushed(Ok(first)) => {
                let again = self.server.ask(name, request);
                let Input::Pushed(Ok(again)) = again else {
                    panic!("a repeat gets the first answer, not {again:?}");
                };
                assert_eq!(again.results, first.results);
            }
            Input::HandedOver(Ok(_)) | Input::Resumed(Ok(())) => {
                assert_eq!(self.server.ask(name, request), first);
            }
            _ => {}
        }
        first
    }

    /// Waits until everything is as expected, as long as there may be news of it.
    pub fn expect(&mut self, when: &str, expected: &Expected) -> Result<(), Vec<String>> {
        loop {
            self.settle();
            let wrong = self.wrong(expected);
            if wrong.is_empty() {
                return Ok(());
            }
            if !self.server.linger() {
                return Err(wrong.iter().map(|what| format!("{when}: {what}")).collect());
            }
        }
    }

    /// Lets time and news go on until nothing moves any more.
    pub fn settle(&mut self) {
        let names: Vec<String> = self.devices.keys().cloned().collect();
        for name in &names {
            if self.device(name).waits.is_some() {
                self.wake(name);
            }
        }
        for _ in 0..MOST_ROUNDS {
            let mut moved = false;
            for name in &names {
                let device = self.device(name);
                // Who is away goes on waiting, and so does who only waits for the next report.
                if !device.away && device.waits.is_some_and(|attempt| attempt > 0) {
                    self.wake(name);
                    moved = true;
                }
            }
            while let Some((name, input)) = self.server.hear(&self.listening()) {
                self.told(&name, input);
                moved = true;
            }
            if !moved {
                return;
            }
        }
        panic!("the shop does not come to rest");
    }

    fn wake(&mut self, name: &str) {
        self.device(name).waits = None;
        self.feed(name, Input::Wake);
    }

    fn listening(&self) -> Vec<String> {
        let open = self.devices.iter().filter(|(_, device)| {
            device.line.is_some() && !device.away && device.hears != Hears::Late
        });
        open.map(|(name, _)| name.clone()).collect()
    }

    fn told(&mut self, name: &str, input: Input) {
        let device = self.device(name);
        let over = matches!(input, Input::LiveEnded(_) | Input::Live(Live::Bye { .. }));
        if over {
            device.line = None;
            self.server.hang_up(name);
        }
        match (self.device(name).hears, &input) {
            (Hears::Nothing, Input::Live(_)) => return,
            (Hears::Twice, Input::Live(_)) => self.feed(name, input.clone()),
            _ => {}
        }
        self.feed(name, input);
    }
}

/// The name of a note, as it is on the wire.
fn name_of(note: &sale::Note) -> String {
    match serde_json::to_value(note).expect("JSON") {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(note) => note.keys().next().expect("a name").clone(),
        other => panic!("a note without a name: {other}"),
    }
}
