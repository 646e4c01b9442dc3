//! Herd clients that have the time of a recording, and draw what was drawn.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use valkey_cache::CacheConfig;
use valkey_cache::client::{AtomicOverKeys, BaseClient};
use valkey_cache::operation::{Herd, HerdSource};
use valkey_cache::prelude::*;

use super::places;
use super::recording::{Moment, Recording};
use super::state::Place;

/// As it was recorded.
const HERD_TIMEOUT: Duration = Duration::from_secs(60);

/// Makes a client and a backend of it, with a clock of their own, since tests run at the same time.
macro_rules! herds {
    ($($cache:ident, $client:ident, $factory:ident, $clock:ident, $place:ident;)+) => {$(
        static $clock: Mutex<Moment> = Mutex::new(Moment { now: Duration::ZERO, drawn: 0 });

        #[derive(Default)]
        pub(super) struct $client;

        impl AtomicOverKeys for $client {}

        impl BaseClient for $client {
            fn herd(&self) -> Option<Herd> {
                Some(Herd::new(HERD_TIMEOUT).with_source(Recorded(&$clock)))
            }
        }

        #[cache_backend(client = $client, factory = $factory)]
        pub(super) struct $cache;

        pub(super) fn $place(recording: &Recording) -> (Place, CacheConfig) {
            let (place, config) = places::one(recording);
            (place.with_clock(&$clock), config)
        }
    )+};
}

herds! {
    RunHerd, RunHerdClient, ConnectionFactory, RUN, run;
    AwaitedHerd, AwaitedHerdClient, AsyncConnectionFactory, AWAITED, awaited;
    JsonHerd, JsonHerdClient, ConnectionFactory, JSON, json;
}

struct Recorded(&'static Mutex<Moment>);

impl HerdSource for Recorded {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.0.lock().unwrap().now
    }

    fn draw(&self, _highest: u64) -> u64 {
        self.0.lock().unwrap().drawn
    }
}
