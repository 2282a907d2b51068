//! One device of a test: the real engine on a disk that a test can look into.

use sale::{
    Change, EmployeeId, LineId, Method, Money, NewLine, NewTender, OpenSale, Quantity, RegisterId,
    SaleId, Source, StoreId, TenderId,
};
use std::collections::VecDeque;
use sync::device::{Engine, Input, Meta, NotSaved, Output, SaleView, Write};
use sync::protocol::{Identity, Pull};
use sync::server::MemoryDisk;
use uuid::Uuid;

pub const CASHIER: EmployeeId = EmployeeId(Uuid::from_u128(7));

pub struct Till {
    pub engine: Engine,
    pub disk: MemoryDisk,
    /// What the server takes this device for: its cookie.
    pub identity: Identity,
    pub online: bool,
    pub live: bool,
    /// The next answers get lost, the server having done what was asked.
    pub lose_answers: u32,
    /// The disk refuses this many writes.
    pub refuse_writes: u32,
    /// The engine waits for its next attempt.
    pub waits: Option<u32>,
    /// A pull that waits at the server for news.
    pub parked: Option<Pull>,
    pub requests: VecDeque<Output>,
    /// What went to the disk, in order.
    pub written: Vec<Write>,
    /// Everything else that the engine said.
    pub said: Vec<Output>,
}

impl Till {
    pub fn new(number: u128) -> Till {
        let identity = Identity {
            device_id: sale::DeviceId(Uuid::from_u128(0xd0 + number)),
            store_id: StoreId(Uuid::from_u128(1)),
            register_id: Some(RegisterId(Uuid::from_u128(0xe0 + number))),
            number_prefix: format!("{}-", number + 1),
        };
        let disk = MemoryDisk::new(Meta::new(identity.clone()));
        Till::on(disk, identity)
    }

    /// A device that starts on what a disk holds.
    pub fn on(disk: MemoryDisk, identity: Identity) -> Till {
        let mut till = Till {
            engine: start(&disk),
            disk,
            identity,
            online: true,
            live: false,
            lose_answers: 0,
            refuse_writes: 0,
            waits: None,
            parked: None,
            requests: VecDeque::new(),
            written: Vec::new(),
            said: Vec::new(),
        };
        till.feed(Input::Wake);
        till
    }

    /// Power off, power on.
    pub fn crash(&mut self) {
        self.engine = start(&self.disk);
        self.live = false;
        self.waits = None;
        self.parked = None;
        self.requests.clear();
        self.feed(Input::Wake);
    }

    /// One input, and what follows on the device itself.
    pub fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for output in self.engine.handle(input) {
                assert_eq!(
                    self.engine.waiting(),
                    u64::try_from(self.engine.outbox().count()).unwrap(),
                    "changes waiting are the outbox, always"
                );
                match output {
                    Output::Write(write) if self.refuse_writes > 0 => {
                        self.refuse_writes -= 1;
                        inputs.push_back(Input::WriteFailed(write.id));
                    }
                    Output::Write(write) => {
                        self.disk.write(&write);
                        self.written.push(write.clone());
                        inputs.push_back(Input::Written(write.id));
                    }
                    Output::ReadArchive => inputs.push_back(self.disk.archive()),
                    Output::CheckStorage => inputs.push_back(self.disk.holds()),
                    Output::Wait { attempt } => self.waits = Some(attempt),
                    Output::CloseLive => self.live = false,
                    Output::Push(_)
                    | Output::Pull(_)
                    | Output::OpenLive { .. }
                    | Output::Report(_)
                    | Output::HandOver(_)
                    | Output::Resume
                    | Output::Lease(_)
                    | Output::Readmit => self.requests.push_back(output),
                    said => self.said.push(said),
                }
            }
        }
    }

    pub fn wake(&mut self) {
        self.waits = None;
        self.feed(Input::Wake);
    }

    /// What became of a change, once the disk has answered.
    pub fn became(&self, ticket: u64) -> Result<(), NotSaved> {
        let said = self.said.iter().find_map(|output| match output {
            Output::Saved(of) if *of == ticket => Some(Ok(())),
            Output::NotSaved(of, why) if *of == ticket => Some(Err(*why)),
            _ => None,
        });
        said.expect("the disk has answered")
    }

    pub fn has_said(&self, is: impl Fn(&Output) -> bool) -> bool {
        self.said.iter().any(is)
    }

    pub fn view(&self, id: SaleId) -> SaleView {
        self.engine.sale(id).expect("the sale is shown here")
    }

    /// The names of the lines that the screen shows of a sale.
    pub fn lines(&self, id: SaleId) -> Vec<String> {
        let sale = self.view(id).sale;
        sale.standing_lines()
            .map(|line| line.name.clone())
            .collect()
    }

    pub fn sales(&self) -> Vec<SaleId> {
        self.engine.open_sales().map(|view| view.sale.id).collect()
    }
}

pub fn start(disk: &MemoryDisk) -> Engine {
    // As the adapters do: through text, so that what cannot be read back is found.
    let text = sync::codec::encode(&disk.meta).unwrap();
    Engine::new(
        sync::codec::decode(&text).unwrap(),
        disk.rows.values().cloned().collect(),
        disk.outbox.values().cloned().collect(),
        "0.1.0".to_owned(),
    )
}

pub fn sale(n: u128) -> SaleId {
    SaleId(Uuid::from_u128(0xa000 + n))
}

pub fn line(n: u128, name: &str) -> NewLine {
    NewLine {
        id: LineId(Uuid::from_u128(0xb000 + n)),
        product_id: None,
        name: name.to_owned(),
        unit_price: Money(100),
        quantity: Quantity::ONE,
        modifiers: Vec::new(),
        discount: None,
        taxes: Vec::new(),
        note: None,
        reason: None,
    }
}

pub fn open(n: u128) -> Change {
    Change::Open(OpenSale {
        sale_id: sale(n),
        number: String::new(),
        source: Source::Register,
        name: None,
        table: None,
        customer: None,
        guests: None,
        note: None,
        lines: vec![line(n * 100, "Soup")],
    })
}

pub fn add(to: SaleId, n: u128, name: &str) -> Change {
    Change::AddLine {
        sale_id: to,
        line: line(n, name),
    }
}

pub fn tender(on: SaleId, n: u128, amount: i64) -> Change {
    Change::Tender {
        sale_id: on,
        tender: NewTender {
            id: TenderId(Uuid::from_u128(0xc000 + n)),
            method: Method::Cash,
            amount: Money(amount),
            rounding: Money::ZERO,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: Money(amount),
        },
    }
}
