use std::sync::{Arc, Mutex, PoisonError};

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::{at_once, black_hole, kill, pause, reads};
use crate::load::{Calls, Face, Fault, Topology, open};
use crate::{Proxy, Server};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct Awaited;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct Run;

/// One server, behind a proxy.
#[derive(Debug)]
pub struct Single {
    proxy: Proxy,
    server: Server,
}

impl Single {
    /// Starts the server.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let server = Server::builder().arg("--maxmemory", "64mb").start();
        Self { proxy: Proxy::to(server.addr()), server }
    }

    fn set(&self, name: &str, value: &str) {
        self.server.command(&["CONFIG", "SET", name, value]).expect("the server refuses a setting");
    }

    /// The server has all its writes refused, which a full one does.
    fn full(&self) -> Fault<'_> {
        Fault::new("out of memory", || self.set("maxmemory", "1"), || self.set("maxmemory", "64mb"))
            .kinds(&[ErrorKind::OutOfMemory])
            .spares(reads)
            .says(ErrorKind::OutOfMemory, "`maxmemory`")
    }

    /// Nobody else gets in, and who is in is thrown out. Only who has a place can give it back.
    fn crowded(&self) -> Fault<'_> {
        let inside = Arc::new(Mutex::new(None));
        let places = |connection: &mut redis::Connection, count: u32| {
            let set = redis::cmd("CONFIG").arg("SET").arg("maxclients").arg(count).exec(connection);
            set.expect("the server refuses a setting");
        };
        let begin = {
            let inside = Arc::clone(&inside);
            move || {
                let mut connection = self.server.connect(0).expect("the server is there");
                places(&mut connection, 1);
                *inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
                self.proxy.reset();
            }
        };
        let end = move || {
            let connection = inside.lock().unwrap_or_else(PoisonError::into_inner).take();
            places(&mut connection.expect("the fault has begun"), 1000);
        };
        Fault::new("no free place", begin, end)
            .kinds(&[ErrorKind::Connection, ErrorKind::Unavailable])
            .says(ErrorKind::Connection, "maxclients")
    }
}

impl Topology for Single {
    fn name(&self) -> &'static str {
        "single"
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        open::<Awaited, Run>(calls, &config.location(self.proxy.url()))
    }

    fn faults(&self, _: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        vec![
            kill("killed", &self.server),
            pause("paused", &self.server),
            black_hole("black hole", &self.proxy),
            at_once("swallowed", || self.proxy.swallow_existing()),
            at_once("cut", || self.proxy.cut()),
            at_once("reset", || self.proxy.reset()),
            self.full(),
            self.crowded(),
        ]
    }

    fn wait_until_whole(&self) {}

    fn forget_swallowed(&self) {
        self.proxy.forget_swallowed();
    }

    fn servers(&self) -> Vec<&Server> {
        vec![&self.server]
    }
}
