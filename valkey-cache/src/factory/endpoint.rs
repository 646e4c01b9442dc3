//! Where the connections of a pool go: to one server, or wherever the sentinels say.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::driver;
use super::params::ConnectionParams;
use super::sentinel::{Follower, Node, Role, Service, Ticket};
use crate::config::ServerUrl;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Reply;

/// Where the connections of a pool go.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) params: ConnectionParams,
    kind: Kind,
}

enum Kind {
    Fixed(Box<redis::Client>),
    Service(Arc<Service>, Role),
}

/// An async pool has connections to so many replicas at a time.
#[cfg(feature = "async")]
const MOST_REPLICAS: usize = 8;

/// One server to connect to.
pub(super) struct Place {
    pub(super) client: Box<redis::Client>,
    /// Which node of the service it is; nothing if there is no choice.
    pub(super) node: Option<Node>,
}

impl Place {
    /// Takes note that the server is there.
    pub(super) fn reached(&self) {
        self.node.iter().for_each(|node| node.health.succeeded());
    }
}

impl Endpoint {
    /// Goes to the server of a URL.
    pub(super) fn fixed(params: &ConnectionParams) -> Result<Self> {
        if params.url.is_master().is_some() {
            let asks = match params.url.without_given_role().is_master() {
                Some(_) => "`is_master` in the URL asks for a service of Sentinel, which",
                None => "`client = SentinelClient`",
            };
            let message = format!(
                "{asks} needs `factory = AsyncSentinelConnectionFactory` or `factory = SentinelConnectionFactory`"
            );
            return Err(Error::new(ErrorKind::Config, message));
        }
        params.options.without_sentinels()?;
        Ok(Self { params: params.clone(), kind: Kind::Fixed(Box::new(driver::client(params)?)) })
    }

    /// Goes to the primary of the service that the URL names, or to its replicas.
    pub(super) fn of_service(params: &ConnectionParams) -> Result<Self> {
        let role = if params.url.is_master() == Some(false) { Role::Replica } else { Role::Primary };
        Ok(Self { params: params.clone(), kind: Kind::Service(Service::named_by(params)?, role) })
    }

    /// Tells a follower from now on when the servers are not those that they were.
    pub(super) fn tell(&self, follower: Weak<dyn Follower>) {
        if let Kind::Service(service, role) = &self.kind {
            service.tell(*role, follower);
        }
    }

    /// Returns how many servers there are to choose from.
    pub(super) fn count(&self) -> usize {
        match &self.kind {
            Kind::Service(service, role) => service.count(*role),
            Kind::Fixed(_) => 1,
        }
    }

    /// Returns how many servers there may be to choose from at most; a line that nobody uses costs next to nothing.
    #[cfg(feature = "async")]
    pub(super) fn most(&self) -> usize {
        match &self.kind {
            Kind::Service(_, Role::Replica) => MOST_REPLICAS,
            _ => 1,
        }
    }

    /// Begins to look for a server that can be connected to; where there are several, the first one tried is `turn`.
    pub(super) fn search(&self, turn: usize) -> Search<'_> {
        Search { endpoint: self, turn, tried: Vec::new(), has_asked: false, failure: None }
    }

    /// Hears that a server did not answer, or not as the one that it should be. Tells whether there is another one.
    pub(super) fn doubt(&self, node: Option<&Node>) -> bool {
        let (Kind::Service(service, role), Some(node)) = (&self.kind, node) else { return false };
        node.health.failed();
        // If nobody can be asked, the next search says so.
        let _is_asked = service.ask(*role);
        *role == Role::Replica && service.count(*role) > 1
    }

    /// Says in an error which server it is about: the node that was asked, or wherever the pool goes.
    pub(super) fn blame(&self, error: Error, node: Option<&Node>) -> Error {
        match (&self.kind, node) {
            (Kind::Service(service, _), None) => error.with_service(service.name()),
            _ => error.with_server(self.url(node).to_string()),
        }
    }

    /// Notes in error replies who gave them.
    pub(super) fn sign(&self, replies: &mut [Reply], node: Option<&Node>) {
        for reply in replies {
            if let Reply::Error(error) = reply {
                error.came_from(self.url(node).to_string(), self.params.is_cluster_node);
            }
        }
    }

    fn url(&self, node: Option<&Node>) -> ServerUrl {
        let url = &self.params.url;
        node.map_or_else(|| url.clone(), |node| url.of_node(&node.address.host, node.address.port))
    }

    /// The error of a search that there was no more time for.
    pub(super) fn timeout(&self) -> Error {
        match &self.kind {
            Kind::Service(service, role) if service.nodes(*role).is_none() => service.silence("socket_timeout"),
            _ => driver::timeout("while connecting"),
        }
    }

    fn place(&self, node: Node) -> Result<Place> {
        let url = self.url(Some(&node));
        let client = driver::client(&ConnectionParams { url, ..self.params.clone() })?;
        Ok(Place { client: Box::new(client), node: Some(node) })
    }
}

/// The search for a server that can be connected to.
pub(super) struct Search<'e> {
    endpoint: &'e Endpoint,
    turn: usize,
    tried: Vec<Node>,
    has_asked: bool,
    failure: Option<Error>,
}

/// What to do next.
pub(super) enum Step<'e> {
    /// Connect there, and say [how that ended](Search::failed).
    Connect(Place),
    /// Wait until the sentinels have answered, or until there is no more time for it.
    Wait(&'e Service, Ticket),
}

impl<'e> Search<'e> {
    /// Returns what to do next.
    ///
    /// # Errors
    ///
    /// What the last server failed with, when there is no other one; why there is none at all.
    pub(super) fn next(&mut self) -> Result<Step<'e>> {
        let (service, role) = match &self.endpoint.kind {
            Kind::Service(service, role) => (service, *role),
            Kind::Fixed(client) => {
                let place = Place { client: client.clone(), node: None };
                return self.failure.take().map_or(Ok(Step::Connect(place)), Err);
            }
        };
        let nodes = service.nodes(role);
        if let Some(node) = self.choose(nodes.as_deref().unwrap_or_default()) {
            return Ok(Step::Connect(self.endpoint.place(node)?));
        }
        // Without a replica the primary serves reads, and need not wait for the sentinels.
        let is_worth_it = nodes.is_none() || (role == Role::Primary && self.failure.is_some());
        if is_worth_it && !self.has_asked {
            self.has_asked = true;
            return Ok(Step::Wait(service, service.ask(role)?));
        }
        Err(self.failure.take().unwrap_or_else(|| service.failure(role)))
    }

    /// Chooses a server that was not tried yet: one that is up, if there is any.
    fn choose(&self, nodes: &[Node]) -> Option<Node> {
        let count = nodes.len().max(1);
        let in_turn = nodes.iter().cycle().skip(self.turn % count).take(nodes.len());
        let is_new = |node: &&Node| self.tried.iter().all(|tried| tried.address != node.address);
        let left: Vec<_> = in_turn.filter(is_new).collect();
        left.iter().find(|node| node.health.is_up()).or(left.first()).map(|node| (*node).clone())
    }

    /// Returns how long the next attempt to connect may take: where there may be another server, half of the time is for
    /// that one.
    pub(super) fn limit(&self, deadline: Instant) -> Duration {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = if matches!(self.endpoint.kind, Kind::Service(..)) { left / 2 } else { left };
        left.min(self.endpoint.params.options.socket_connect_timeout)
    }

    /// Takes note that the attempt to connect failed.
    ///
    /// # Errors
    ///
    /// The same error, if there is no use in going on.
    pub(super) fn failed(&mut self, place: Place, error: Error) -> Result<()> {
        let Some(node) = place.node else { return Err(error) };
        let error = self.endpoint.blame(error, Some(&node));
        if !error.is_transient() {
            return Err(error);
        }
        self.endpoint.doubt(Some(&node));
        self.tried.push(node);
        self.failure = Some(error);
        Ok(())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Fixed(_) => f.write_str("Fixed"),
            Kind::Service(service, role) => f.debug_tuple("Service").field(service).field(role).finish(),
        }
    }
}
