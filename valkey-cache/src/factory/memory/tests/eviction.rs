//! A full store gives up what expired, then what was used longest ago.

use super::{NOW, bytes, run, run_at, store_of};
use crate::operation::Reply;

#[test]
fn the_key_used_longest_ago_goes_first() {
    let store = store_of(3);
    for command in ["SET a 1", "SET b 2", "SET c 3", "GET a", "SET d 4"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "GET b"), Reply::Nil);
    assert_eq!(run(&store, "MGET a c d"), super::list("1 3 4"));
    assert_eq!(run(&store, "DBSIZE"), Reply::Int(3));
}

#[test]
fn looking_at_a_key_is_not_a_use_and_touch_is() {
    let store = store_of(2);
    for command in ["SET a 1", "SET b 2", "EXISTS a", "TTL a", "TYPE a", "SET c 3"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "EXISTS a"), Reply::Int(0));
    for command in ["TOUCH b", "SET d 4"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "EXISTS b d"), Reply::Int(2));
}

#[test]
fn an_expired_key_goes_before_live_ones() {
    let store = store_of(2);
    run(&store, "SET old 1");
    run(&store, "SET brief 2 PX 10");
    run_at(&store, NOW + 11, "SET new 3");
    assert_eq!(run_at(&store, NOW + 11, "MGET old brief new"), Reply::List(vec![bytes("1"), Reply::Nil, bytes("3")]));
}

#[test]
fn keys_are_counted_whatever_they_hold() {
    let store = store_of(2);
    for command in ["HSET hash a 1 b 2", "RPUSH list a b c", "SADD set a b", "ZADD sorted 1 a"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "DBSIZE"), Reply::Int(2));
    assert_eq!(run(&store, "EXISTS hash list"), Reply::Int(0));
    assert_eq!(run(&store, "SADD set c"), Reply::Int(1));
    assert_eq!(run(&store, "EXISTS set sorted"), Reply::Int(2));
}

#[test]
fn overwriting_and_renaming_evict_nobody() {
    let store = store_of(2);
    for command in ["SET a 1", "SET b 2", "SET b 3", "RENAME b c", "APPEND c 4"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "MGET a c"), super::list("1 34"));
}

#[test]
fn one_command_may_need_more_room_than_there_is() {
    let store = store_of(2);
    assert_eq!(run(&store, "MSET a 1 b 2 c 3 d 4"), Reply::Ok);
    assert_eq!(run(&store, "DBSIZE"), Reply::Int(2));
    assert_eq!(run(&store, "MGET c d"), super::list("3 4"));
}
