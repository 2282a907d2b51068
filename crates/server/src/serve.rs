//! A server from start to stop: opens the data, makes the demonstration if it is to, answers
//! requests, and at the end lets everybody finish and folds the log into the file.

use crate::demo::{self, DemoError};
use crate::figures;
use crate::first_key::{self, FirstKey};
use crate::goods;
use crate::http;
use crate::http::cookies::Cookies;
use crate::leases::{self, AllLeases};
use crate::live::Live;
use crate::metrics::Metrics;
use crate::password::{HashError, Hasher};
use crate::presence::{self, Presence};
use crate::settings::Settings;
use crate::shared::Shared;
use crate::site::{Site, SiteError};
use crate::storage::{Database, OpenError, ReadError};
use crate::tokens::Tokens;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

/// Connections at once.
const MOST_CONNECTIONS: usize = 25_000;
/// How long a connection may be silent before its next request.
const SILENCE: Duration = Duration::from_secs(75);
/// How often what is old is let go of.
const UPKEEP_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long requests may take to finish when the server stops.
const FINISHING: Duration = Duration::from_secs(10);
/// Pause after the machine refused a connection, such as for want of file handles.
const PAUSE: Duration = Duration::from_millis(100);

/// Why a server could not start. Nothing was changed that its message does not name.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The app's folder cannot be used.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The settings cannot be used.
    #[error("{0}")]
    Settings(String),
    /// The demonstration could not be made.
    #[error("the demonstration could not be made: {0}")]
    Demo(String),
    /// The port cannot be used.
    #[error("the address cannot be listened on: {0}")]
    Listen(#[from] std::io::Error),
}

impl From<HashError> for ServeError {
    fn from(error: HashError) -> Self {
        ServeError::Settings(error.to_string())
    }
}

impl From<ReadError> for ServeError {
    fn from(error: ReadError) -> Self {
        ServeError::Settings(error.to_string())
    }
}

impl From<DemoError> for ServeError {
    fn from(error: DemoError) -> Self {
        ServeError::Demo(error.to_string())
    }
}

/// Serves until `shutdown` is done, then lets requests finish, tells listeners and writes what is
/// queued. Prints `listening on http://…` once requests are answered.
///
/// # Errors
/// When the data, the app's folder or the settings cannot be used.
pub async fn serve_with_listener(
    settings: Settings,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let address = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let starting = settings.clone();
    // Opening the file and hashing the demonstration's passwords take their time.
    let started = tokio::task::spawn_blocking(move || start(starting, address, stopping));
    let shared = started
        .await
        .map_err(|error| ServeError::Settings(error.to_string()))??;
    let noting = tokio::spawn(note_presence(Arc::clone(&shared)));
    let letting_go = tokio::spawn(expire_leases(Arc::clone(&shared)));
    let keeping = tokio::spawn(upkeep(Arc::clone(&shared)));
    goods::running::go_on(&shared.database);
    goods::rates::go_on(&shared.database);
    let adding_up = tokio::spawn(figures::keep(Arc::clone(&shared)));
    let packing = tokio::spawn(figures::pack(Arc::clone(&shared)));
    let hearing = tokio::spawn(figures::note(Arc::clone(&shared)));
    let router = http::router(Arc::clone(&shared));
    say(&format!("listening on http://{address}\n"));
    let open = accept(&listener, &router, &shared, shutdown).await;
    drop(listener);
    tracing::info!("stopping");
    // Streams say goodbye and waiting pulls answer, so that connections can end.
    let _ = stop.send(true);
    if tokio::time::timeout(FINISHING, open.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time");
    }
    noting.abort();
    letting_go.abort();
    keeping.abort();
    adding_up.abort();
    packing.abort();
    hearing.abort();
    if let Err(error) = shared.presence.write(&shared.database.writer).await {
        tracing::warn!(%error, "what was last heard of devices was not written");
    }
    shared.database.check.stop();
    let _ = shared.database.writer.stop().await;
    Ok(())
}

fn start(
    settings: Settings,
    address: SocketAddr,
    stopping: watch::Receiver<bool>,
) -> Result<Arc<Shared>, ServeError> {
    checked(settings.public_url.as_deref())?;
    let metrics = Arc::new(Metrics::new());
    let live = Arc::new(Live::new(&metrics, stopping));
    let told = Arc::clone(&live);
    let publish = Arc::new(move |store, committed| told.publish(store, committed));
    let site = Site::load(settings.app.as_deref())?;
    let database = Database::open(&settings.data, &metrics, publish)?;
    let hasher = Hasher::new(settings.password_cost)?;
    if settings.demo {
        let store = demo::store(&database, &hasher, demo::NAME, &settings.region)?;
        demo::fill(&database, store)?;
        let codes = demo::codes(&database, store)?;
        let public = settings.public_url.as_deref();
        say(&demo::sign(address, public, &codes));
    }
    database.check.begin();
    let first_key = match demo::all_stores(&database)?.is_empty() {
        true => {
            let (first_key, key) = FirstKey::new().map_err(DemoError::from)?;
            let base = demo::base(address, settings.public_url.as_deref());
            say(&first_key::sign(&base, &key));
            first_key
        }
        false => FirstKey::default(),
    };
    let secure = settings
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    Ok(Arc::new(Shared {
        database,
        leases: AllLeases::new(&live),
        live,
        metrics,
        hasher,
        tokens: Tokens::default(),
        presence: Presence::default(),
        cookies: Cookies::new(secure),
        site,
        settings,
        first_key,
    }))
}

/// A public address is an origin: a scheme and a host, and nothing behind it.
fn checked(public_url: Option<&str>) -> Result<(), ServeError> {
    let Some(url) = public_url else {
        return Ok(());
    };
    let host = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .map(|host| host.trim_end_matches('/'));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@']) => Ok(()),
        _ => Err(ServeError::Settings(format!(
            "the public address {url} is not like https://shop.example"
        ))),
    }
}

/// Says something on standard output. Whoever started the server may have closed it; that is no
/// reason to stop.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

async fn note_presence(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(presence::WRITTEN_EVERY).await;
        if let Err(error) = shared.presence.write(&shared.database.writer).await {
            tracing::warn!(%error, "what was last heard of devices is written later");
        }
    }
}

async fn upkeep(shared: Arc<Shared>) {
    loop {
        if let Err(error) = shared.database.move_floors().await {
            tracing::warn!(%error, "devices that were away for long are told of more than they need");
        }
        tokio::time::sleep(UPKEEP_EVERY).await;
    }
}

async fn expire_leases(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(leases::LOOKED_EVERY).await;
        shared.leases.expire();
    }
}

/// Accepts connections until `shutdown` is done; answers with those that are still open.
async fn accept(
    listener: &TcpListener,
    router: &Router,
    shared: &Arc<Shared>,
    shutdown: impl Future<Output = ()>,
) -> GracefulShutdown {
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    tokio::pin!(shutdown);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            listener.accept().await.map(|accepted| (accepted, place))
        };
        tokio::select! {
            () = &mut shutdown => return open,
            accepted = accepted => match accepted {
                Ok(((stream, address), Ok(place))) => {
                    connect(stream, address, place, router.clone(), shared, &open);
                }
                Ok((_, Err(_))) => return open,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
}

fn connect(
    stream: TcpStream,
    address: SocketAddr,
    place: OwnedSemaphorePermit,
    router: Router,
    shared: &Arc<Shared>,
    open: &GracefulShutdown,
) {
    // Without it small answers would wait for the peer's acknowledgement of the ones before.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    let metrics = Arc::clone(&shared.metrics);
    metrics.connections.inc();
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended");
        }
        metrics.connections.dec();
        drop(place);
    });
}
