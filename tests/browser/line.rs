//! A line between the browser and the program that can be cut: for everything the browser does, workers included.

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::service::Service;

/// The line. It ends with the test.
pub struct Line {
    cut: watch::Sender<bool>,
}

impl Line {
    /// Puts a line in front of a program: from now on it is reached through the line alone.
    pub async fn before(service: &mut Service) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let there = service.url.trim_start_matches("http://").to_owned();
        service.url = format!("http://{}", listener.local_addr().expect("an address"));
        let (cut, state) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, there.clone(), state.clone()));
            }
        });
        Self { cut }
    }

    /// Cuts the line: what runs over it breaks off, and nothing new comes through.
    pub fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// Mends it.
    pub fn mend(&self) {
        self.cut.send_replace(false);
    }
}

async fn carry(mut near: TcpStream, there: String, mut state: watch::Receiver<bool>) {
    if *state.borrow_and_update() {
        return;
    }
    let Ok(mut far) = TcpStream::connect(there).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = state.wait_for(|cut| *cut) => {}
    }
}
