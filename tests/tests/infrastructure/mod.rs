//! Tests of the ground that the other tests stand on.

mod cluster;
mod eventually;
mod guardian;
mod namespace;
mod port;
mod proxy;
mod replica;
mod sentinels;
mod server;
mod shards;
mod tls;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use valkey_cache_tests::Server;

/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

/// Asks for something that is answered with text, or with a number.
fn redis_text(server: &Server, words: &[&str]) -> String {
    redis::from_redis_value(server.command(words).unwrap()).unwrap()
}

/// A connection without a driver, which sees every byte and the end of the stream.
struct Wire(TcpStream);

impl Wire {
    fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        Self(stream)
    }

    fn send(&mut self, line: &str) {
        self.0.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    fn read(&mut self) -> io::Result<String> {
        let mut buffer = [0; 1024];
        let length = self.0.read(&mut buffer)?;
        Ok(String::from_utf8_lossy(&buffer[..length]).into_owned())
    }

    #[track_caller]
    fn assert_alive(&mut self) {
        self.send("PING");
        assert_eq!(self.read().unwrap(), "+PONG\r\n");
    }

    /// Asks, and expects neither an answer nor the end. Too short a wait could only miss a fault, never invent one.
    #[track_caller]
    fn assert_silent(&mut self) {
        self.send("PING");
        self.0.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let answer = self.read();
        assert!(answer.as_ref().is_err_and(|error| error.kind() == ErrorKind::WouldBlock), "{answer:?}");
        self.0.set_read_timeout(Some(DEADLINE)).unwrap();
    }

    #[track_caller]
    fn assert_gone(&mut self) {
        let answer = self.read();
        assert!(
            match &answer {
                Ok(text) => text.is_empty(),
                Err(error) => error.kind() == ErrorKind::ConnectionReset,
            },
            "{answer:?}"
        );
    }
}
