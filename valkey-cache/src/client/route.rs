//! The servers of a cache as a client sees them, and the order in which it wants them asked.

use super::Health;

/// The servers of a cache, by number: 0 is the primary, the others are its replicas.
#[derive(Clone, Copy, Debug)]
pub struct Servers<'s> {
    health: &'s [Health],
    replica_read_only: bool,
}

/// Numbers of servers, in the order in which they are asked.
///
/// One server, the common case, takes no allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    first: usize,
    rest: Vec<usize>,
}

impl Route {
    /// Makes a route of one server.
    pub fn to(server: usize) -> Self {
        Self { first: server, rest: Vec::new() }
    }

    /// Adds a server that is asked if those before it fail.
    pub fn then(mut self, server: usize) -> Self {
        self.rest.push(server);
        self
    }

    /// Returns how many servers there are.
    pub(crate) fn len(&self) -> usize {
        1 + self.rest.len()
    }

    /// Returns the server that is asked first.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Returns the servers in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    fn of(mut servers: impl Iterator<Item = usize>) -> Self {
        let first = servers.next().unwrap_or(0);
        Self { first, rest: servers.collect() }
    }
}

impl<'s> Servers<'s> {
    pub(crate) fn new(health: &'s [Health], replica_read_only: bool) -> Self {
        Self { health, replica_read_only }
    }

    /// Returns how many servers there are.
    #[expect(clippy::len_without_is_empty, reason = "a cache has at least one server")]
    pub fn len(&self) -> usize {
        self.health.len()
    }

    /// Tells whether a server did not fail lately.
    pub fn is_up(&self, server: usize) -> bool {
        self.health.get(server).is_some_and(Health::is_up)
    }

    /// Returns the replicas that are up, starting with a random one, then the primary, then the replicas that are down.
    pub fn replicas_first(&self) -> Route {
        let replicas = self.len() - 1;
        if replicas == 0 {
            return Route::to(0);
        }
        let start = fastrand::usize(..replicas);
        let turn = move |step| 1 + (start + step) % replicas;
        let (up, down): (Vec<_>, Vec<_>) = (0..replicas).map(turn).partition(|&server| self.is_up(server));
        Route::of(up.into_iter().chain([0]).chain(down))
    }

    /// Returns the primary; if replicas take writes, they follow, and those that are up go first.
    pub fn primary_first(&self) -> Route {
        if self.replica_read_only || self.len() == 1 {
            return Route::to(0);
        }
        let (up, down): (Vec<_>, Vec<_>) = (0..self.len()).partition(|&server| self.is_up(server));
        Route::of(up.into_iter().chain(down))
    }
}
