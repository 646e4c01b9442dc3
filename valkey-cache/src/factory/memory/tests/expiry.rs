//! What has expired is not there, for no command.

use super::{NOW, bytes, list, run, run_at, store};
use crate::operation::Reply;

#[test]
fn an_expired_key_is_invisible_to_everything() {
    let gone = [
        ("GET brief", Reply::Nil),
        ("EXISTS brief", Reply::Int(0)),
        ("TTL brief", Reply::Int(-2)),
        ("TYPE brief", bytes("none")),
        ("DEL brief", Reply::Int(0)),
        ("DBSIZE", Reply::Int(1)),
        ("KEYS *", list("lasting")),
        ("SCAN 0", Reply::List(vec![bytes("0"), list("lasting")])),
        ("SET brief 3 XX", Reply::Nil),
        ("PERSIST brief", Reply::Int(0)),
    ];
    for (command, reply) in gone {
        // A store of its own for each: the first touch removes the key.
        let store = store();
        run(&store, "SET brief 1 PX 10");
        run(&store, "SET lasting 2");
        assert_eq!(run_at(&store, NOW + 10, "EXISTS brief"), Reply::Int(1));
        assert_eq!(run_at(&store, NOW + 11, command), reply, "{command}");
    }
}

#[test]
fn collections_expire_as_strings_do() {
    let store = store();
    run(&store, "HSET hash a 1");
    run(&store, "PEXPIRE hash 10");
    assert_eq!(run_at(&store, NOW + 11, "HGETALL hash"), list(""));
    assert_eq!(run_at(&store, NOW + 11, "HSET hash b 2"), Reply::Int(1));
    assert_eq!(run_at(&store, NOW + 11, "PTTL hash"), Reply::Int(-1));
}

#[test]
fn the_rest_of_the_time_is_told_in_both_units() {
    let store = store();
    run(&store, "SET a 1 PX 1499");
    assert_eq!(run(&store, "PTTL a"), Reply::Int(1499));
    assert_eq!(run(&store, "TTL a"), Reply::Int(1));
    assert_eq!(run(&store, "PEXPIRETIME a"), Reply::Int(NOW + 1499));
    assert_eq!(run(&store, "EXPIRETIME a"), Reply::Int(NOW / 1000 + 1));
    run(&store, "PEXPIREAT a 9223372036854775807");
    assert_eq!(run(&store, "EXPIRETIME a"), Reply::Int(9_223_372_036_854_776));
}

#[test]
fn writes_keep_or_drop_the_expiry_as_on_the_server() {
    let cases = [
        ("SET a 2", -1),
        ("SET a 2 KEEPTTL", 1000),
        ("GETSET a 2", -1),
        ("MSET a 2", -1),
        ("INCR a", 1000),
        ("APPEND a 2", 1000),
        ("INCRBYFLOAT a 0.5", 1000),
        ("GETEX a", 1000),
        ("GETEX a PERSIST", -1),
        ("GETEX a PX 500", 500),
        ("PERSIST a", -1),
        ("SET a 2 NX", 1000),
        ("EXPIRE a 9 NX", 1000),
        ("EXPIRE a 9 GT", 9000),
        ("EXPIRE a 9 LT", 1000),
        ("EXPIRE a 0", -2),
        ("SET a 2 PXAT 1", -2),
        ("GETEX a EXAT 1", -2),
    ];
    for (command, left) in cases {
        let store = store();
        run(&store, "SET a 1 PX 1000");
        run(&store, command);
        assert_eq!(run(&store, "PTTL a"), Reply::Int(left), "{command}");
    }
}

#[test]
fn a_renamed_key_takes_its_expiry_along() {
    let store = store();
    run(&store, "SET a 1 PX 1000");
    run(&store, "SET b 2 PX 5");
    run(&store, "RENAME a b");
    assert_eq!(run_at(&store, NOW + 6, "PTTL b"), Reply::Int(994));
    assert_eq!(run_at(&store, NOW + 1001, "EXISTS a b"), Reply::Int(0));
}

#[test]
fn a_flushed_store_forgets_expiries_too() {
    let store = store();
    run(&store, "SET a 1 PX 10");
    run(&store, "FLUSHDB");
    run(&store, "SET a 2");
    assert_eq!(run_at(&store, NOW + 11, "GET a"), bytes("2"));
}
