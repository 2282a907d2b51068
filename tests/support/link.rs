//! The network between one device and the server: a real TCP forwarder that can be cut, open
//! connections included, made slow, made to lose the answers alone, and mended.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    /// What the device sends arrives, what it is sent does not.
    Deaf,
    Cut,
}

/// One device's way to the server.
#[derive(Clone)]
pub struct Link {
    address: SocketAddr,
    state: Arc<watch::Sender<State>>,
    /// What each connection brings in a second, in bytes; 0 for all there is.
    speed: Arc<AtomicU32>,
}

impl Link {
    /// Opens a way to the server's port.
    pub async fn to(port: u16) -> Link {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(watch::Sender::new(State::Whole));
        let states = state.clone();
        let speed = Arc::new(AtomicU32::new(0));
        let speeds = speed.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(forward(near, port, states.subscribe(), speeds.clone()));
            }
        });
        Link {
            address,
            state,
            speed,
        }
    }

    /// The address that the device uses.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Cuts it: what is open breaks, nothing new goes through.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Loses every answer from now on.
    pub fn lose_answers(&self) {
        self.state.send_replace(State::Deaf);
    }

    /// Brings so many bytes a second from now on, and no more.
    pub fn slow(&self, bytes: u32) {
        self.speed.store(bytes, Ordering::Relaxed);
    }

    /// Mends it.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn forward(
    near: TcpStream,
    port: u16,
    mut state: watch::Receiver<State>,
    speed: Arc<AtomicU32>,
) {
    if *state.borrow() == State::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    let (mut from_near, to_near) = near.into_split();
    let (from_far, mut to_far) = far.into_split();
    let there = async {
        let _ = copy(&mut from_near, &mut to_far).await;
        let _ = to_far.shutdown().await;
    };
    let back = bring_back(from_far, to_near, state.clone(), speed);
    tokio::select! {
        _ = async { tokio::join!(there, back) } => {}
        _ = state.wait_for(|state| *state == State::Cut) => {}
    }
}

async fn bring_back(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: watch::Receiver<State>,
    speed: Arc<AtomicU32>,
) {
    let mut bytes = vec![0; 4 * 1024];
    loop {
        match from.read(&mut bytes).await {
            Ok(0) | Err(_) => break,
            Ok(_) if *state.borrow() == State::Deaf => {}
            Ok(read) => {
                if to.write_all(&bytes[..read]).await.is_err() {
                    break;
                }
                let taken = Duration::from_secs(read.try_into().unwrap());
                if let Some(taken) = taken.checked_div(speed.load(Ordering::Relaxed)) {
                    tokio::time::sleep(taken).await;
                }
            }
        }
    }
    let _ = to.shutdown().await;
}
