use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::values::{Unwritable, user};
use super::{Case, Style, behaviours};

behaviours! {
    twelve_of_different_types,
    as_many_as_there_are,
    one_bad_reply_hides_no_other,
    what_cannot_be_sent_hides_no_other,
    each_has_its_version,
}

async fn twelve_of_different_types<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let (a, b, c, d, e, f, g, h, i, j, k, l) = case
        .ok(cache.batch((
            cache.set("k", &1),
            cache.hincrby("n", "f", 5),
            cache.get::<i64>("k"),
            cache.get::<String>("missing"),
            cache.hset("h", [("f", user())]),
            cache.hlen("h"),
            cache.sadd("s", [1, 2]),
            cache.smismember("s", [1, 3]),
            cache.zadd("z", [("m", 0.5)]),
            cache.zrange::<String>("z", ..).with_scores(),
            cache.persist("k"),
            cache.ttl("k"),
        )))
        .await;
    assert!(a.unwrap());
    assert_eq!((b.unwrap(), c.unwrap(), d.unwrap()), (5, Some(1), None));
    assert_eq!((e.unwrap(), f.unwrap(), g.unwrap()), (1, 1, 2));
    assert_eq!(h.unwrap(), [true, false]);
    assert_eq!((i.unwrap(), j.unwrap()), (1, vec![("m".to_owned(), 0.5)]));
    assert_eq!((k.unwrap(), l.unwrap()), (true, Ttl::NoExpiry));
    let (one,) = case.ok(cache.batch((cache.get::<i64>("k"),))).await;
    assert_eq!(one.unwrap(), Some(1));
}

async fn as_many_as_there_are<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let keys: Vec<_> = (0..2500).map(|n| format!("k{n}")).collect();
    let stored =
        case.ok(cache.batch(keys.iter().zip(0..).map(|(key, n)| cache.set(key, &n)).collect::<Vec<_>>())).await;
    assert!(stored.len() == 2500 && stored.into_iter().all(|stored| stored.unwrap()));
    let found = case.ok(cache.batch(keys.iter().map(|key| cache.get::<i32>(key)).collect::<Vec<_>>())).await;
    let found: Vec<_> = found.into_iter().map(|found| found.unwrap().unwrap()).collect();
    assert_eq!(found, (0..2500).collect::<Vec<_>>());
    let none = Vec::from([cache.has_key("k")].map(Some)).into_iter().skip(1).flatten().collect::<Vec<_>>();
    assert!(case.ok(cache.batch(none)).await.is_empty());
}

async fn one_bad_reply_hides_no_other<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("text", "x")).await;
    let (a, b, c, d, e) = case
        .ok(cache.batch((
            cache.set("before", &1),
            cache.hincrby("text", "f", 1),
            cache.get::<i32>("text"),
            cache.rpush("text", [1]),
            cache.set("after", &2),
        )))
        .await;
    assert!(a.unwrap() && e.unwrap());
    let errors = [b.unwrap_err(), c.unwrap_err(), d.unwrap_err()];
    assert_eq!(
        errors.each_ref().map(|error| error.kind()),
        [ErrorKind::WrongType, ErrorKind::Decode, ErrorKind::WrongType]
    );
    for error in &errors {
        assert_eq!(error.key(), Some(cache.make_key("text", None).as_str()), "{error}");
        assert!(error.operation().is_some(), "{error}");
    }
    assert_eq!(case.ok(cache.get_many::<i32, _>(["before", "after"])).await.len(), 2);
}

async fn what_cannot_be_sent_hides_no_other<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let (a, b, c, d) = case
        .ok(cache.batch((
            cache.set("bad", &Unwritable),
            cache.set("good", &1),
            cache.sadd("empty", [0; 0]),
            cache.get::<i32>("good"),
        )))
        .await;
    assert_eq!(a.unwrap_err().kind(), ErrorKind::Encode);
    assert!(b.unwrap());
    assert_eq!(c.unwrap_err().kind(), ErrorKind::InvalidInput);
    assert_eq!(d.unwrap(), Some(1));
    let refused = case.ok(cache.batch(vec![cache.set("bad", &Unwritable), cache.set("good", &2)])).await;
    assert!(refused[0].is_err() && refused[1].is_ok());
    let all = case.ok(cache.batch(vec![cache.set("bad", &Unwritable)])).await;
    assert!(all[0].is_err());
}

async fn each_has_its_version<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let (a, b) = case.ok(cache.batch((cache.set("k", &1), cache.set("k", &2).version(2)))).await;
    assert!(a.unwrap() && b.unwrap());
    // The batch's counts for those that name none.
    let found = case.ok(cache.batch(vec![cache.get::<i32>("k"), cache.get::<i32>("k").version(1)]).version(2)).await;
    assert_eq!(found.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [Some(2), Some(1)]);
}
