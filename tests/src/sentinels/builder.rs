use std::time::Duration;

use crate::login::Login;
use crate::node::Node;
use crate::parallel::in_parallel;
use crate::{Builder, Sentinels, Server, Tls};

/// How often sentinels look, in milliseconds. Their own seconds would make each failover last ten times as long.
const PERIODS: [(&str, &str); 7] = [
    ("INFO-PERIOD", "200"),
    ("ASK-PERIOD", "100"),
    ("ELECTION-TIMEOUT", "1000"),
    // It promotes no replica whose INFO is older than five of these, and asks for that once a second by then.
    ("PING-PERIOD", "500"),
    // After four of these, a sentinel takes back a promotion that it has not heard of; the one that promotes needs a
    // second to see it done and tell.
    ("PUBLISH-PERIOD", "500"),
    // After a pause, a sentinel trusts nothing for this long.
    ("TILT-PERIOD", "1000"),
    // How long it keeps a connection that says nothing.
    ("MIN-LINK-RECONNECT-PERIOD", "1000"),
];

/// How a primary, replicas and sentinels are to be started; see [`Sentinels::builder`].
#[derive(Debug)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct SentinelsBuilder {
    replicas: usize,
    sentinels: usize,
    down_after: Duration,
    failover_timeout: Duration,
    node_login: Option<Login>,
    sentinel_login: Option<Login>,
    proxies: bool,
    tls: bool,
}

impl Default for SentinelsBuilder {
    fn default() -> Self {
        Self {
            replicas: 2,
            sentinels: 3,
            down_after: Duration::from_secs(1),
            failover_timeout: Duration::from_secs(3),
            node_login: None,
            sentinel_login: None,
            proxies: false,
            tls: false,
        }
    }
}

impl SentinelsBuilder {
    /// Has this many replicas; without a call, 2.
    pub fn replicas(mut self, replicas: usize) -> Self {
        self.replicas = replicas;
        self
    }

    /// Has this many sentinels, more than half of which must agree; without a call, 3.
    pub fn sentinels(mut self, sentinels: usize) -> Self {
        self.sentinels = sentinels;
        self
    }

    /// Takes a node for down when it says nothing for this long; without a call, 1 second. A time too short takes a
    /// busy machine for a failure.
    pub fn down_after(mut self, time: Duration) -> Self {
        self.down_after = time;
        self
    }

    /// Tries a failover anew after twice this time; without a call, 3 seconds.
    pub fn failover_timeout(mut self, time: Duration) -> Self {
        self.failover_timeout = time;
        self
    }

    /// Asks clients of the nodes for this password.
    pub fn node_password(mut self, password: &str) -> Self {
        self.node_login = Some(Login::password(password));
        self
    }

    /// Has this user alone on the nodes.
    pub fn node_user(mut self, user: &str, password: &str) -> Self {
        self.node_login = Some(Login::user(user, password));
        self
    }

    /// Asks clients of the sentinels for this password.
    pub fn sentinel_password(mut self, password: &str) -> Self {
        self.sentinel_login = Some(Login::password(password));
        self
    }

    /// Has this user alone on the sentinels.
    pub fn sentinel_user(mut self, user: &str, password: &str) -> Self {
        self.sentinel_login = Some(Login::user(user, password));
        self
    }

    /// Puts a proxy in front of each node, through which sentinels, replicas and clients reach it.
    pub fn proxies(mut self) -> Self {
        self.proxies = true;
        self
    }

    /// Lets clients speak TLS with nodes and sentinels, see [`Sentinels::tls`] and [`Sentinels::ca`]; puts proxies in front of
    /// the nodes, too. What they announce takes both: among themselves the servers speak none.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self.proxies()
    }

    /// Starts everything, and returns once every sentinel knows all nodes and sentinels.
    ///
    /// # Panics
    /// When one does not start, or they do not find each other within 30 seconds.
    #[track_caller]
    pub fn start(self) -> Sentinels {
        let announce = self.proxies.then_some("--replica-announce-port");
        let start_node = |builder| match announce {
            Some(announce) if self.tls => Node::start_with_tls(builder, announce),
            announce => Node::start(builder, announce),
        };
        let primary = start_node(self.node());
        let start_replica = |_| start_node(self.node().follow(primary.announced()));
        let start_sentinel = |_| self.sentinel(&primary).start();
        let (replicas, sentinels) = std::thread::scope(|scope| {
            let replicas = scope.spawn(|| in_parallel(0..self.replicas, start_replica));
            let sentinels = in_parallel(0..self.sentinels, start_sentinel);
            (replicas.join().expect("a replica did not start"), sentinels)
        });
        let nodes = std::iter::once(primary).chain(replicas).collect();
        let tls = sentinels.iter().filter(|_| self.tls).map(Tls::to).collect();
        let group = Sentinels { tls, nodes, sentinels };
        group.wait_until_whole();
        group
    }

    fn node(&self) -> Builder {
        Server::builder()
            .arg("--maxmemory", "64mb")
            .login(self.node_login.clone())
            // The primary as well: it may come back as a replica.
            .log_in_as(self.node_login.as_ref())
    }

    fn sentinel(&self, primary: &Node) -> Builder {
        let (address, quorum) = (primary.announced(), self.sentinels / 2 + 1);
        let set = |builder: Builder, name: &str, values: &[&str]| {
            builder.args(["--sentinel", name].into_iter().chain(values.iter().copied()))
        };
        let (host, port) = (address.ip().to_string(), address.port().to_string());
        let builder = Server::builder().sentinel().login(self.sentinel_login.clone());
        let mut builder = set(builder, "monitor", &[Sentinels::NAME, &host, &port, &quorum.to_string()]);
        for (name, time) in [("down-after-milliseconds", self.down_after), ("failover-timeout", self.failover_timeout)]
        {
            builder = set(builder, name, &[Sentinels::NAME, &time.as_millis().to_string()]);
        }
        if let Some([user, password]) = self.node_login.as_ref().map(Login::pair) {
            builder = set(builder, "auth-user", &[Sentinels::NAME, user]);
            builder = set(builder, "auth-pass", &[Sentinels::NAME, password]);
        }
        if let Some([user, password]) = self.sentinel_login.as_ref().map(Login::pair) {
            builder = set(builder, "sentinel-user", &[user]);
            builder = set(builder, "sentinel-pass", &[password]);
        }
        let periods = PERIODS.iter().flat_map(|(name, time)| [*name, *time]);
        builder.at_start(["SENTINEL", "DEBUG"].into_iter().chain(periods))
    }
}
