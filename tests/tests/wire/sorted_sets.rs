use valkey_cache::commands::{Range, ScoreBound};
use valkey_cache::prelude::*;

use super::{cache, sends};

#[test]
fn zadd() {
    let cache = cache();
    sends(cache.zadd("z", [(1, 0.5), (2, -1.0)]), "write ZADD app:1:z 0.5 1 -1 2");
    sends(cache.zadd("z", [("a", f64::INFINITY)]), r#"write ZADD app:1:z inf "a""#);
    sends(cache.zadd("z", [(1, f64::NEG_INFINITY)]).version(2), "write ZADD app:2:z -inf 1");
    sends(cache.zadd("z", [(1, 1.0)]).nx(), "write ZADD app:1:z NX 1 1");
    sends(cache.zadd("z", [(1, 1.0)]).xx(), "write ZADD app:1:z XX 1 1");
    sends(cache.zadd("z", [(1, 1.0)]).gt(), "write ZADD app:1:z GT 1 1");
    sends(cache.zadd("z", [(1, 1.0)]).lt(), "write ZADD app:1:z LT 1 1");
    sends(cache.zadd("z", [(1, 1.0)]).ch(), "write ZADD app:1:z CH 1 1");
    sends(cache.zadd("z", [(1, 1.0)]).xx().gt().ch(), "write ZADD app:1:z XX GT CH 1 1");
}

#[test]
fn zrange_by_rank() {
    let cache = cache();
    sends(cache.zrange::<i32>("z", ..), "read ZRANGE app:1:z 0 -1");
    sends(cache.zrange::<i32>("z", 3..), "read ZRANGE app:1:z 3 -1");
    sends(cache.zrange::<i32>("z", 0..=9), "read ZRANGE app:1:z 0 9");
    sends(cache.zrange::<i32>("z", Range::Rank(-2, -1)).version(2), "read ZRANGE app:2:z -2 -1");
    sends(cache.zrange::<i32>("z", ..).rev(), "read ZRANGE app:1:z 0 -1 REV");
    sends(cache.zrange::<i32>("z", ..).with_scores(), "read ZRANGE app:1:z 0 -1 WITHSCORES");
    sends(cache.zrange::<i32>("z", 1..=2).rev().with_scores(), "read ZRANGE app:1:z 1 2 REV WITHSCORES");
}

#[test]
fn zrange_by_score() {
    let cache = cache();
    let range = || Range::score(1.0, ScoreBound::Exclusive(2.5));
    sends(cache.zrange::<i32>("z", range()), "read ZRANGE app:1:z 1 (2.5 BYSCORE");
    // The server wants the upper bound first then.
    sends(cache.zrange::<i32>("z", range()).rev(), "read ZRANGE app:1:z (2.5 1 BYSCORE REV");
    sends(cache.zrange::<i32>("z", range()).limit(2, 3), "read ZRANGE app:1:z 1 (2.5 BYSCORE LIMIT 2 3");
    sends(
        cache.zrange::<i32>("z", Range::score(f64::NEG_INFINITY, f64::INFINITY)).rev().limit(0, 1).with_scores(),
        "read ZRANGE app:1:z inf -inf BYSCORE REV LIMIT 0 1 WITHSCORES",
    );
}

#[test]
fn zrange_by_bytes() {
    let cache = cache();
    sends(cache.zrange::<i32>("z", Range::lex("-", "+")), "read ZRANGE app:1:z - + BYLEX");
    sends(cache.zrange::<i32>("z", Range::lex("[a", "(c")), "read ZRANGE app:1:z [a (c BYLEX");
    sends(cache.zrange::<i32>("z", Range::lex("[a", "(c")).rev(), "read ZRANGE app:1:z (c [a BYLEX REV");
    sends(cache.zrange::<i32>("z", Range::lex("-", "+")).limit(1, 2), "read ZRANGE app:1:z - + BYLEX LIMIT 1 2");
}

#[test]
fn members_and_scores() {
    let cache = cache();
    sends(cache.zscore("z", "a"), r#"read ZSCORE app:1:z "a""#);
    sends(cache.zrank("z", &1), "read ZRANK app:1:z 1");
    sends(cache.zincrby("z", &1, 0.5), "once ZINCRBY app:1:z 0.5 1");
    sends(cache.zrem("z", [1, 2]), "write ZREM app:1:z 1 2");
    sends(cache.zcard("z"), "read ZCARD app:1:z");
    sends(cache.zcount("z", 1.0, 2.0), "read ZCOUNT app:1:z 1 2");
    sends(cache.zcount("z", ScoreBound::Exclusive(1.0), f64::INFINITY), "read ZCOUNT app:1:z (1 inf");
}
