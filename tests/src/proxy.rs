mod link;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};

use crate::PortClaim;
use link::Link;

/// A TCP proxy in front of a server, which makes the faults of a network.
///
/// It passes everything on until told otherwise. When one of its methods returns, the fault is there: no byte that the
/// proxy still held gets through afterwards.
#[derive(Debug)]
pub struct Proxy {
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
    port: PortClaim,
}

#[derive(Debug)]
struct Shared {
    listener: TcpListener,
    target: SocketAddr,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    accepted: u64,
    black_hole: bool,
    ended: bool,
    links: Vec<Entry>,
}

/// A connection as the proxy sees it. The pumps own the link, so it closes when they are done.
#[derive(Debug)]
struct Entry {
    link: Weak<Link>,
    pumps: Vec<JoinHandle<()>>,
}

impl Proxy {
    /// Starts a proxy to `target` on a port of its own.
    ///
    /// # Panics
    /// When its port cannot be bound.
    pub fn to(target: SocketAddr) -> Self {
        let port = PortClaim::new();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.port())).expect("cannot bind the proxy's port");
        listener.set_nonblocking(true).expect("cannot make the proxy's listener non-blocking");
        let shared = Arc::new(Shared { listener, target, state: Mutex::default() });
        let acceptor = {
            let shared = shared.clone();
            thread::Builder::new().name("proxy".into()).spawn(move || shared.accept())
        };
        Self { shared, acceptor: Some(acceptor.expect("cannot start a thread")), port }
    }

    /// Returns the address that clients connect to.
    pub fn addr(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port.port()).into()
    }

    /// Returns the URL of database 0 of the server, through the proxy.
    pub fn url(&self) -> String {
        self.url_db(0)
    }

    /// Returns the URL of database `db` of the server, through the proxy.
    pub fn url_db(&self, db: u32) -> String {
        format!("valkey://{}/{db}", self.addr())
    }

    /// Returns how many connections clients have made so far, passed on or not.
    pub fn accepted(&self) -> u64 {
        self.shared.state().accepted
    }

    /// Lets new connections pass again. Those that were swallowed stay so.
    pub fn pass(&self) {
        self.shared.state().black_hole = false;
    }

    /// Swallows all there is, both ways, and all that connects until [`pass`](Self::pass): connections open, and nobody
    /// answers. A `pause` of the server looks alike, but delivers everything in the end; this never does.
    pub fn black_hole(&self) {
        let mut state = self.shared.state();
        state.black_hole = true;
        state.each(Link::swallow);
    }

    /// Swallows the connections there are now, for ever, as a firewall that forgot them does; new ones pass.
    pub fn swallow_existing(&self) {
        self.shared.state().each(Link::swallow);
    }

    /// Ends the connections that were swallowed: the server is rid of them, which it would otherwise keep.
    pub fn forget_swallowed(&self) {
        self.shared.state().each(Link::close_if_swallowed);
    }

    /// Closes all connections there are now, in good order (FIN). New ones are handled as before.
    pub fn cut(&self) {
        self.shared.state().end(Link::close);
    }

    /// Breaks all connections there are now (RST). New ones are handled as before.
    pub fn reset(&self) {
        self.shared.state().end(Link::reset);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        // Dropping the listener is not enough: a process that another thread starts just now has a copy of it.
        if rustix::net::shutdown(&self.shared.listener, rustix::net::Shutdown::Read).is_err() {
            // Linux alone ends a listener this way; elsewhere only a connection wakes the acceptor.
            let _ = TcpStream::connect(self.addr());
        }
        if let Some(acceptor) = self.acceptor.take() {
            // Its panic was printed, and a second one in a drop would abort the process.
            let _ = acceptor.join();
        }
        self.cut();
    }
}

impl Shared {
    /// Locks the state and takes in all clients that have connected by now. So whether a connection is there is
    /// decided by its client, and not by when the acceptor's thread happens to run.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // The listener does not block. Other errors are those of a client that is gone before it is accepted.
        while let Ok((client, _)) = self.listener.accept() {
            state.accepted += 1;
            state.links.retain(|entry| entry.link.strong_count() > 0);
            // A server that is not there is nothing to report: the client finds its connection closed.
            let Ok(link) = self.link(client, state.black_hole) else { continue };
            let (link, pumps) = link.start();
            state.links.push(Entry { link, pumps });
        }
        state
    }

    fn accept(&self) {
        while !self.state().ended {
            let mut listener = [PollFd::new(&self.listener, PollFlags::IN)];
            // An interrupted wait only means to look once more than needed.
            let _ = poll(&mut listener, None);
        }
    }

    fn link(&self, client: TcpStream, black_hole: bool) -> io::Result<Link> {
        client.set_nonblocking(false)?;
        if black_hole {
            return Ok(Link::into_nothing(client));
        }
        Link::between(client, TcpStream::connect(self.target)?)
    }
}

impl State {
    fn each(&self, action: impl Fn(&Link)) {
        self.links.iter().filter_map(|entry| entry.link.upgrade()).for_each(|link| action(&link));
    }

    /// Ends all links by `action` and waits until they are gone.
    fn end(&mut self, action: impl Fn(&Link)) {
        self.each(action);
        for pump in self.links.drain(..).flat_map(|entry| entry.pumps) {
            let _ = pump.join();
        }
    }
}
