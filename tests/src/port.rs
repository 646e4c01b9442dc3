use std::fs::{self, File, OpenOptions};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

use rustix::net::sockopt::set_socket_reuseaddr;
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, socket_with};

/// A TCP port of 127.0.0.1 that belongs to one owner, across all test processes of a user, until it is dropped.
///
/// A port that was free a moment ago may be taken by the time a server binds it. Two things prevent that: the port
/// lies below the range from which the kernel serves outgoing connections, and its number is held by a lock on a file
/// in the temporary folder. The lock also outlives the server, so a killed server finds its port free at a restart.
#[derive(Debug)]
pub struct PortClaim {
    port: u16,
    _lock: File,
}

impl PortClaim {
    /// Claims a free port.
    ///
    /// # Panics
    /// When the lock files cannot be written, or no port of the range is free.
    #[expect(clippy::new_without_default, reason = "a default that takes a resource would surprise")]
    pub fn new() -> Self {
        // Moving on from port to port keeps a late client of a finished test from meeting the next test's server.
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let Range { start, end } = RANGE.clone();
        for _ in start..end {
            let port = start + NEXT.fetch_add(1, Ordering::Relaxed) % (end - start);
            if let Some(claim) = Self::try_claim(port) {
                return claim;
            }
        }
        panic!("no free port from {start} to {end}: every one is locked in {} or in use", folder().display());
    }

    /// Returns the number of the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn try_claim(port: u16) -> Option<Self> {
        let path = folder().join(format!("{port}.lock"));
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .unwrap_or_else(|error| panic!("cannot open the lock file {}: {error}", path.display()));
        let free = lock.try_lock().is_ok() && can_bind(port).is_ok();
        free.then_some(Self { port, _lock: lock })
    }
}

/// Fails when a program that knows nothing of our locks uses the port.
///
/// The socket does not listen: a process that another thread starts meanwhile has a copy of it for a moment, and a
/// listening one would then keep the owner of the claim from binding its port.
fn can_bind(port: u16) -> rustix::io::Result<()> {
    let socket = socket_with(AddressFamily::INET, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    set_socket_reuseaddr(&socket, true)?;
    bind(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))
}

fn folder() -> &'static PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let user = rustix::process::getuid().as_raw();
        let folder = std::env::temp_dir().join(format!("valkey-cache-test-ports-{user}"));
        fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("cannot create {}: {error}", folder.display()));
        folder
    });
    &FOLDER
}

static RANGE: LazyLock<Range<u16>> = LazyLock::new(|| {
    let ephemeral = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok();
    below(ephemeral.as_deref().and_then(|text| text.split_whitespace().next()?.parse().ok()))
});

/// The ports to choose from when the kernel's own begin at `ephemeral`.
fn below(ephemeral: Option<u16>) -> Range<u16> {
    const USUAL: Range<u16> = 20_000..30_000;
    match ephemeral {
        Some(first) if first >= 21_000 => USUAL.start..USUAL.end.min(first),
        Some(first) if first >= 11_000 => 10_000..first,
        // Nothing to go below, or another system than Linux: lock and bind have to do.
        _ => USUAL,
    }
}

#[cfg(test)]
mod tests {
    use super::{PortClaim, below, can_bind};
    use std::net::{Ipv4Addr, TcpListener};

    #[test]
    fn a_claim_is_exclusive() {
        let claim = PortClaim::new();
        assert!(PortClaim::try_claim(claim.port()).is_none());
    }

    #[test]
    fn a_port_that_a_stranger_listens_on_is_not_free() {
        let stranger = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(can_bind(stranger.local_addr().unwrap().port()).is_err());
    }

    #[test]
    fn stays_below_the_kernels_own_ports() {
        assert_eq!(below(Some(32_768)), 20_000..30_000);
        assert_eq!(below(Some(25_000)), 20_000..25_000);
        assert_eq!(below(Some(15_000)), 10_000..15_000);
        assert_eq!(below(Some(1_024)), 20_000..30_000);
        assert_eq!(below(None), 20_000..30_000);
    }
}
