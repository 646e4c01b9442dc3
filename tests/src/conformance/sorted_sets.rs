use valkey_cache::ErrorKind;
use valkey_cache::commands::ScoreBound;
use valkey_cache::prelude::*;

use super::{Case, Style, behaviours};

behaviours! {
    zadd_counts_new_members,
    the_options_of_zadd,
    scores_and_ranks,
    scores_without_end,
    members_are_removed,
    members_are_counted,
}

async fn zadd_counts_new_members<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.zadd("z", [("a", 1.0), ("b", 2.0)])).await, 2);
    assert_eq!(case.ok(cache.zadd("z", [("b", 2.5), ("c", 3.0)])).await, 1);
    assert_eq!(case.ok(cache.zadd("z", [("b", 2.0), ("c", 3.0), ("d", 4.0)]).ch()).await, 2);
    assert_eq!(case.ok(cache.zcard("z")).await, 4);
    assert_eq!(case.ok(cache.zadd("z", [("a", 1.0)]).version(2)).await, 1);
    case.fails(cache.zadd("z", [("a", 1.0); 0]), ErrorKind::InvalidInput).await;
    case.fails(cache.zadd("z", [("a", f64::NAN)]), ErrorKind::InvalidInput).await;
    case.ok(cache.set("k", &1)).await;
    case.fails(cache.zadd("k", [("a", 1.0)]), ErrorKind::WrongType).await;
}

async fn the_options_of_zadd<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.zadd("z", [("a", 5.0)]).xx()).await, 0);
    assert_eq!(case.ok(cache.zcard("z")).await, 0);
    assert_eq!(case.ok(cache.zadd("z", [("a", 5.0)]).nx()).await, 1);
    assert_eq!(case.ok(cache.zadd("z", [("a", 9.0)]).nx()).await, 0);
    assert_eq!(case.ok(cache.zscore("z", "a")).await, Some(5.0));
    assert_eq!(case.ok(cache.zadd("z", [("a", 4.0)]).gt().ch()).await, 0);
    assert_eq!(case.ok(cache.zadd("z", [("a", 6.0)]).gt().ch()).await, 1);
    assert_eq!(case.ok(cache.zadd("z", [("a", 7.0)]).lt().ch()).await, 0);
    assert_eq!(case.ok(cache.zadd("z", [("a", 3.0)]).lt().ch()).await, 1);
    assert_eq!(case.ok(cache.zadd("z", [("b", 1.0)]).lt()).await, 1, "a new member has nothing to compare with");
    assert_eq!(case.ok(cache.zadd("z", [("a", 8.0), ("c", 8.0)]).xx().gt().ch()).await, 1);
    assert_eq!(case.ok(cache.zrange::<String>("z", ..).with_scores()).await, [("b".into(), 1.0), ("a".into(), 8.0)]);
    case.fails(cache.zadd("z", [("a", 1.0)]).nx().gt(), ErrorKind::InvalidInput).await;
}

async fn scores_and_ranks<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.zscore("z", "a")).await, None);
    assert_eq!(case.ok(cache.zrank("z", "a")).await, None);
    case.ok(cache.zadd("z", [("b", 2.5), ("a", 1.0), ("c", 2.5)])).await;
    assert_eq!(case.ok(cache.zscore("z", "b")).await, Some(2.5));
    assert_eq!(case.ok(cache.zrank("z", "a")).await, Some(0));
    // Equal scores are in the order of the bytes.
    assert_eq!(case.ok(cache.zrank("z", "c")).await, Some(2));
    assert_eq!(case.ok(cache.zrank("z", "x")).await, None);
    assert_eq!(case.ok(cache.zincrby("z", "a", 0.25)).await, 1.25);
    assert_eq!(case.ok(cache.zincrby("z", "new", -1.0)).await, -1.0);
    assert_eq!(case.ok(cache.zrank("z", "new")).await, Some(0));
    for score in [0.1, 1e300, -1e-300, 1.0 / 3.0, 9_007_199_254_740_993.0, f64::MAX, f64::MIN_POSITIVE] {
        case.ok(cache.zadd("exact", [(1, score)])).await;
        assert_eq!(case.ok(cache.zscore("exact", &1)).await, Some(score));
        assert_eq!(case.ok(cache.zrange::<i32>("exact", ..).with_scores()).await, [(1, score)]);
    }
}

async fn scores_without_end<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.zadd("z", [("last", f64::INFINITY), ("first", f64::NEG_INFINITY), ("zero", 0.0)])).await;
    assert_eq!(case.ok(cache.zrange::<String>("z", ..)).await, ["first", "zero", "last"]);
    assert_eq!(case.ok(cache.zscore("z", "first")).await, Some(f64::NEG_INFINITY));
    assert_eq!(case.ok(cache.zincrby("z", "last", 5.0)).await, f64::INFINITY);
    case.fails(cache.zincrby("z", "last", f64::NEG_INFINITY), ErrorKind::Server).await;
    assert_eq!(case.ok(cache.zcount("z", f64::NEG_INFINITY, f64::INFINITY)).await, 3);
    assert_eq!(case.ok(cache.zcount("z", ScoreBound::Exclusive(f64::NEG_INFINITY), 0.0)).await, 1);
}

async fn members_are_removed<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.zadd("z", [(1, 1.0), (2, 2.0), (3, 3.0)])).await;
    assert_eq!(case.ok(cache.zrem("z", [1, 3, 9])).await, 2);
    assert_eq!(case.ok(cache.zrange::<i32>("z", ..)).await, [2]);
    assert_eq!(case.ok(cache.zrem("z", [2])).await, 1);
    assert!(!case.ok(cache.has_key("z")).await);
    assert_eq!(case.ok(cache.zrem("z", [2])).await, 0);
}

async fn members_are_counted<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.zcount("z", 0.0, 1.0)).await, 0);
    case.ok(cache.zadd("z", (0..10).map(|n| (n, f64::from(n))))).await;
    assert_eq!(case.ok(cache.zcount("z", 2.0, 5.0)).await, 4);
    assert_eq!(case.ok(cache.zcount("z", ScoreBound::Exclusive(2.0), ScoreBound::Exclusive(5.0))).await, 2);
    assert_eq!(case.ok(cache.zcount("z", 5.0, 2.0)).await, 0);
    assert_eq!(case.ok(cache.zcard("z")).await, 10);
}
