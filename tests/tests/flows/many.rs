use std::time::Duration;

use valkey_cache::operation::{Reply, ServerError};
use valkey_cache::prelude::*;
use valkey_cache::{ErrorKind, Timeout};

use super::{Scripted, bytes, cache, finish};

fn made(keys: std::ops::Range<usize>) -> String {
    keys.map(|n| format!("app:1:k{n}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn get_many_is_one_command() {
    let script =
        Scripted::new().expect("MGET app:1:a app:1:b app:1:c", Reply::List(vec![bytes("1"), Reply::Nil, bytes("3")]));
    let found = finish(cache().get_many::<i32, _>(["a", "b", "c"]).execute_on(&script)).unwrap();
    assert_eq!(found, [("a".to_owned(), 1), ("c".to_owned(), 3)].into());
    assert_eq!(script.hits(), Some(2));
    script.done();
}

#[test]
fn in_part_get_many_reports_what_fails() {
    let refused = Reply::Error(ServerError::new("WRONGTYPE", "it is a list"));
    let script = Scripted::new().expect_all([
        ("GET app:1:a", bytes("1")),
        ("GET app:1:missing", Reply::Nil),
        ("GET app:1:text", bytes("\"text\"")),
        ("GET app:1:list", refused),
    ]);
    let cache = cache();
    let get_many = cache.get_many::<i32, _>(["a", "missing", "text", "list"]).partial();
    let answer = finish(get_many.execute_on(&script)).unwrap();
    assert_eq!(answer.found, [("a".to_owned(), 1)].into());
    assert_eq!(answer.failed.len(), 2);
    assert_eq!(answer.failed["text"].kind(), ErrorKind::Decode);
    assert_eq!(answer.failed["list"].kind(), ErrorKind::WrongType);
    assert_eq!(script.hits(), Some(1));
    script.done();
}

#[test]
fn get_many_goes_in_parts_of_500() {
    let nothing = |count| Reply::List(vec![Reply::Nil; count]);
    let script = Scripted::new()
        .expect(&format!("MGET {}", made(0..500)), nothing(500))
        .expect(&format!("MGET {}", made(500..1000)), nothing(500))
        .expect(&format!("MGET {}", made(1000..1001)), nothing(1));
    let keys = (0..1001).map(|n| format!("k{n}"));
    assert!(finish(cache().get_many::<i32, _>(keys).execute_on(&script)).unwrap().is_empty());
    script.done();
}

#[test]
fn nothing_is_sent_for_nothing() {
    let (script, none) = (Scripted::new(), [""; 0]);
    assert!(finish(cache().get_many::<i32, _>(none).execute_on(&script)).unwrap().is_empty());
    assert_eq!(finish(cache().set_many([("k", 1); 0]).execute_on(&script)).unwrap(), 0);
    assert_eq!(finish(cache().delete_many(none).execute_on(&script)).unwrap(), 0);
}

#[test]
fn an_unreadable_value_is_named() {
    let script = Scripted::new().expect("MGET app:1:a app:1:b", Reply::List(vec![bytes("1"), bytes("\"x\"")]));
    let error = finish(cache().get_many::<i32, _>(["a", "b"]).execute_on(&script)).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some("app:1:b")));
}

#[test]
fn set_many_is_one_round_trip() {
    let script =
        Scripted::new().expect_all([("SET app:1:a 1 PX 300000", Reply::Ok), ("SET app:1:b 2 PX 300000", Reply::Ok)]);
    assert_eq!(finish(cache().set_many([("a", 1), ("b", 2)]).execute_on(&script)).unwrap(), 2);
    script.done();
}

#[test]
fn set_many_has_the_options_of_set() {
    let values = [("a", 1), ("b", 2)];
    let script = Scripted::new().expect_all([("SET app:1:a 1 NX", Reply::Ok), ("SET app:1:b 2 NX", Reply::Nil)]);
    let cache = cache();
    let stored = cache.set_many(values).nx().timeout(Timeout::Never);
    assert_eq!(finish(stored.execute_on(&script)).unwrap(), 1);
    script.done();

    let script =
        Scripted::new().expect_all([("SET app:1:a 1 PX 1500 XX", Reply::Ok), ("SET app:1:b 2 PX 1500 XX", Reply::Ok)]);
    let stored = cache.set_many(values).xx().timeout(Duration::from_millis(1500));
    assert_eq!(finish(stored.execute_on(&script)).unwrap(), 2);
    script.done();

    let script = Scripted::new().expect_all([("DEL app:1:a", Reply::Int(1)), ("DEL app:1:b", Reply::Int(0))]);
    finish(cache.set_many(values).timeout(Duration::ZERO).execute_on(&script)).unwrap();
    script.done();
}

#[test]
fn set_many_goes_in_parts_of_a_megabyte() {
    let value = "x".repeat(600_000);
    let set = |key| format!("SET app:1:{key} \"{value}\" PX 300000");
    let (a, b, c) = (set("a"), set("b"), set("c"));
    let script = Scripted::new()
        .expect_all([(a.as_str(), Reply::Ok), (b.as_str(), Reply::Ok)])
        .expect_all([(c.as_str(), Reply::Ok)]);
    let values = ["a", "b", "c"].map(|key| (key, value.as_str()));
    assert_eq!(finish(cache().set_many(values).execute_on(&script)).unwrap(), 3);
    script.done();
}

#[test]
fn set_many_tells_the_first_error() {
    let full = Reply::Error(ServerError::new("OOM", "command not allowed"));
    let script =
        Scripted::new().expect_all([("SET app:1:a 1 PX 300000", Reply::Ok), ("SET app:1:b 2 PX 300000", full)]);
    let error = finish(cache().set_many([("a", 1), ("b", 2)]).execute_on(&script)).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::OutOfMemory, Some("app:1:b")));
}

#[test]
fn delete_many_goes_in_parts_of_500() {
    let script = Scripted::new()
        .expect(&format!("DEL {}", made(0..500)), Reply::Int(400))
        .expect(&format!("DEL {}", made(500..502)), Reply::Int(2));
    let keys = (0..502).map(|n| format!("k{n}"));
    assert_eq!(finish(cache().delete_many(keys).execute_on(&script)).unwrap(), 402);
    script.done();
}
