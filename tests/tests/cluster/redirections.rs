//! Slots that move, nodes that take over, and replicas that serve reads.

use std::time::Duration;

use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache::{Error, key_slot};
use valkey_cache_tests::{Cluster, Node};

use super::{AwaitedCluster, RunCluster, at};

const KEYS: usize = 20;

fn names() -> Vec<String> {
    (0..KEYS).map(|n| format!("{{moving}}:{n}")).collect()
}

/// A primary that does not serve the slot of `names`.
fn elsewhere(cluster: &Cluster, slot: u16) -> &Node {
    cluster.nodes().iter().find(|node| cluster.serves(node) && *node != cluster.primary_of(slot)).unwrap()
}

/// Every name has its number, one by one, together, in one command and in a batch.
fn all_are_there(cache: &RunCluster) -> Result<(), Error> {
    for (n, name) in names().into_iter().enumerate() {
        assert_eq!(cache.get::<usize>(name).run()?, Some(n));
    }
    assert_eq!(cache.get_many::<usize, _>(names()).partial().run()?.found.len(), KEYS);
    let gets = cache.batch(names().into_iter().map(|name| cache.get::<usize>(name)).collect::<Vec<_>>()).run()?;
    for (n, got) in gets.into_iter().enumerate() {
        assert_eq!(got?, Some(n));
    }
    Ok(())
}

#[test]
fn a_slot_on_the_move_serves_all_its_keys() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = RunCluster::from_config(&at(&cluster)).unwrap();
    let slot = cache.keyslot("{moving}");
    assert_eq!(cache.set_many(names().into_iter().enumerate().map(|(n, name)| (name, n))).run().unwrap(), KEYS as u64);
    let moving = cluster.begin_move(slot, elsewhere(&cluster, slot));
    assert_eq!(moving.move_keys(KEYS / 2), KEYS / 2);
    all_are_there(&cache).unwrap();
    // A new key is made where the slot goes to; a number counts on where it is; a script runs there.
    cache.set("{moving}:new", &1).run().unwrap();
    assert_eq!(cache.incr("{moving}:new", 1).run().unwrap(), 2);
    let guard = cache.get_lock("{moving}:lock").timeout(Duration::from_secs(10)).acquire().run().unwrap().unwrap();
    guard.release().run().unwrap();
    moving.finish();
    all_are_there(&cache).unwrap();
    assert_eq!(cache.get_many::<usize, _>(names()).run().unwrap().len(), KEYS);
    // One that comes later knows it from the start.
    all_are_there(&RunCluster::from_config(&at(&cluster)).unwrap()).unwrap();
    assert_eq!(cache.delete_pattern("{moving}:*").run().unwrap(), KEYS as u64 + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn awaited_a_slot_on_the_move_serves_all_its_keys() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = AwaitedCluster::from_config(&at(&cluster)).unwrap();
    let slot = cache.keyslot("{moving}");
    cache.set_many(names().into_iter().enumerate().map(|(n, name)| (name, n))).await.unwrap();
    let moving = cluster.begin_move(slot, elsewhere(&cluster, slot));
    moving.move_keys(KEYS / 2);
    assert_eq!(cache.get_many::<usize, _>(names()).partial().await.unwrap().found.len(), KEYS);
    let gets = names().into_iter().map(|name| cache.get::<usize>(name)).collect::<Vec<_>>();
    let gets = cache.batch(gets).await.unwrap().into_iter().map(|got| got.unwrap()).collect::<Vec<_>>();
    assert_eq!(gets, (0..KEYS).map(Some).collect::<Vec<_>>());
    assert_eq!(cache.get_or_set("{moving}:new", async || 7).await.unwrap(), 7);
    moving.finish();
    assert_eq!(cache.get::<i32>("{moving}:new").await.unwrap(), Some(7));
    assert_eq!(cache.get_many::<usize, _>(names()).await.unwrap().len(), KEYS);
}

#[test]
fn a_cache_goes_on_when_another_node_takes_over() {
    let cluster = Cluster::start();
    let cache = RunCluster::from_config(&at(&cluster)).unwrap();
    cache.set("key", "before").run().unwrap();
    let slot = cache.keyslot("key");
    cluster.fail_over(slot);
    assert_eq!(cache.get::<String>("key").run().unwrap().as_deref(), Some("before"));
    cache.set("key", "after").run().unwrap();
    let primary = cluster.primary_of(slot);
    primary.wait_for_replicas(1);
    primary.kill();
    // Longer than the nodes take to find out; the call waits for them.
    let patient = RunCluster::from_config(&at(&cluster).socket_timeout(Duration::from_secs(20))).unwrap();
    assert_eq!(patient.get::<String>("key").run().unwrap().as_deref(), Some("after"));
    cache.set("key", "at last").run().unwrap();
    assert_eq!(patient.get::<String>("key").run().unwrap().as_deref(), Some("at last"));
}

/// A replica would run a script up to its first write, and answer what it found until then.
#[test]
fn scripts_follow_the_primary() {
    let cluster = Cluster::start();
    // Each has connections of its own, and hears of the new primary from its own call.
    let [count, keep, guard] = ["count", "keep", "guard"].map(|name| {
        let cache = RunCluster::from_config(&at(&cluster).client_name(name)).unwrap();
        cache.set(format!("{{scripts}}:{name}"), &1).run().unwrap();
        cache
    });
    let held = guard.get_lock("{scripts}:lock").acquire().run().unwrap().unwrap();
    let slot = count.keyslot("{scripts}");
    cluster.primary_of(slot).wait_for_replicas(1);
    cluster.fail_over(slot);
    assert_eq!(count.incr("{scripts}:count", 1).run().unwrap(), 2);
    assert!(keep.touch("{scripts}:keep").timeout(Timeout::Never).run().unwrap());
    held.release().run().unwrap();
    assert!(!guard.get_lock("{scripts}:lock").is_locked().run().unwrap());
}

#[test]
fn nodes_of_the_location_may_be_down() {
    let cluster = Cluster::start();
    cluster.nodes()[0].kill();
    cluster.wait_for_failover(0, &cluster.nodes()[0]);
    let cache = RunCluster::open([cluster.urls()[0].clone(), cluster.urls()[1].clone()]).unwrap();
    for name in names().into_iter().chain((0..50).map(|n| n.to_string())) {
        cache.set(name, &1).run().unwrap();
    }
}

/// How often a node was asked for a value.
fn gets(node: &Node) -> u64 {
    let stats = node.info("commandstats");
    let calls =
        stats.get("cmdstat_get").and_then(|stats| stats.strip_prefix("calls=")?.split(',').next()?.parse().ok());
    calls.unwrap_or_default()
}

#[test]
fn replicas_serve_reads_when_they_may() {
    let cluster = Cluster::start();
    let cache = RunCluster::from_config(&at(&cluster)).unwrap();
    let slot = cache.keyslot("key");
    let (primary, replica) = (cluster.primary_of(slot), cluster.replicas_of(slot)[0]);
    cache.set("key", &1).run().unwrap();
    primary.wait_for_replicas(1);
    let read = |cache: &RunCluster| assert_eq!(cache.get::<i32>("key").run().unwrap(), Some(1));
    let count = || (gets(primary), gets(replica));
    let (of_primary, of_replica) = count();
    read(&cache);
    assert_eq!(count(), (of_primary + 1, of_replica));
    cache.readonly();
    read(&cache);
    assert_eq!(count(), (of_primary + 1, of_replica + 1));
    cache.readwrite();
    read(&cache);
    assert_eq!(count(), (of_primary + 2, of_replica + 1));

    let config = at(&cluster).read_from_replicas(true);
    let by_option = RunCluster::from_config(&config).unwrap();
    read(&by_option);
    assert_eq!(count(), (of_primary + 2, of_replica + 2));
    assert_eq!(by_option.get_many::<i32, _>(["key", "other"]).run().unwrap().len(), 1);
    assert_eq!(count().0, of_primary + 2);
    // A batch that writes anything goes to primaries as a whole, so that it reads what it wrote.
    let (_, got) = by_option.batch((by_option.set("other", &2), by_option.get::<i32>("other"))).run().unwrap();
    assert_eq!(got.unwrap(), Some(2));

    replica.kill();
    for _ in 0..10 {
        read(&by_option);
    }
    let awaited = AwaitedCluster::from_config(&config).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(async { awaited.get::<i32>("key").await }).unwrap(), Some(1));
}

#[test]
fn logins_and_other_options_hold_for_all_nodes() {
    let cluster = Cluster::builder().replicas(0).user("ada", "p@ss").start();
    let bare = cluster.nodes()[1].addr().to_string();
    let config = CacheConfig::new().location(format!("valkey://{bare}")).client_name("ours");
    let cache = RunCluster::from_config(&config.clone().username("ada").password("p@ss")).unwrap();
    let keys = (0..30).map(|n| format!("key:{n}")).collect::<Vec<_>>();
    assert!(keys.iter().any(|key| key_slot(format!(":1:{key}")) > 12_000));
    for key in &keys {
        cache.set(key, &1).run().unwrap();
    }
    for node in cluster.nodes() {
        let clients: String = redis::from_redis_value(node.command(&["CLIENT", "LIST"]).unwrap()).unwrap();
        assert!(clients.contains("name=ours") && clients.contains("lib-name=valkey-cache"), "{clients}");
    }
    let stranger = RunCluster::from_config(&config.username("ada").password("wrong")).unwrap();
    let error = stranger.set("key", &1).run().unwrap_err();
    assert_eq!(error.kind(), valkey_cache::ErrorKind::Auth, "{error}");
}
