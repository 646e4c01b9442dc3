use redis::Value;
use valkey_cache_tests::{Namespace, fresh_prefix, shared};

#[test]
fn namespaces_do_not_meet() {
    let (one, other) = (Namespace::new(), Namespace::new());
    one.command(&["SET", "key", "one"]).unwrap();
    other.command(&["SET", "key", "other"]).unwrap();
    other.command(&["FLUSHDB"]).unwrap();
    assert_eq!(one.command(&["GET", "key"]).unwrap(), Value::BulkString(b"one".to_vec()));
    assert_eq!(other.command(&["DBSIZE"]).unwrap(), Value::Int(0));
}

#[test]
fn a_namespace_is_a_database_of_the_shared_server() {
    let namespace = Namespace::new();
    assert_ne!(namespace.db(), 0);
    assert_eq!(namespace.url(), shared().url_db(namespace.db()));
}

#[test]
fn prefixes_are_fresh() {
    assert_ne!(fresh_prefix(), fresh_prefix());
}
