use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::operation::{Reply, ServerError};
use valkey_cache::prelude::*;

use super::{Scripted, bytes, cache, finish};

#[test]
fn a_tuple_is_one_round_trip() {
    let script = Scripted::new().expect_all([
        ("GET app:1:a", bytes("1")),
        ("SET app:1:b 2 PX 300000", Reply::Ok),
        ("script:GET app:1:c 3", bytes("4")),
    ]);
    let cache = cache();
    let batch = cache.batch((cache.get::<i32>("a"), cache.set("b", &2), cache.incr("c", 3)));
    let (a, b, c) = finish(batch.execute_on(&script)).unwrap();
    assert_eq!((a.unwrap(), b.unwrap(), c.unwrap()), (Some(1), true, 4));
    script.done();
}

#[test]
fn what_depends_on_options_is_decided_in_the_batch() {
    let script = Scripted::new()
        .with_settings(|settings| settings.timeout = Timeout::Never)
        .with_version(2)
        .expect_all([("SET app:2:a 1", Reply::Ok), ("DEL app:5:b", Reply::Int(0)), ("EXISTS app:2:c", Reply::Int(1))]);
    let cache = cache();
    let batch = cache.batch(vec![
        cache.set("a", &1),
        cache.set("b", &1).timeout(Duration::ZERO).version(5),
        cache.add("c", &1).timeout(Duration::ZERO),
    ]);
    let answers = finish(batch.execute_on(&script)).unwrap();
    assert_eq!(answers.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [true, true, false]);
    script.done();
}

#[test]
fn each_has_a_result_of_its_own() {
    let wrong_type = Reply::Error(ServerError::new("WRONGTYPE", "Operation against a key"));
    let script = Scripted::new().expect_all([("GET app:1:a", wrong_type), ("GET app:1:c", bytes("3"))]);
    let cache = cache();
    // The one in the middle is not sent, and the answers still find theirs.
    let batch = cache.batch((cache.get::<i32>("a"), cache.sadd("b", [0; 0]), cache.get::<i32>("c")));
    let (a, b, c) = finish(batch.execute_on(&script)).unwrap();
    let (a, b) = (a.unwrap_err(), b.unwrap_err());
    assert_eq!((a.kind(), a.key(), a.operation()), (ErrorKind::WrongType, Some("app:1:a"), Some("GET")));
    assert_eq!((b.kind(), b.key(), b.operation()), (ErrorKind::InvalidInput, Some("app:1:b"), Some("SADD")));
    assert_eq!(b.alias(), a.alias());
    assert_eq!(c.unwrap(), Some(3));
    script.done();
}

#[test]
fn a_batch_fails_as_a_whole_when_it_cannot_be_sent() {
    let script = Scripted::new().expect_failure("GET app:1:a", ErrorKind::Connection);
    let cache = cache();
    let error = finish(cache.batch(vec![cache.get::<i32>("a")]).execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}
