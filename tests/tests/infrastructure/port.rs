use std::collections::HashSet;
use std::net::TcpListener;
use std::thread;

use valkey_cache_tests::{PortClaim, Server};

#[test]
fn claims_made_together_differ_and_can_be_bound() {
    let claims: Vec<PortClaim> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..8).map(|_| scope.spawn(|| (0..8).map(|_| PortClaim::new()).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let ports: HashSet<u16> = claims.iter().map(PortClaim::port).collect();
    assert_eq!(ports.len(), claims.len());
    for port in ports {
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
}

#[test]
fn a_server_can_be_started_on_a_claimed_port() {
    let claim = PortClaim::new();
    let port = claim.port();
    let server = Server::builder().port(claim).start();
    assert_eq!(server.port(), port);
    server.command(&["PING"]).unwrap();
}
