use redis::Value;
use valkey_cache_tests::Server;

#[test]
fn a_replica_has_what_was_written_before_the_wait() {
    let primary = Server::start();
    primary.command(&["SET", "before", "1"]).unwrap();
    let replica = Server::builder().replica_of(&primary).start();
    primary.wait_for_replicas(1);
    assert_eq!(replica.info("replication")["master_link_status"], "up");
    assert_eq!(replica.command(&["GET", "before"]).unwrap(), Value::BulkString(b"1".to_vec()));

    primary.command(&["SET", "after", "2"]).unwrap();
    primary.wait_for_replicas(1);
    assert_eq!(replica.command(&["GET", "after"]).unwrap(), Value::BulkString(b"2".to_vec()));
    // The wait itself leaves no key.
    assert_eq!(primary.command(&["DBSIZE"]).unwrap(), Value::Int(2));
}

#[test]
fn a_replica_knows_the_password_of_its_primary() {
    let primary = Server::builder().requirepass("s3cret").start();
    let _replica = Server::builder().replica_of(&primary).start();
    primary.wait_for_replicas(1);
}
