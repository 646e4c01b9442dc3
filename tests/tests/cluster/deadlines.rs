//! A call has one timeout, however much of it passes before the nodes that it is for are known.

use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, key_slot};
use valkey_cache_tests::load::timed;
use valkey_cache_tests::{Cluster, Proxy};

use super::{AwaitedCluster, RunCluster, at};

const TIMEOUT: Duration = Duration::from_secs(1);
/// A tenth more, and what a busy machine adds.
const LIMIT: Duration = Duration::from_millis(1100 + 300);
/// So many names of the location lead into a network that swallows. They are asked first, three at a time, and with each
/// three a quarter of the timeout passes.
const SWALLOWED: usize = 6;

/// A cluster of which one node hangs, and which takes long to find.
struct Scene {
    location: Vec<String>,
    /// A key whose first version is on a node that is well, and whose second is on the one that hangs.
    key: String,
    _swallowed: [Proxy; SWALLOWED],
    _cluster: Cluster,
}

impl Scene {
    fn begin() -> Self {
        // The nodes are not to find out before the test is over: they would refuse what they are asked then.
        let cluster = Cluster::builder().replicas(0).node_timeout(TIMEOUT * 60).start();
        let (well, hanging) = (&cluster.nodes()[0], &cluster.nodes()[2]);
        let swallowed = [(); SWALLOWED].map(|()| Proxy::to(well.addr()));
        swallowed.iter().for_each(Proxy::black_hole);
        let cache = RunCluster::from_config(&at(&cluster)).unwrap();
        let node = |key: &String, version| cluster.primary_of(key_slot(cache.make_key(key, Some(version)).as_str()));
        let parts = |key: &String| node(key, 1) == well && node(key, 2) == hanging;
        let key = numbered(1000).find(parts).expect("the nodes share the slots evenly");
        cache.set(&key, &1).run().unwrap();
        hanging.pause();
        let location = swallowed.iter().map(Proxy::url).chain(cluster.urls()).collect();
        Self { location, key, _swallowed: swallowed, _cluster: cluster }
    }

    /// The options of a cache that knows no nodes yet: caches share what they know if their options are the same.
    fn config(&self, client_name: &str) -> CacheConfig {
        CacheConfig::new().location(self.location.clone()).socket_timeout(TIMEOUT).client_name(client_name)
    }
}

fn numbered(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("key:{number}"))
}

#[track_caller]
fn assert_keeps_its_timeout(name: &str, call: impl FnOnce()) {
    let began = Instant::now();
    let ((), took) = timed(call);
    assert!(began.elapsed() > TIMEOUT / 2, "{name} found the nodes at once");
    assert!(took <= LIMIT, "{name} took {took:?}");
}

/// Makes a test in each style that makes these calls at the same time, each of a cache of its own.
macro_rules! keep_their_timeouts {
    ($($name:ident: |$cache:ident, $key:ident| $call:expr),+ $(,)?) => {
        #[test]
        fn run() {
            let scene = Scene::begin();
            thread::scope(|scope| {
                $(scope.spawn(|| {
                    let $cache = RunCluster::from_config(&scene.config(stringify!($name))).unwrap();
                    let $key = scene.key.as_str();
                    assert_keeps_its_timeout(stringify!($name), || drop($call.run()));
                });)+
            });
        }

        #[test]
        fn awaited() {
            let scene = Scene::begin();
            thread::scope(|scope| {
                $(scope.spawn(|| {
                    let $cache = AwaitedCluster::from_config(&scene.config(stringify!($name))).unwrap();
                    let $key = scene.key.as_str();
                    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                    assert_keeps_its_timeout(stringify!($name), || drop(runtime.block_on($call.into_future())));
                });)+
            });
        }
    };
}

keep_their_timeouts! {
    get: |cache, key| cache.get::<i32>(key).version(2),
    flush_all: |cache, _key| cache.flush_all(),
    keys: |cache, _key| cache.keys("*"),
    clear: |cache, _key| cache.clear(),
    batch: |cache, key| cache.batch((cache.get::<i32>(key), cache.get::<i32>(key).version(2))),
    batch_for_all: |cache, key| cache.batch((cache.get::<i32>(key), cache.ping())),
    batch_in_parts: |cache, _key| cache.batch(numbered(4000).map(|key| cache.get::<i32>(key)).collect::<Vec<_>>()),
    get_many: |cache, _key| cache.get_many::<i32, _>(numbered(50)),
    incr_version: |cache, key| cache.incr_version(key, 1),
}
