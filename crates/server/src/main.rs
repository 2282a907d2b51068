//! The server's command line. Owns the arguments and what is printed; the library does the work.

use clap::{Args, Parser, Subcommand};
use sale::Role;
use server::{
    Generate, Import, NewPerson, NewStore, PasswordCost, Region, Settings, found_store, generate,
    import_online_retail, serve_with_listener,
};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The sync server of saved sales
#[derive(Parser)]
#[command(name = "saved-sales-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer devices and browsers
    Serve(Serve),
    /// Found a store; its manager's password and PIN are read from standard input, a line each, then
    /// the PINs of the register managers and of the cashiers
    CreateStore(CreateStore),
    /// Bring in products and sales from elsewhere
    #[command(subcommand)]
    Import(Source),
    /// Check that no entry of a log is missing or altered
    Verify(Verify),
    /// The figures of the reports
    #[command(subcommand)]
    Reports(Reports),
    /// Make up sales in a store, for measuring
    #[command(hide = true)]
    Generate(Made),
}

#[derive(Args)]
struct Made {
    /// Finished sales
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    finished: u64,
    /// Open sales
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    open: u64,
    /// Finished sales of one day
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    per_day: u64,
    /// The folder that holds the stores
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

#[derive(Subcommand)]
enum Reports {
    /// Add all figures up anew, from the log and the sales that it made
    Rebuild {
        /// The folder that holds the stores
        #[arg(long, value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
}

#[derive(Args)]
struct CreateStore {
    /// What the sign says
    #[arg(long)]
    name: String,
    #[command(flatten)]
    place: Place,
    /// The first manager's name
    #[arg(long, value_name = "NAME")]
    manager: String,
    /// The address that they sign in with
    #[arg(long)]
    email: String,
    /// A register's name; may be given more than once
    #[arg(long = "register", value_name = "NAME")]
    registers: Vec<String>,
    /// A register manager's name; may be given more than once
    #[arg(long = "register-manager", value_name = "NAME")]
    register_managers: Vec<String>,
    /// A cashier's name; may be given more than once
    #[arg(long = "cashier", value_name = "NAME")]
    cashiers: Vec<String>,
    /// Cashiers see and change their own sales alone
    #[arg(long)]
    cashiers_apart: bool,
    /// The folder that holds the stores
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

/// Where a store that is made is
#[derive(Args)]
struct Place {
    /// ISO 4217 code of the store's currency [default: GBP]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// IANA name of the store's time zone [default: Europe/London]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The smallest coin, such as 0.05: what is paid in cash is rounded to it
    #[arg(long, value_name = "AMOUNT")]
    cash_rounding: Option<String>,
    /// The hour at which a business day begins [default: 0]
    #[arg(long, value_name = "HOUR")]
    day_begins: Option<u8>,
    /// What the store's devices speak [default: what their browsers do]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

impl Place {
    fn region(self) -> Region {
        Region {
            currency: self.currency,
            time_zone: self.time_zone,
            cash_rounding: self.cash_rounding,
            day_begins_hour: self.day_begins,
            language: self.language,
        }
    }
}

#[derive(Subcommand)]
enum Source {
    /// The UCI "Online Retail" data set, as CSV files
    OnlineRetail(OnlineRetail),
}

#[derive(Args)]
struct OnlineRetail {
    /// CSV files, or folders that hold some
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder that holds the stores
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Open sales too: this many of the last ordinary invoices
    #[arg(long, value_name = "N", default_value_t = 0)]
    open_sales: usize,
    /// The store's name [default: the first store; the demonstration's when there is none]
    #[arg(long, value_name = "NAME")]
    store: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
struct Verify {
    /// The folder that holds the stores
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

#[derive(Args)]
struct Serve {
    /// The port to listen on; 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The folder that holds the stores
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// The folder of the built app; without it there is only the API
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// Make the demonstration store and print its sign-ins
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    place: Place,
    /// The address under which browsers reach the server, such as <https://shop.example>
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Take the caller's address from X-Forwarded-For: only behind a proxy that writes it
    #[arg(long)]
    behind_proxy: bool,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    let done = match Cli::parse().command {
        Command::Serve(options) => serve(options),
        Command::CreateStore(options) => create_store(options),
        Command::Import(Source::OnlineRetail(options)) => import(options),
        Command::Verify(options) => verify(&options),
        Command::Generate(options) => make_up(options),
        Command::Reports(Reports::Rebuild { data }) => rebuild(&data),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(options: Serve) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = (options.address, options.port);
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|error| {
                format!(
                    "port {} of {} cannot be used: {error}. Choose another with --port.",
                    options.port, options.address
                )
            })?;
        let settings = Settings {
            data: options.data,
            app: options.app,
            public_url: options.public_url,
            demo: options.demo,
            region: options.place.region(),
            behind_proxy: options.behind_proxy,
            ..Settings::default()
        };
        serve_with_listener(settings, listener, told_to_stop()).await?;
        Ok(())
    })
}

fn create_store(options: CreateStore) -> Result<(), Box<dyn std::error::Error>> {
    let mut lines = std::io::stdin().lines();
    let mut line = |what: &str| -> Result<String, Box<dyn std::error::Error>> {
        let line = lines
            .next()
            .ok_or_else(|| format!("{what} is to come on standard input"))??;
        Ok(line.trim_end_matches('\r').to_owned())
    };
    let password = line("the password, on the first line,")?;
    let pin = line("the PIN, on the second line,")?;
    let managers = options.register_managers.into_iter();
    let managers = managers.map(|name| (name, Role::RegisterManager));
    let cashiers = options.cashiers.into_iter();
    let mut people = Vec::new();
    for (name, role) in managers.chain(cashiers.map(|name| (name, Role::Cashier))) {
        let pin = line(&format!("the PIN of {name}"))?;
        people.push(NewPerson { name, role, pin });
    }
    let store = found_store(&NewStore {
        data: options.data,
        name: options.name,
        region: options.place.region(),
        manager: options.manager,
        email: options.email,
        password,
        pin,
        people,
        cashiers_share_sales: !options.cashiers_apart,
        registers: options.registers,
        password_cost: PasswordCost::default(),
    })?;
    println!("founded store {store}");
    Ok(())
}

fn import(options: OnlineRetail) -> Result<(), Box<dyn std::error::Error>> {
    let import = Import {
        paths: options.paths,
        data: options.data,
        open_sales: options.open_sales,
        store: options.store,
        region: options.place.region(),
        password_cost: PasswordCost::default(),
    };
    let done = import_online_retail(&import, |line| println!("  {line}"))?;
    println!("Into {}: {} rows read", done.store, done.rows);
    println!(
        "  products  {} found, {} written",
        done.products, done.products_written
    );
    println!(
        "  sales     {} opened, {} there already; when they were opened is a model",
        done.sales_opened, done.sales_known
    );
    for skipped in &done.skipped {
        println!(
            "  skipped   {} rows, {}, such as {}",
            skipped.rows,
            skipped.reason,
            skipped.places.join(", ")
        );
    }
    Ok(())
}

fn verify(options: &Verify) -> Result<(), Box<dyn std::error::Error>> {
    let mut faults = 0;
    for store in server::verify(&options.data)? {
        println!(
            "store {}: {} entries, {} rows, {} faults",
            store.store,
            store.entries,
            store.rows,
            store.faults.len()
        );
        for fault in &store.faults {
            println!("  {fault}");
        }
        faults += store.faults.len();
    }
    if faults > 0 {
        return Err("the data is not as it was written; restore it from a backup".into());
    }
    Ok(())
}

fn make_up(options: Made) -> Result<(), Box<dyn std::error::Error>> {
    let asked = Generate {
        data: options.data,
        finished: options.finished,
        open: options.open,
        per_day: options.per_day,
    };
    let mut said = 0;
    generate(&asked, |made| {
        if made / 50_000 > said {
            said = made / 50_000;
            println!("{made} sales");
        }
    })?;
    Ok(())
}

fn rebuild(data: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let told = |store, read| println!("store {store}: added up from {read} sales and entries");
    Ok(server::rebuild_reports(data, told)?)
}

/// Done when the process is asked to stop: Ctrl-C, or a termination signal.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
