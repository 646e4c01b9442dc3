use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::PortClaim;

/// Takes connections with TLS, and passes what they carry to and from a server without.
#[derive(Debug)]
pub(super) struct Terminator {
    /// What ends the thread when it is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    port: PortClaim,
}

impl Terminator {
    /// Listens on `port`. With `plain`, clients that speak no TLS are let in as well.
    pub(super) fn start(config: ServerConfig, target: SocketAddr, port: PortClaim, plain: bool) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.port())).expect("cannot bind the port for TLS");
        listener.set_nonblocking(true).expect("cannot make the listener non-blocking");
        let (stop, stopped) = oneshot::channel();
        // A thread of its own, because a runtime must not be dropped within another, where an async test would do it.
        let serve = move || {
            let runtime = Builder::new_current_thread().enable_io().build().expect("no runtime");
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    result = accept(&listener, config, target, plain) => result.expect("cannot listen"),
                }
            });
            // Dropping the listener is not enough: a process that another thread starts just now has a copy of it.
            let _ = rustix::net::shutdown(&listener, rustix::net::Shutdown::Read);
        };
        let thread = thread::Builder::new().name("tls".into()).spawn(serve).expect("cannot start a thread");
        Self { stop: Some(stop), thread: Some(thread), port }
    }

    pub(super) fn addr(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port.port()).into()
    }
}

impl Drop for Terminator {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // Its panic was printed, and a second one in a drop would abort the process.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: &TcpListener, config: ServerConfig, target: SocketAddr, plain: bool) -> io::Result<()> {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::from_std(listener.try_clone()?)?;
    loop {
        // Errors are those of a client that is gone before it is accepted.
        if let Ok((client, _)) = listener.accept().await {
            // A handshake that fails, or a server that is not there: the client finds its connection closed.
            tokio::spawn(pass(acceptor.clone(), client, target, plain));
        }
    }
}

async fn pass(acceptor: TlsAcceptor, mut client: TcpStream, target: SocketAddr, plain: bool) -> io::Result<()> {
    client.set_nodelay(true)?;
    if plain && !begins_a_handshake(&client).await? {
        let mut server = connect(target).await?;
        return copy_bidirectional(&mut client, &mut server).await.map(drop);
    }
    let mut client = acceptor.accept(client).await?;
    let mut server = connect(target).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// Looks at the first byte: no command begins with that of a handshake.
async fn begins_a_handshake(client: &TcpStream) -> io::Result<bool> {
    const HANDSHAKE: u8 = 0x16;
    let mut first = [0];
    client.peek(&mut first).await?;
    Ok(first == [HANDSHAKE])
}

async fn connect(target: SocketAddr) -> io::Result<TcpStream> {
    let server = TcpStream::connect(target).await?;
    server.set_nodelay(true)?;
    Ok(server)
}
