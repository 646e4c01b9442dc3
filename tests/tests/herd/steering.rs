//! A herd client whose clock and whose draws are the test's.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use valkey_cache::Result;
use valkey_cache::client::{AtomicOverKeys, BareValues, BaseClient, Route, Servers};
use valkey_cache::config::{ClientOptions, ServerUrl};
use valkey_cache::operation::{Access, Herd, HerdSource, Request};
use valkey_cache::prelude::*;

/// When the clocks of all tests begin: when the reference's bytes were recorded.
const START: Duration = Duration::from_millis(1_700_000_000_250);

/// The clock and the draws of the caches at one location; a handle, of which clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Steering(Arc<Mutex<(SystemTime, Draw)>>);

/// What is drawn, of the numbers from 1 on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Draw {
    Lowest,
    Highest,
}

impl Steering {
    /// Returns the one of a location, which is told by its first server.
    pub(crate) fn of(server: &ServerUrl) -> Self {
        static ALL: LazyLock<Mutex<HashMap<String, Steering>>> = LazyLock::new(Mutex::default);
        ALL.lock().unwrap().entry(server.to_string()).or_default().clone()
    }

    /// Sets the clock to so many seconds after its start.
    pub(crate) fn at(&self, seconds: u64) {
        self.at_time(UNIX_EPOCH + START + Duration::from_secs(seconds));
    }

    pub(crate) fn at_time(&self, time: SystemTime) {
        self.0.lock().unwrap().0 = time;
    }

    pub(crate) fn draws(&self, draw: Draw) {
        self.0.lock().unwrap().1 = draw;
    }
}

impl Default for Steering {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((UNIX_EPOCH + START, Draw::Lowest))))
    }
}

impl HerdSource for Steering {
    fn now(&self) -> SystemTime {
        self.0.lock().unwrap().0
    }

    fn draw(&self, highest: u64) -> u64 {
        match self.0.lock().unwrap().1 {
            Draw::Lowest => 1,
            Draw::Highest => highest,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Steered<C> {
    inner: HerdClient<C>,
    steering: Steering,
}

impl<C: AtomicOverKeys + BareValues> AtomicOverKeys for Steered<C> {}

impl<C: BareValues> BaseClient for Steered<C> {
    fn servers(&self, location: Vec<ServerUrl>) -> Result<Vec<ServerUrl>> {
        self.inner.servers(location)
    }

    fn prepare(&mut self, servers: &[ServerUrl], options: &ClientOptions) -> Result<()> {
        self.steering = Steering::of(&servers[0]);
        self.inner.prepare(servers, options)
    }

    fn herd(&self) -> Option<Herd> {
        Some(self.inner.herd()?.with_source(self.steering.clone()))
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        self.inner.place(key)
    }

    fn nodes(&self, servers: &Servers<'_>) -> Vec<usize> {
        self.inner.nodes(servers)
    }

    fn route(&self, access: Access, request: &Request, servers: &Servers<'_>) -> Route {
        self.inner.route(access, request, servers)
    }
}
