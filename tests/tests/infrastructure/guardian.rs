use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::Wire;

#[test]
fn a_killed_process_takes_its_servers_along() {
    let mut owner = Command::new(env!("CARGO_BIN_EXE_valkey-test-server"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(owner.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address = url.trim().strip_prefix("valkey://").and_then(|rest| rest.strip_suffix("/0")).unwrap();
    let mut connection = Wire::to(address.parse().unwrap());
    connection.assert_alive();

    owner.kill().unwrap();
    owner.wait().unwrap();

    // The end of the connection is the end of the server.
    connection.assert_gone();
}
