//! What a cluster does with operations that concern several nodes, or none in particular.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use valkey_cache::operation::Access;
use valkey_cache::prelude::*;
use valkey_cache::{ErrorKind, key_slot};
use valkey_cache_tests::{Cluster, Server};

use super::{AwaitedCluster, OneNode, RunCluster, at};

fn numbered(count: usize) -> Vec<(String, usize)> {
    (0..count).map(|n| (format!("key:{n}"), n)).collect()
}

fn names(count: usize) -> impl Iterator<Item = String> {
    numbered(count).into_iter().map(|(name, _)| name)
}

#[test]
fn slots_are_those_of_the_server() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = RunCluster::from_config(&at(&cluster)).unwrap();
    for key in ["", "a", "foo{}{bar}", "foo{bar}{zap}", "foo{{bar}}zap", "foo{bar", "}{a}", "{}", "\u{fc}\n{\u{fc}}"] {
        let made = cache.make_key(key, None);
        let slot = cluster.nodes()[0].command(&["CLUSTER", "KEYSLOT", made.as_str()]).unwrap();
        assert_eq!(slot, redis::Value::Int(cache.keyslot(key).into()), "{key:?}");
        assert_eq!(cache.keyslot(key), key_slot(made.as_str()));
    }
}

#[test]
fn many_keys_are_spread_found_and_deleted() {
    let cluster = Cluster::builder().replicas(0).start();
    // One node is enough to find the others.
    let cache = RunCluster::open(cluster.urls()[1].clone()).unwrap();
    assert_eq!(cache.set_many(numbered(900)).timeout(Duration::from_secs(60)).run().unwrap(), 900);
    assert!(matches!(cache.ttl("key:899").run().unwrap(), Ttl::Left(left) if left > Duration::from_secs(50)));
    for url in cluster.urls() {
        let keys = OneNode::open(url).unwrap().keys("*").run().unwrap().len();
        assert!(keys > 200, "{keys}");
    }
    assert_eq!(cache.get_many::<usize, _>(names(901)).run().unwrap(), HashMap::from_iter(numbered(900)));
    assert_eq!(cache.mget_nonatomic::<usize, _>(names(10)).run().unwrap().len(), 10);
    assert_eq!(cache.keys("key:1*").run().unwrap().len(), 111);
    let found: BTreeSet<_> = cache.iter_keys("key:*").itersize(10).collect::<Result<_, _>>().unwrap();
    assert_eq!(found.len(), 900);
    assert_eq!(cache.delete_many(["key:1", "key:2", "key:3", "missing"]).run().unwrap(), 3);
    assert_eq!(cache.delete_pattern("key:8*").itersize(10).run().unwrap(), 111);
    assert_eq!(cache.clear().run().unwrap(), 900 - 3 - 111);
    cache.mset_nonatomic(numbered(50)).run().unwrap();
    cache.flush_all().run().unwrap();
    assert_eq!(cache.keys("*").run().unwrap().len(), 0);
    assert_eq!(cache.ping().run().unwrap(), "PONG");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_spans_slots() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = AwaitedCluster::from_config(&at(&cluster)).unwrap();
    let sets = numbered(100).into_iter().map(|(key, n)| cache.set(key, &n)).collect::<Vec<_>>();
    assert!(cache.batch(sets).await.unwrap().into_iter().all(|set| set.unwrap()));
    let (one, sum, two, pong, missing) = cache
        .batch((
            cache.get::<usize>("key:1"),
            cache.incr("key:2", 5),
            cache.get::<usize>("key:2"),
            cache.ping(),
            cache.incr("missing", 1),
        ))
        .await
        .unwrap();
    assert_eq!((one.unwrap(), sum.unwrap(), two.unwrap(), pong.unwrap()), (Some(1), 7, Some(7), "PONG".to_owned()));
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::KeyMissing);
    let [moved] = &cache.batch(vec![cache.incr_version("key:1", 1)]).await.unwrap()[..] else { panic!("not one") };
    let error = moved.as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    assert!(error.to_string().contains("would move to another slot"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_have_to_be_together_need_a_tag() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = AwaitedCluster::from_config(&at(&cluster)).unwrap();
    let error = cache.mget::<i32, _>(["a", "b"]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    for part in ["are in different slots", "give them the same tag"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    cache.mset([("{t}a", 1), ("{t}b", 2)]).await.unwrap();
    assert_eq!(cache.mget::<i32, _>(["{t}a", "{t}b"]).await.unwrap().len(), 2);
    // A version may be in another slot.
    for n in 0..10 {
        let key = format!("versioned:{n}");
        cache.set(&key, &n).timeout(Duration::from_secs(60)).await.unwrap();
        assert_eq!(cache.incr_version(&key, 1).await.unwrap(), 2);
        assert_eq!(cache.get::<i32>(&key).version(2).await.unwrap(), Some(n));
    }
}

#[test]
fn a_lock_is_on_the_node_of_its_key() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = RunCluster::from_config(&at(&cluster)).unwrap();
    for n in 0..12 {
        let name = format!("lock:{n}");
        let lock = || cache.get_lock(&name).timeout(Duration::from_secs(10));
        let guard = lock().acquire().run().unwrap().unwrap();
        assert!(lock().blocking_timeout(Duration::ZERO).acquire().run().unwrap().is_none());
        guard.release().run().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_access_leads_to_the_node_of_the_key() {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = AwaitedCluster::from_config(&at(&cluster)).unwrap();
    for (name, n) in numbered(20) {
        cache.set(&name, &n).await.unwrap();
        let mut connection = cache.get_valkey_connection(Access::Read, Some(&name)).await.unwrap();
        let stored: Option<String> =
            redis::cmd("GET").arg(cache.make_key(&name, None).as_str()).query_async(&mut connection).await.unwrap();
        assert_eq!(stored, Some(n.to_string()));
    }
}

#[test]
fn what_is_no_cluster_is_refused() {
    let server = Server::start();
    let cache = RunCluster::open(server.url()).unwrap();
    let error = cache.get::<i32>("key").run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert!(error.to_string().contains("is no node of a cluster"), "{error}");

    #[cache_backend(client = DefaultClusterClient, factory = ConnectionFactory)]
    struct WrongFactory;
    #[cache_backend(client = DefaultClient, factory = ClusterConnectionFactory)]
    struct WrongClient;
    let error = WrongFactory::open(server.url()).err().unwrap();
    assert!(error.to_string().contains("`factory = ClusterConnectionFactory`"), "{error}");
    let error = WrongClient::open(server.url()).err().unwrap();
    assert!(error.to_string().contains("`client = DefaultClusterClient`"), "{error}");
}

#[test]
fn a_store_in_this_process_is_a_cluster_of_one() {
    let cache = RunCluster::open("memory://").unwrap();
    assert_eq!(cache.set_many(numbered(100)).run().unwrap(), 100);
    assert_eq!(cache.get_many::<usize, _>(names(100)).run().unwrap().len(), 100);
    assert_eq!(cache.iter_keys("key:*").count(), 100);
    assert_eq!(cache.delete_pattern("key:9*").run().unwrap(), 11);
    assert_eq!(cache.clear().run().unwrap(), 89);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_herd_client_is_over_a_cluster_too() {
    #[cache_backend(client = HerdClient<DefaultClusterClient>, factory = AsyncClusterConnectionFactory)]
    struct Herd;

    let cluster = Cluster::builder().replicas(0).start();
    let cache = Herd::from_config(&at(&cluster)).unwrap();
    assert_eq!(cache.set_many(numbered(50)).timeout(Duration::from_secs(60)).await.unwrap(), 50);
    assert_eq!(cache.get_many::<usize, _>(names(50)).await.unwrap(), HashMap::from_iter(numbered(50)));
    // The time that the herd has beyond the timeout is the server's affair.
    let left = cluster.primary_of(cache.keyslot("key:1")).command(&["TTL", cache.make_key("key:1", None).as_str()]);
    assert!(matches!(left.unwrap(), redis::Value::Int(left) if (110..=120).contains(&left)));
    assert_eq!(cache.get_or_set("loaded", async || 7).await.unwrap(), 7);
    assert!(cache.touch("key:1").timeout(Duration::from_secs(10)).await.unwrap());
    assert_eq!(cache.incr_version("key:1", 1).await.unwrap(), 2);
    assert_eq!(cache.get::<usize>("key:1").version(2).await.unwrap(), Some(1));
    cache.readonly();
    assert_eq!(cache.get::<usize>("key:2").await.unwrap(), Some(2));
}
