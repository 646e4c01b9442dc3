use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache_tests::Server;

use crate::User;

/// The prefix of every key.
pub const PREFIX: &str = "bench";
/// How many keys there are.
pub const KEYS: usize = 10_000;
/// How many keys the operations on many keys take.
pub const MANY: usize = 100;
/// When a value expires.
pub const TIMEOUT: Duration = Duration::from_secs(300);

/// How long an operation may take, on both sides; enough for a machine that is busy with other things.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server of its own, the keys and the value.
#[derive(Debug)]
pub struct Fixture {
    server: Server,
    /// The keys as a caller knows them.
    pub keys: Vec<String>,
    /// The value under each of them.
    pub user: User,
}

impl Fixture {
    /// Starts a server; nothing is stored yet.
    pub fn start() -> Self {
        let keys = (0..KEYS).map(|number| format!("user:{number}")).collect();
        Self { server: Server::start(), keys, user: User::sample() }
    }

    /// Returns the configuration of our caches: a connection for each of `threads`, everything else as by default.
    pub fn config(&self, threads: u32) -> CacheConfig {
        CacheConfig::new()
            .location(self.server.url())
            .key_prefix(PREFIX)
            .timeout(TIMEOUT)
            .socket_timeout(PATIENCE)
            .max_connections(threads)
    }

    /// Returns the driver's client. As ours, it does not let a command wait for the acknowledgement of another.
    pub fn client(&self) -> redis::Client {
        use redis::IntoConnectionInfo as _;
        let info = self.server.url().into_connection_info().expect("the server's URL is right");
        let tcp = redis::io::tcp::TcpSettings::default().set_nodelay(true);
        redis::Client::open(info.set_tcp_settings(tcp)).expect("the driver takes the server's URL")
    }

    /// Returns the `step`th key, starting again after the last.
    pub fn key(&self, step: usize) -> &str {
        &self.keys[step % KEYS]
    }

    /// Returns [`MANY`] keys, others for each step.
    pub fn many(&self, step: usize) -> &[String] {
        &self.keys[step * MANY % KEYS..][..MANY]
    }
}
