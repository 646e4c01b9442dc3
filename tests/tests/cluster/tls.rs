//! A cluster whose nodes speak TLS: the address that a node gives of another is reached by TLS too.

use valkey_cache::prelude::*;
use valkey_cache_tests::{Cluster, Tls, eventually};

use super::{RunCluster, at};

#[test]
fn all_nodes_are_reached_by_tls() {
    let cluster = Cluster::builder().replicas(0).start();
    let doors = cluster.nodes().iter().map(|node| Tls::to(node)).collect::<Vec<_>>();
    for (node, door) in cluster.nodes().iter().zip(&doors) {
        node.command(&["CONFIG", "SET", "cluster-announce-port", &door.addr().port().to_string()]).unwrap();
    }
    // Each door has an authority of its own.
    let folder = tempfile::tempdir().unwrap();
    let authorities = folder.path().join("all.pem");
    let texts = doors.iter().map(|door| std::fs::read_to_string(door.ca()).unwrap());
    std::fs::write(&authorities, texts.collect::<String>()).unwrap();

    let slots = |node: &valkey_cache_tests::Node| format!("{:?}", node.command(&["CLUSTER", "SLOTS"]).unwrap());
    let knows = |slots: &str| doors.iter().all(|door| slots.contains(&door.addr().port().to_string()));
    eventually(std::time::Duration::from_secs(30), || cluster.nodes().iter().all(|node| knows(&slots(node))));

    let config = at(&cluster).location(doors[0].url()).ssl_ca_certs(&authorities);
    let cache = RunCluster::from_config(&config).unwrap();
    let keys = (0..60).map(|n| (format!("key:{n}"), n)).collect::<Vec<_>>();
    assert_eq!(cache.set_many(keys.clone()).run().unwrap(), 60);
    assert_eq!(cache.get_many::<i32, _>(keys.iter().map(|(key, _)| key)).run().unwrap().len(), 60);
    assert_eq!(cache.iter_keys("key:*").count(), 60);
}
