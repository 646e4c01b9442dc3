use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::values::{User, sorted, user};
use super::{Case, Style, behaviours};

behaviours! {
    members_are_values,
    a_missing_set_is_an_empty_one,
    members_move,
    random_members,
    set_algebra,
    set_algebra_is_stored,
    pages_bring_every_member,
}

async fn members_are_values<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.sadd("s", [1, 2, 2])).await, 2);
    assert_eq!(case.ok(cache.sadd("s", [2, 3])).await, 1);
    assert_eq!(case.ok(cache.scard("s")).await, 3);
    assert!(case.ok(cache.sismember("s", &2)).await);
    assert!(!case.ok(cache.sismember("s", &4)).await);
    assert!(!case.ok(cache.sismember("s", "2")).await, "a text is another value than a number");
    assert_eq!(case.ok(cache.smismember("s", [1, 4, 3])).await, [true, false, true]);
    assert_eq!(sorted(case.ok(cache.smembers::<i32>("s")).await), [1, 2, 3]);
    assert_eq!(case.ok(cache.srem("s", [1, 4])).await, 1);
    assert_eq!(case.ok(cache.sadd("users", [user(), user()])).await, 1);
    assert_eq!(case.ok(cache.smembers::<User>("users")).await, [user()]);
    case.ok(cache.sadd("s", [9]).version(2)).await;
    assert_eq!(case.ok(cache.scard("s")).await, 2);
    case.fails(cache.sadd("s", [0; 0]), ErrorKind::InvalidInput).await;
}

async fn a_missing_set_is_an_empty_one<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.scard("s")).await, 0);
    assert!(case.ok(cache.smembers::<i32>("s")).await.is_empty());
    assert_eq!(case.ok(cache.smismember("s", [1, 2])).await, [false, false]);
    assert!(case.ok(cache.spop::<i32>("s", 1)).await.is_empty());
    assert!(case.ok(cache.srandmember::<i32>("s", 1)).await.is_empty());
    assert_eq!(case.ok(cache.srem("s", [1])).await, 0);
    assert!(case.ok(cache.sinter::<i32, _>(["s", "t"])).await.is_empty());
    assert!(case.items(cache.sscan_iter::<i32>("s")).await.is_empty());
}

async fn members_move<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.sadd("s", [1, 2])).await;
    assert!(case.ok(cache.smove("s", "t", &1)).await);
    assert!(!case.ok(cache.smove("s", "t", &1)).await);
    assert_eq!(case.ok(cache.smembers::<i32>("s")).await, [2]);
    assert_eq!(case.ok(cache.smembers::<i32>("t")).await, [1]);
    assert!(case.ok(cache.smove("s", "t", &2)).await);
    assert!(!case.ok(cache.has_key("s")).await);
}

async fn random_members<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.sadd("s", 0..10)).await;
    let mut some = sorted(case.ok(cache.srandmember::<i32>("s", 4)).await);
    some.dedup();
    assert_eq!(some.len(), 4);
    assert_eq!(sorted(case.ok(cache.srandmember::<i32>("s", 100)).await), (0..10).collect::<Vec<_>>());
    let many = case.ok(cache.srandmember::<i32>("s", -50)).await;
    assert!(many.len() == 50 && many.iter().all(|member| (0..10).contains(member)));
    assert_eq!(case.ok(cache.scard("s")).await, 10);

    let one = case.ok(cache.spop::<i32>("s", 1)).await;
    let others = case.ok(cache.spop::<i32>("s", 100)).await;
    assert_eq!((one.len(), others.len()), (1, 9));
    assert_eq!(sorted([one, others].concat()), (0..10).collect::<Vec<_>>());
    assert!(!case.ok(cache.has_key("s")).await);
}

async fn set_algebra<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.sadd("a", [1, 2, 3])).await;
    case.ok(cache.sadd("b", [2, 3, 4])).await;
    case.ok(cache.sadd("c", [3])).await;
    assert_eq!(sorted(case.ok(cache.sdiff::<i32, _>(["a", "b"])).await), [1]);
    assert_eq!(sorted(case.ok(cache.sdiff::<i32, _>(["a"])).await), [1, 2, 3]);
    assert_eq!(sorted(case.ok(cache.sinter::<i32, _>(["a", "b", "c"])).await), [3]);
    assert_eq!(sorted(case.ok(cache.sunion::<i32, _>(["a", "b", "missing"])).await), [1, 2, 3, 4]);
    assert!(case.ok(cache.sunion::<i32, _>(["a"]).version(2)).await.is_empty());
    case.ok(cache.set("text", &1)).await;
    case.fails(cache.sunion::<i32, _>(["a", "text"]), ErrorKind::WrongType).await;
}

async fn set_algebra_is_stored<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.sadd("a", [1, 2, 3])).await;
    case.ok(cache.sadd("b", [2, 3, 4])).await;
    assert_eq!(case.ok(cache.sdiffstore("d", ["a", "b"])).await, 1);
    assert_eq!(case.ok(cache.smembers::<i32>("d")).await, [1]);
    assert_eq!(case.ok(cache.sinterstore("d", ["a", "b"])).await, 2);
    assert_eq!(sorted(case.ok(cache.smembers::<i32>("d")).await), [2, 3]);
    assert_eq!(case.ok(cache.sunionstore("a", ["a", "b"])).await, 4);
    assert_eq!(sorted(case.ok(cache.smembers::<i32>("a")).await), [1, 2, 3, 4]);
    assert_eq!(case.ok(cache.sdiffstore("d", ["b", "b"])).await, 0);
    assert!(!case.ok(cache.has_key("d")).await);
}

async fn pages_bring_every_member<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let members: Vec<String> = sorted((0..700).map(|n| format!("member {n}")).collect());
    case.ok(cache.sadd("s", &members)).await;
    let mut all = sorted(case.items(cache.sscan_iter::<String>("s").itersize(20)).await);
    all.dedup();
    assert_eq!(all, members);

    let (mut cursor, mut all, mut pages) = (0, Vec::new(), 0);
    loop {
        let page = case.ok(cache.sscan::<String>("s", cursor, 20)).await;
        (cursor, pages) = (page.cursor, pages + 1);
        all.extend(page.items);
        if cursor == 0 {
            break;
        }
    }
    all.sort();
    all.dedup();
    assert_eq!(all, members);
    assert!(pages > 1);
    assert!(case.items(cache.sscan_iter::<String>("s").version(2)).await.is_empty());
}
