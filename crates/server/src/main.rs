//! The server's command line. Owns the arguments and what is printed; the library does the work.

use clap::{Args, Parser, Subcommand};
use server::{Settings, serve_with_listener};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

/// The sync server of saved sales
#[derive(Parser)]
#[command(name = "saved-sales-server", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer devices and browsers
    Serve(Serve),
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
            behind_proxy: options.behind_proxy,
            ..Settings::default()
        };
        serve_with_listener(settings, listener, told_to_stop()).await?;
        Ok(())
    })
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
