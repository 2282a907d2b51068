//! The network between one device and the server: a real TCP forwarder that can be cut, open
//! connections included, and mended.

use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// One device's way to the server.
#[derive(Clone)]
pub struct Link {
    address: SocketAddr,
    up: Arc<watch::Sender<bool>>,
}

impl Link {
    /// Opens a way to the server's port.
    pub async fn to(port: u16) -> Link {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let up = Arc::new(watch::Sender::new(true));
        let states = up.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(forward(near, port, states.subscribe()));
            }
        });
        Link { address, up }
    }

    /// The address that the device uses.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Cuts it: what is open breaks, nothing new goes through.
    pub fn cut(&self) {
        self.up.send_replace(false);
    }

    /// Mends it.
    pub fn mend(&self) {
        self.up.send_replace(true);
    }
}

async fn forward(mut near: TcpStream, port: u16, mut up: watch::Receiver<bool>) {
    if !*up.borrow() {
        return;
    }
    let Ok(mut far) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = up.wait_for(|up| !up) => {}
    }
}
