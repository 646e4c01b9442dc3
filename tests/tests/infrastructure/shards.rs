use redis::Value;
use valkey_cache_tests::Shards;

#[test]
fn shards_know_nothing_of_each_other() {
    let shards = Shards::start(3);
    for (server, url) in shards.servers().iter().zip(shards.urls()) {
        assert_eq!(server.url(), url);
        assert_eq!(server.command(&["DBSIZE"]).unwrap(), Value::Int(0));
        assert_eq!(server.command(&["SET", "key", "value"]).unwrap(), Value::Okay);
        assert_eq!(server.info("replication")["connected_slaves"], "0");
    }
    assert_eq!(shards.servers().len(), 3);
}
