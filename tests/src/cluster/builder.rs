use std::time::Duration;

use super::form::form;
use crate::login::Login;
use crate::parallel::in_parallel;
use crate::{Builder, Cluster, Node, Server};

/// How a cluster is to be started; see [`Cluster::builder`].
#[derive(Debug)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct ClusterBuilder {
    primaries: usize,
    replicas: usize,
    node_timeout: Duration,
    login: Option<Login>,
    proxies: bool,
}

impl Default for ClusterBuilder {
    fn default() -> Self {
        Self { primaries: 3, replicas: 1, node_timeout: Duration::from_secs(1), login: None, proxies: false }
    }
}

impl ClusterBuilder {
    /// Has this many primaries; without a call, 3. With fewer, no failover finds a majority.
    pub fn primaries(mut self, primaries: usize) -> Self {
        self.primaries = primaries;
        self
    }

    /// Has this many replicas for each primary; without a call, 1.
    pub fn replicas(mut self, replicas: usize) -> Self {
        self.replicas = replicas;
        self
    }

    /// Takes a node for down when it says nothing for this long; without a call, 1 second. A time too short takes a
    /// busy machine for a failure.
    pub fn node_timeout(mut self, time: Duration) -> Self {
        self.node_timeout = time;
        self
    }

    /// Asks clients for this password.
    pub fn password(mut self, password: &str) -> Self {
        self.login = Some(Login::password(password));
        self
    }

    /// Has this user alone.
    pub fn user(mut self, user: &str, password: &str) -> Self {
        self.login = Some(Login::user(user, password));
        self
    }

    /// Puts a proxy in front of each node, through which clients and replicas reach it. The nodes watch each other past
    /// the proxies: a black hole keeps clients from a node, and no failover follows.
    pub fn proxies(mut self) -> Self {
        self.proxies = true;
        self
    }

    /// Starts all nodes, and returns once they agree.
    ///
    /// # Panics
    /// When one does not start, or they do not agree within 30 seconds.
    #[track_caller]
    pub fn start(self) -> Cluster {
        let announce = self.proxies.then_some("--cluster-announce-port");
        let count = self.primaries * (1 + self.replicas);
        let cluster = Cluster { nodes: in_parallel(0..count, |_| Node::start(self.node(), announce)) };
        form(&cluster, self.primaries);
        cluster.wait_until_whole();
        cluster
    }

    fn node(&self) -> Builder {
        Server::builder()
            .cluster()
            .arg("--maxmemory", "64mb")
            .arg("--cluster-node-timeout", &self.node_timeout.as_millis().to_string())
            // A replica stays with its primary, and takes over however old its data is.
            .arg("--cluster-allow-replica-migration", "no")
            .arg("--cluster-replica-validity-factor", "0")
            .login(self.login.clone())
            .log_in_as(self.login.as_ref())
    }
}
