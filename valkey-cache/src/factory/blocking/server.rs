//! Where the connections of a pool go, and connecting there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use super::super::endpoint::{Endpoint, Step};
use super::super::generation::Generation;
use super::super::sentinel::{Follower, Role};
use super::live::Live;
use crate::error::Result;

/// Where the connections of a pool go.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) endpoint: Endpoint,
    pub(super) generation: Generation,
    /// Which of several servers the next connection goes to.
    turn: AtomicUsize,
    opened: Instant,
    /// When the last command was sent that got no answer in time, in nanoseconds since the pool was opened.
    silent: AtomicU64,
}

impl Server {
    pub(super) fn new(endpoint: Endpoint) -> Arc<Self> {
        let turn = AtomicUsize::new(fastrand::usize(..1 << 16));
        let server = Arc::new(Self {
            endpoint,
            generation: Generation::default(),
            turn,
            opened: Instant::now(),
            silent: AtomicU64::new(0),
        });
        let follower: Arc<dyn Follower> = Arc::clone(&server) as _;
        server.endpoint.tell(Arc::downgrade(&follower));
        server
    }

    /// Connects; waits for the sentinels where nobody knows where to.
    pub(super) fn connect(&self, deadline: Instant) -> Result<Live> {
        self.search(deadline).map_err(|error| self.endpoint.blame(error, None))
    }

    fn search(&self, deadline: Instant) -> Result<Live> {
        let mut search = self.endpoint.search(self.turn.fetch_add(1, Ordering::Relaxed));
        loop {
            if Instant::now() >= deadline {
                return Err(self.endpoint.timeout());
            }
            let generation = self.generation.now();
            let place = match search.next()? {
                Step::Connect(place) => place,
                Step::Wait(service, ticket) => {
                    service.wait(ticket, deadline);
                    continue;
                }
            };
            let until = Instant::now() + search.limit(deadline);
            match Live::connect(&place, &self.endpoint.params, generation, until) {
                Ok(live) if self.generation.is_of_term(generation) => {
                    place.reached();
                    return Ok(live);
                }
                // Another server is meant by now.
                Ok(_) => {}
                Err(error) => search.failed(place, error)?,
            }
        }
    }

    /// Takes note that a connection did not answer in time.
    pub(super) fn was_silent(&self, live: &Live) {
        self.silent.fetch_max(self.moment(live), Ordering::AcqRel);
    }

    /// Tells whether a connection was last used before another one got no answer: the network may have lost both, and
    /// each of them would cost somebody the whole timeout.
    pub(super) fn distrusts(&self, live: &Live) -> bool {
        self.moment(live) < self.silent.load(Ordering::Acquire)
    }

    fn moment(&self, live: &Live) -> u64 {
        live.last_used().saturating_duration_since(self.opened).as_nanos() as u64
    }

    /// Takes note that a server did not answer, or not as the one it should be.
    pub(super) fn doubt(&self, live: &Live) {
        if self.endpoint.doubt(live.node.as_ref()) {
            self.generation.end(live.generation);
        }
    }
}

impl Follower for Server {
    fn moved(&self, role: Role) {
        match role {
            Role::Primary => self.generation.end_term(),
            Role::Replica => self.generation.end(self.generation.now()),
        }
    }
}
