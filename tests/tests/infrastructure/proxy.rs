use std::io::{ErrorKind, Write};
use std::thread;

use redis::Value;
use valkey_cache_tests::{Proxy, Server};

use super::{DEADLINE, Wire};

#[test]
fn passes_everything_and_counts_connections() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    assert_eq!(proxy.accepted(), 0);

    let mut connection = redis::Client::open(proxy.url()).unwrap().get_connection().unwrap();
    let big = vec![b'x'; 8 << 20];
    let (stored, back): (Value, Vec<u8>) =
        redis::pipe().cmd("SET").arg("big").arg(&big).cmd("GET").arg("big").query(&mut connection).unwrap();
    assert_eq!(stored, Value::Okay);
    assert!(back == big);
    assert_eq!(proxy.accepted(), 1);

    Wire::to(proxy.addr()).assert_alive();
    assert_eq!(proxy.accepted(), 2);
}

#[test]
fn a_black_hole_swallows_old_and_new_connections_and_never_gives_back() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut old = Wire::to(proxy.addr());
    old.assert_alive();

    proxy.black_hole();
    old.assert_silent();
    let mut new = Wire::to(proxy.addr());
    new.assert_silent();

    proxy.pass();
    old.assert_silent();
    new.assert_silent();
    Wire::to(proxy.addr()).assert_alive();
    assert_eq!(proxy.accepted(), 3);
}

#[test]
fn swallows_existing_connections_while_new_ones_pass() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut old = Wire::to(proxy.addr());
    old.assert_alive();

    proxy.swallow_existing();
    old.assert_silent();
    Wire::to(proxy.addr()).assert_alive();
}

#[test]
fn swallows_the_end_of_a_connection_too() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    proxy.black_hole();
    server.kill();
    connection.assert_silent();
}

#[test]
fn cuts_in_good_order() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    proxy.cut();
    assert_eq!(connection.read().unwrap(), "");
    Wire::to(proxy.addr()).assert_alive();
}

#[test]
fn resets() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    proxy.reset();
    assert_eq!(connection.read().unwrap_err().kind(), ErrorKind::ConnectionReset);
    Wire::to(proxy.addr()).assert_alive();
}

#[test]
fn cuts_swallowed_connections_as_well() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    proxy.swallow_existing();
    connection.assert_silent();
    proxy.cut();
    connection.assert_gone();
}

/// The server does not read, so the proxy hangs in a write, and still has to obey.
#[test]
fn obeys_while_the_server_does_not_read() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    connection.0.set_write_timeout(Some(DEADLINE)).unwrap();
    server.pause();

    // More than the buffers of two connections hold: written to its end only if it is swallowed.
    let writer = thread::spawn(move || connection.0.write_all(&vec![b'x'; 64 << 20]).map(|()| connection));
    proxy.black_hole();
    let mut connection = writer.join().unwrap().unwrap();
    proxy.cut();
    connection.assert_gone();
}

#[test]
fn closes_connections_to_a_server_that_is_not_there() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    server.kill();
    Wire::to(proxy.addr()).assert_gone();
    assert_eq!(proxy.accepted(), 1);

    server.restart();
    Wire::to(proxy.addr()).assert_alive();
}

#[test]
fn a_dropped_proxy_ends_its_connections() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let mut connection = Wire::to(proxy.addr());
    connection.assert_alive();
    drop(proxy);
    connection.assert_gone();
}
