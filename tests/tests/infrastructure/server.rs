use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::panic::catch_unwind;

use redis::Value;
use valkey_cache_tests::Server;

use super::Wire;

#[test]
fn starts_empty_and_answers() {
    let server = Server::start();
    assert_eq!(server.command(&["DBSIZE"]).unwrap(), Value::Int(0));
    assert_eq!(server.info("server")["tcp_port"], server.port().to_string());
    assert!(server.log().contains("Ready to accept connections"));
}

#[test]
fn a_kill_ends_connections_and_a_restart_is_a_new_empty_server_in_the_same_place() {
    let server = Server::start();
    server.command(&["SET", "key", "value"]).unwrap();
    let first = server.process_id();
    let mut connection = Wire::to(server.addr());
    connection.assert_alive();

    server.kill();
    connection.assert_gone();
    let refused = TcpStream::connect(server.addr());
    assert!(refused.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused), "{refused:?}");
    server.kill();

    server.restart();
    assert_ne!(server.process_id(), first);
    assert_eq!(server.command(&["DBSIZE"]).unwrap(), Value::Int(0));
}

#[test]
fn a_restart_kills_a_server_that_runs() {
    let server = Server::start();
    let mut connection = Wire::to(server.addr());
    connection.assert_alive();
    server.restart();
    connection.assert_gone();
    server.command(&["PING"]).unwrap();
}

#[test]
fn a_dropped_server_leaves_nothing() {
    let server = Server::start();
    let folder = server.folder().to_owned();
    assert!(folder.exists());
    let mut connection = Wire::to(server.addr());
    connection.assert_alive();
    drop(server);
    // The end of the connection tells; the port may be another's by now.
    connection.assert_gone();
    assert!(!folder.exists());
}

#[test]
fn a_paused_server_accepts_and_says_nothing_until_it_goes_on() {
    let server = Server::start();
    let mut before = Wire::to(server.addr());
    before.assert_alive();

    server.pause();
    before.assert_silent();
    let mut during = Wire::to(server.addr());
    during.assert_silent();

    server.resume();
    assert_eq!(before.read().unwrap(), "+PONG\r\n");
    assert_eq!(during.read().unwrap(), "+PONG\r\n");
}

#[test]
fn pauses_may_be_repeated_and_end_with_a_kill() {
    let server = Server::start();
    let mut connection = Wire::to(server.addr());
    server.pause();
    server.pause();
    connection.assert_silent();
    server.resume();
    assert_eq!(connection.read().unwrap(), "+PONG\r\n");
    server.pause();
    connection.assert_silent();
    server.kill();
    connection.assert_gone();
    server.restart();
    server.command(&["PING"]).unwrap();
}

#[test]
fn asks_for_its_password_which_the_url_carries() {
    let server = Server::builder().requirepass("s3cret").start();
    server.command(&["PING"]).unwrap();
    let mut stranger = Wire::to(server.addr());
    stranger.send("PING");
    assert!(stranger.read().unwrap().starts_with("-NOAUTH"));
    assert_eq!(server.url_db(3), format!("valkey://:s3cret@127.0.0.1:{}/3", server.port()));
}

#[test]
fn listens_on_a_socket_before_and_after_a_restart() {
    let server = Server::builder().unix_socket().start();
    for _ in 0..2 {
        let mut stream = UnixStream::connect(server.socket_path()).unwrap();
        stream.write_all(b"PING\r\n").unwrap();
        let mut answer = [0; 7];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"+PONG\r\n");
        server.restart();
    }
}

#[test]
fn takes_settings_of_one_word_and_of_several() {
    let server = Server::builder()
        .arg("--maxmemory", "10mb")
        .args(["--client-output-buffer-limit", "normal", "1mb", "0", "0"])
        .start();
    let config = |name| format!("{:?}", server.command(&["CONFIG", "GET", name]).unwrap());
    assert!(config("maxmemory").contains("10485760"));
    assert!(config("client-output-buffer-limit").contains("normal 1048576 0 0"));
}

#[test]
fn is_a_node_of_a_cluster_if_asked() {
    let server = Server::builder().cluster().start();
    assert_eq!(server.info("cluster")["cluster_enabled"], "1");
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let panic = catch_unwind(|| Server::builder().arg("--no-such-setting", "1").start()).unwrap_err();
    let text = panic.downcast::<String>().unwrap();
    assert!(text.contains("did not start") && text.contains("no-such-setting"), "{text}");
}
