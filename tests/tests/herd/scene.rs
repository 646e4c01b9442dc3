//! A cache, its clock, and what else stands at its location.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::Location;
use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::backend::Action;
use valkey_cache::config::ServerUrl;
use valkey_cache::operation::{Operation, read, reply};
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;
use valkey_cache_tests::{Namespace, fresh_prefix};

use super::{BareCache, Draw, Steering};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct Scene<B, S> {
    pub(crate) cache: B,
    pub(crate) steering: Steering,
    place: CacheConfig,
    style: PhantomData<fn() -> S>,
}

impl<B: BaseValkeyCache<Fields = ()>, S: Style<B>> Scene<B, S> {
    pub(crate) fn new(location: Vec<String>, config: CacheConfig) -> Self {
        let steering = Steering::of(&ServerUrl::parse(&location[0]).unwrap());
        let place = CacheConfig::new().location(location).merged_over(&config);
        Self { cache: B::from_config(&place).unwrap(), steering, place, style: PhantomData }
    }

    /// Runs a behaviour on a server and in this process, with the envelope of django-valkey and with ours.
    pub(super) fn each(behaviour: impl AsyncFn(&Self)) {
        for serializer in ["json", "pickle"] {
            for location in [Namespace::new().url(), format!("memory://{}", fresh_prefix())] {
                Self::run(vec![location], CacheConfig::new().serializer(serializer).compressor("zstd"), &behaviour);
            }
        }
    }

    /// Runs a behaviour on three shards.
    pub(super) fn of_shards(behaviour: impl AsyncFn(&Self)) {
        let location = [(); 3].map(|()| Namespace::new().url());
        Self::run(location.into(), CacheConfig::new(), &behaviour);
    }

    fn run(location: Vec<String>, config: CacheConfig, behaviour: &impl AsyncFn(&Self)) {
        S::block_on(async { behaviour(&Self::new(location, config)).await });
    }

    /// Sets the clock to so many seconds after its start, and what is drawn.
    pub(crate) fn at(&self, seconds: u64, draw: Draw) -> &B {
        self.steering.at(seconds);
        self.steering.draws(draw);
        &self.cache
    }

    /// Opens another cache at the same place, as another process has it.
    pub(crate) fn another(&self) -> B {
        B::from_config(&self.place).unwrap()
    }

    /// Opens a cache of another client at the same place; with shards, a place of one of them.
    pub(super) fn plain(&self) -> BareCache {
        BareCache::from_config(&self.place).unwrap()
    }

    /// Returns the bytes at a key.
    pub(crate) async fn stored(&self, key: &str) -> Vec<u8> {
        self.ok(self.cache.action(read("GET").key(key).returns(reply::bytes))).await.expect("something is stored")
    }

    /// Expects that the operation works; a failure names the line of the behaviour.
    #[track_caller]
    pub(crate) fn ok<'c, O: Operation + 'c>(&self, action: Action<'c, B, O>) -> impl Future<Output = O::Output> {
        let place = Location::caller();
        async move { S::go(action).await.unwrap_or_else(|error| panic!("at {place}: {error}")) }
    }

    /// Expects that a key goes after this time, less what a slow machine may have taken.
    #[track_caller]
    pub(crate) fn lasts(&self, key: &'static str, seconds: u64) -> impl Future<Output = ()> {
        let (place, ttl) = (Location::caller(), self.ok(self.cache.pttl(key)));
        async move {
            let (left, wanted) = (ttl.await, Duration::from_secs(seconds));
            let is_about = matches!(left, Ttl::Left(left) if left <= wanted && left + MINUTE / 2 > wanted);
            assert!(is_about, "at {place}: {left:?}, expected {wanted:?}");
        }
    }
}
