use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use redis::{RedisResult, Value};

use crate::Server;

const DATABASES: u32 = 1024;

/// Returns the server that all tests of this process share, started at the first call.
///
/// It is for tests that only read and write their own keys: take a [`Namespace`]. What reaches beyond one database
/// (`FLUSHALL`, `CONFIG SET`, `SCRIPT FLUSH`, `CLIENT KILL`, `kill`, `pause`) needs a [`Server`] of the test's own.
pub fn shared() -> &'static Server {
    static SHARED: LazyLock<Server> =
        LazyLock::new(|| Server::builder().unix_socket().arg("--databases", &DATABASES.to_string()).start());
    &SHARED
}

/// Returns a key prefix that no other test of this process has.
pub fn fresh_prefix() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A database of the [`shared`] server that no other test has, empty, so that even `FLUSHDB` meets nobody.
#[derive(Debug)]
pub struct Namespace {
    db: u32,
}

impl Namespace {
    /// Takes the next database.
    ///
    /// # Panics
    /// When all are taken; a test that needs many should take one and [prefixes](fresh_prefix) in it.
    #[expect(clippy::new_without_default, reason = "a default that takes a resource would surprise")]
    pub fn new() -> Self {
        // Databases are not given back: one that a test has left unclean would fail another.
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let db = NEXT.fetch_add(1, Ordering::Relaxed);
        assert!(db < DATABASES, "all {DATABASES} databases are taken: raise DATABASES in {}", file!());
        Self { db }
    }

    /// Returns the number of the database.
    pub fn db(&self) -> u32 {
        self.db
    }

    /// Returns the URL of the database.
    pub fn url(&self) -> String {
        shared().url_db(self.db)
    }

    /// Returns the URL of the database by way of the server's unix socket.
    pub fn unix_url(&self) -> String {
        format!("unix://{}?db={}", shared().socket_path().display(), self.db)
    }

    /// Sends one command to the database on a fresh connection, past everything under test.
    ///
    /// # Errors
    /// The server's error reply, or that it cannot be reached.
    pub fn command(&self, words: &[&str]) -> RedisResult<Value> {
        shared().command_db(self.db, words)
    }
}
