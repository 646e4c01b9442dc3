mod builder;
mod report;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::{Node, Server, Tls, eventually_ok};
pub use builder::SentinelsBuilder;
use redis::RedisResult;
use report::Report;

/// Bounds a failing test: many times what a failover takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A primary, its replicas, and the sentinels that watch them.
///
/// Nodes and sentinels are killed, paused, resumed and restarted one by one, by the methods of [`Server`]. All methods
/// ask the sentinels that are neither killed nor paused.
#[derive(Debug)]
pub struct Sentinels {
    tls: Vec<Tls>,
    nodes: Vec<Node>,
    sentinels: Vec<Server>,
}

impl Sentinels {
    /// The name by which the sentinels know the primary.
    pub const NAME: &str = "mymaster";

    /// Starts a primary, two replicas and three sentinels.
    ///
    /// # Panics
    /// When one does not start, or they do not find each other within 30 seconds.
    #[track_caller]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns the settings of a group to start.
    pub fn builder() -> SentinelsBuilder {
        SentinelsBuilder::default()
    }

    /// Returns all nodes. The first was the primary at the start.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns the sentinels.
    pub fn sentinels(&self) -> &[Server] {
        &self.sentinels
    }

    /// Returns the ends of TLS in front of the sentinels, in their order; none if the group was built without TLS.
    pub fn tls(&self) -> &[Tls] {
        &self.tls
    }

    /// Writes a file with the certificates of these authorities, and returns its path: clients trust them all (PEM).
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn authorities<'t>(&self, ends: impl IntoIterator<Item = &'t Tls>) -> PathBuf {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let texts = ends.into_iter().map(|tls| fs::read_to_string(tls.ca()).expect("cannot read a certificate"));
        let path = self.sentinels[0].folder().join(format!("authorities-{}.pem", NEXT.fetch_add(1, Ordering::Relaxed)));
        fs::write(&path, texts.collect::<String>()).expect("cannot write a certificate");
        path
    }

    /// Writes a file with the certificates that clients of nodes and sentinels have to trust, and returns its path (PEM).
    ///
    /// # Panics
    /// When the file cannot be written, or the group was built without TLS.
    pub fn ca(&self) -> PathBuf {
        self.authorities(self.nodes.iter().map(Node::tls).chain(&self.tls))
    }

    /// Returns the URLs of the sentinels, with their user and password.
    pub fn urls(&self) -> Vec<String> {
        self.sentinels.iter().map(Server::url).collect()
    }

    /// Returns the primary, as soon as the sentinels agree on it. After a kill that is the old one for a while.
    ///
    /// # Panics
    /// When they do not agree within 30 seconds.
    #[track_caller]
    pub fn primary(&self) -> &Node {
        self.wait_for_primary(|_| true)
    }

    /// Returns the nodes other than the [primary](Self::primary).
    ///
    /// # Panics
    /// When the sentinels do not agree within 30 seconds.
    #[track_caller]
    pub fn replicas(&self) -> Vec<&Node> {
        let primary = self.primary();
        self.nodes.iter().filter(|node| *node != primary).collect()
    }

    /// Waits until the sentinels agree on another primary than `old`, which knows that it is one, and returns it.
    ///
    /// # Panics
    /// When they do not within 30 seconds.
    #[track_caller]
    pub fn wait_for_failover(&self, old: &Node) -> &Node {
        self.wait_for_primary(|node| node != old && node.is_running() && node.info("replication")["role"] == "master")
    }

    /// Makes the sentinels [promote a replica](https://valkey.io/topics/sentinel/), waits until they agree on it and
    /// returns it.
    ///
    /// # Panics
    /// When they do not within 30 seconds.
    #[track_caller]
    pub fn fail_over(&self) -> &Node {
        let old = self.primary();
        let sentinel = self.running().next().expect("no sentinel is running");
        eventually_ok(PATIENCE, || match self.agreed()? {
            // It refuses as long as it finds no replica that is good enough, and gives up one that takes too long.
            node if node == old && Report::of(sentinel).is_ok_and(|report| report.is_quiet(old)) => {
                let asked = sentinel.command(&["SENTINEL", "FAILOVER", Self::NAME]);
                Err(asked.map_or_else(|error| error.to_string(), |_| "the failover did not end".to_owned()))
            }
            node if node == old => Err("the failover did not end".to_owned()),
            _ => Ok(()),
        });
        self.wait_for_failover(old)
    }

    /// Waits until nothing is wrong: every sentinel has all the others, a primary that is well, and all other nodes as
    /// replicas that follow it.
    ///
    /// # Panics
    /// When that is not so within 30 seconds, for instance because something is killed.
    #[track_caller]
    pub fn wait_until_whole(&self) {
        eventually_ok(PATIENCE, || {
            let check = |sentinel| Report::of(sentinel).map_err(|error| error.to_string())?.check(self);
            self.sentinels.iter().try_for_each(check).and_then(|()| self.agreed().map(|_| ()))
        });
    }

    #[track_caller]
    fn wait_for_primary(&self, is_good: impl Fn(&Node) -> bool) -> &Node {
        eventually_ok(PATIENCE, || match self.agreed()? {
            node if is_good(node) => Ok(node),
            node => Err(format!("port {} did not become the right primary", node.port())),
        })
    }

    /// The node that all sentinels name.
    fn agreed(&self) -> Result<&Node, String> {
        let named: RedisResult<BTreeSet<_>> = self.running().map(Report::primary_port).collect();
        let named = named.map_err(|error| error.to_string())?;
        let [port] = named.iter().collect::<Vec<_>>()[..] else {
            return Err(format!("the sentinels name the primaries {named:?} and did not agree on one"));
        };
        let node = self.nodes.iter().find(|node| node.announced().port() == *port);
        node.ok_or_else(|| format!("the sentinels name {port} as the primary, which is no node"))
    }

    fn running(&self) -> impl Iterator<Item = &Server> {
        self.sentinels.iter().filter(|sentinel| sentinel.is_running())
    }
}
