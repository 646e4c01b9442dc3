use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::Wire;

/// Kills a process that serves `what`, of which it prints so many URLs.
fn assert_taken_along(what: &[&str], count: usize) {
    let mut owner = Command::new(env!("CARGO_BIN_EXE_valkey-test-server"))
        .args(what)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines().take(count);
    let mut connections: Vec<_> = lines
        .map(|url| {
            let url = url.unwrap();
            let address = url.strip_prefix("valkey://").and_then(|rest| rest.strip_suffix("/0")).unwrap();
            Wire::to(address.parse().unwrap())
        })
        .collect();
    assert_eq!(connections.len(), count);
    connections.iter_mut().for_each(Wire::assert_alive);

    owner.kill().unwrap();
    owner.wait().unwrap();

    // The end of the connection is the end of the server.
    connections.iter_mut().for_each(Wire::assert_gone);
}

#[test]
fn a_killed_process_takes_its_servers_along() {
    assert_taken_along(&[], 1);
}

#[test]
fn a_killed_process_takes_its_groups_along() {
    assert_taken_along(&["sentinels"], 3);
    assert_taken_along(&["cluster"], 6);
}
