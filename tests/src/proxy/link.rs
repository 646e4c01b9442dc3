use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a write to a peer that does not read may keep others from changing the link.
const WRITE: Duration = Duration::from_millis(20);

/// One client's connection, and the one to the server that belongs to it.
#[derive(Debug)]
pub(super) struct Link {
    client: TcpStream,
    /// None when the client came in a black hole.
    server: Option<TcpStream>,
    /// Once set, it stays: a stream that lost bytes and then goes on is something no network does.
    swallowed: AtomicBool,
    closed: AtomicBool,
    /// Held while bytes are passed on, so that who sets a flag can wait for those under way.
    passing: Mutex<()>,
}

impl Link {
    pub(super) fn between(client: TcpStream, server: TcpStream) -> io::Result<Self> {
        for stream in [&client, &server] {
            // The proxy must not add the delays of Nagle's algorithm to what is measured through it.
            stream.set_nodelay(true)?;
            stream.set_write_timeout(Some(WRITE))?;
        }
        Ok(Self::new(client, Some(server), false))
    }

    pub(super) fn into_nothing(client: TcpStream) -> Self {
        Self::new(client, None, true)
    }

    fn new(client: TcpStream, server: Option<TcpStream>, swallowed: bool) -> Self {
        let swallowed = AtomicBool::new(swallowed);
        Self { client, server, swallowed, closed: AtomicBool::new(false), passing: Mutex::new(()) }
    }

    /// Starts a thread per direction. They own the link, which closes when both have ended.
    pub(super) fn start(self) -> (Weak<Self>, Vec<JoinHandle<()>>) {
        let link = Arc::new(self);
        let upward = {
            let link = link.clone();
            thread::spawn(move || link.pump(&link.client, link.server.as_ref()))
        };
        let mut pumps = vec![upward];
        if link.server.is_some() {
            let link = link.clone();
            pumps.push(thread::spawn(move || {
                link.pump(link.server.as_ref().unwrap_or(&link.client), Some(&link.client));
            }));
        }
        (Arc::downgrade(&link), pumps)
    }

    /// From the return of this on, nothing passes.
    pub(super) fn swallow(&self) {
        self.swallowed.store(true, Ordering::SeqCst);
        drop(self.passing.lock());
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.shutdown(Shutdown::Both);
    }

    pub(super) fn close_if_swallowed(&self) {
        if self.swallowed.load(Ordering::SeqCst) {
            self.close();
        }
    }

    pub(super) fn reset(&self) {
        self.closed.store(true, Ordering::SeqCst);
        for stream in self.streams() {
            // Closing a socket that lingers for no time sends RST.
            let _ = rustix::net::sockopt::set_socket_linger(stream, Some(Duration::ZERO));
        }
        // Wakes the pumps, and unlike the other direction sends nothing.
        self.shutdown(Shutdown::Read);
    }

    fn streams(&self) -> impl Iterator<Item = &TcpStream> {
        [&self.client].into_iter().chain(self.server.as_ref())
    }

    fn shutdown(&self, how: Shutdown) {
        for stream in self.streams() {
            // It fails when the peer was faster, and then there is nothing left to do.
            let _ = stream.shutdown(how);
        }
    }

    fn pump(&self, mut from: &TcpStream, to: Option<&TcpStream>) {
        let mut buffer = vec![0; 64 * 1024];
        let failed = loop {
            match from.read(&mut buffer) {
                Ok(0) => break false,
                Ok(length) => {
                    if let Some(to) = to
                        && self.pass(to, &buffer[..length]).is_err()
                    {
                        break true;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break true,
            }
        };
        let _passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
        // A black hole swallows the end of a stream too, and `reset` must not be preceded by one.
        if self.silent() {
            return;
        }
        if failed {
            self.shutdown(Shutdown::Both);
        } else if let Some(to) = to {
            let _ = to.shutdown(Shutdown::Write);
        }
    }

    fn silent(&self) -> bool {
        self.swallowed.load(Ordering::SeqCst) || self.closed.load(Ordering::SeqCst)
    }

    /// Writes all of `bytes`, or drops what is left of them once the link is swallowed or closed.
    fn pass(&self, mut to: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() && !self.silent() {
            let _passing = self.passing.lock().unwrap_or_else(PoisonError::into_inner);
            if self.silent() {
                break;
            }
            match to.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(length) => bytes = &bytes[length..],
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
