use crate::Server;
use crate::parallel::in_parallel;

/// Servers that know nothing of each other, for a client that spreads its keys.
#[derive(Debug)]
pub struct Shards(Vec<Server>);

impl Shards {
    /// Starts `count` empty servers.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start(count: usize) -> Self {
        Self(in_parallel(0..count, |_| Server::builder().arg("--maxmemory", "64mb").start()))
    }

    /// Returns the servers.
    pub fn servers(&self) -> &[Server] {
        &self.0
    }

    /// Returns the URLs of the servers, in their order.
    pub fn urls(&self) -> Vec<String> {
        self.0.iter().map(Server::url).collect()
    }
}
