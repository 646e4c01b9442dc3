//! Servers and networks that fail while TLS is spoken.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use valkey_cache::{CacheConfig, ErrorKind};
use valkey_cache_tests::load::timed;
use valkey_cache_tests::{Proxy, Server, Tls};

use super::{at, trusting};
use crate::faults::face::{Face, Open, both_styles};

both_styles!(
    a_restarted_server_is_met_by_the_first_call,
    a_broken_connection_is_replaced,
    a_silent_handshake_ends_in_time,
    a_handshake_that_stops_half_way_ends_in_time,
);

const TIMEOUT: Duration = Duration::from_millis(800);
/// What a call may take: its timeout, a tenth, and how late the kernel's own timers are (up to an eighth).
const LIMIT: Duration = Duration::from_millis(880 + 100);

fn a_restarted_server_is_met_by_the_first_call(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let cache = open(&trusting(&tls));
    for _ in 0..3 {
        assert!(cache.set("key", "value").unwrap());
        server.restart();
        assert_eq!(cache.get("key").unwrap(), None, "the server came back empty");
    }
}

fn a_broken_connection_is_replaced(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let proxy = Proxy::to(tls.addr());
    let cache = open(&through(&tls, proxy.addr()));
    for fault in [Proxy::cut, Proxy::reset] {
        cache.set("key", "value").unwrap();
        fault(&proxy);
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
    }
}

fn through(tls: &Tls, addr: SocketAddr) -> CacheConfig {
    at(format!("valkeys://{addr}")).ssl_ca_certs(tls.ca())
}

#[track_caller]
fn gives_up_in_time(cache: &dyn Face) {
    let (read, took) = timed(|| cache.get("key"));
    let error = read.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(took <= LIMIT, "{took:?}: {error}");
}

fn a_silent_handshake_ends_in_time(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let proxy = Proxy::to(tls.addr());
    proxy.black_hole();
    let config = through(&tls, proxy.addr()).socket_timeout(TIMEOUT);
    // With a password it is the driver that speaks first, without one it is this crate.
    for config in [config.clone(), config.password("s3cret")] {
        gives_up_in_time(&*open(&config));
    }
}

fn a_handshake_that_stops_half_way_ends_in_time(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let config = through(&tls, listener.local_addr().unwrap()).socket_timeout(TIMEOUT);
    thread::spawn(move || {
        for client in listener.incoming() {
            let server = TcpStream::connect(tls.addr());
            thread::spawn(move || stop_half_way(client?, server?));
        }
    });
    for config in [config.clone(), config.password("s3cret")] {
        gives_up_in_time(&*open(&config));
    }
}

/// Passes on what the client says, and of what the server says a hundred bytes.
fn stop_half_way(mut client: TcpStream, mut server: TcpStream) -> io::Result<()> {
    let mut said = [0; 100];
    let hello = client.read(&mut said)?;
    server.write_all(&said[..hello])?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    let rest = thread::spawn(move || io::copy(&mut from, &mut to).map(|_| to.shutdown(Shutdown::Both)));
    server.read_exact(&mut said)?;
    client.write_all(&said)?;
    // The client ends it.
    rest.join().unwrap()?.or(Ok(()))
}
