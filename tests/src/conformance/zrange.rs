use valkey_cache::ErrorKind;
use valkey_cache::commands::{Range, ScoreBound};
use valkey_cache::prelude::*;

use super::{Case, Style, behaviours};

behaviours! {
    by_rank,
    by_rank_reversed,
    by_score,
    by_score_reversed,
    by_bytes,
    by_bytes_reversed,
    with_a_limit,
    nothing_in_the_range,
}

/// The members 0 to 9, each with itself as its score.
async fn filled<'c, B: BaseValkeyCache, S: Style<B>>(case: &'c Case<'_, B, S>) -> &'c B {
    case.ok(case.cache().zadd("z", (0..10).map(|n| (n, f64::from(n))))).await;
    case.cache()
}

async fn by_rank<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    assert_eq!(case.ok(cache.zrange::<i32>("z", ..)).await, (0..10).collect::<Vec<_>>());
    assert_eq!(case.ok(cache.zrange::<i32>("z", 2..=4)).await, [2, 3, 4]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", 8..)).await, [8, 9]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::Rank(-3, -2))).await, [7, 8]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", 0..=1).with_scores()).await, [(0, 0.0), (1, 1.0)]);
    case.fails(cache.zrange::<i32>("z", ..).limit(0, 1), ErrorKind::InvalidInput).await;
}

async fn by_rank_reversed<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    // Ranks count from the highest score then.
    assert_eq!(case.ok(cache.zrange::<i32>("z", 0..=2).rev()).await, [9, 8, 7]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::Rank(-2, -1)).rev()).await, [1, 0]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", 0..=0).rev().with_scores()).await, [(9, 9.0)]);
}

async fn by_score<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::score(2.0, 4.0))).await, [2, 3, 4]);
    let inner = Range::score(ScoreBound::Exclusive(2.0), ScoreBound::Exclusive(4.0));
    assert_eq!(case.ok(cache.zrange::<i32>("z", inner)).await, [3]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::score(7.5, f64::INFINITY))).await, [8, 9]);
    let all = Range::score(f64::NEG_INFINITY, f64::INFINITY);
    assert_eq!(case.ok(cache.zrange::<i32>("z", all).with_scores()).await.len(), 10);
}

async fn by_score_reversed<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    // The lower bound is said first all the same.
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::score(2.0, 4.0)).rev()).await, [4, 3, 2]);
    let open = Range::score(ScoreBound::Exclusive(2.0), 4.0);
    assert_eq!(case.ok(cache.zrange::<i32>("z", open).rev().with_scores()).await, [(4, 4.0), (3, 3.0)]);
}

async fn by_bytes<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.zadd("z", (1..=5).map(|n| (n, 0.0)))).await;
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("-", "+"))).await, [1, 2, 3, 4, 5]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("[2", "[4"))).await, [2, 3, 4]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("(2", "(4"))).await, [3]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("(4", "+"))).await, [5]);
    case.fails(cache.zrange::<i32>("z", Range::lex("2", "4")), ErrorKind::Server).await;
    case.fails(cache.zrange::<i32>("z", Range::lex("-", "+")).with_scores(), ErrorKind::Server).await;
}

async fn by_bytes_reversed<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.zadd("z", (1..=5).map(|n| (n, 0.0)))).await;
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("-", "+")).rev()).await, [5, 4, 3, 2, 1]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", Range::lex("[2", "(4")).rev()).await, [3, 2]);
}

async fn with_a_limit<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    let range = || Range::score(2.0, 8.0);
    assert_eq!(case.ok(cache.zrange::<i32>("z", range()).limit(0, 2)).await, [2, 3]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", range()).limit(5, 100)).await, [7, 8]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", range()).rev().limit(1, 2)).await, [7, 6]);
    assert_eq!(case.ok(cache.zrange::<i32>("z", range()).limit(1, 1).with_scores()).await, [(3, 3.0)]);
    assert!(case.ok(cache.zrange::<i32>("z", range()).limit(0, 0)).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("z", range()).limit(7, 1)).await.is_empty());
    case.ok(cache.zadd("b", (1..=5).map(|n| (n, 0.0)))).await;
    assert_eq!(case.ok(cache.zrange::<i32>("b", Range::lex("-", "+")).limit(1, 2)).await, [2, 3]);
    assert_eq!(case.ok(cache.zrange::<i32>("b", Range::lex("-", "+")).rev().limit(1, 2)).await, [4, 3]);
}

async fn nothing_in_the_range<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = filled(&case).await;
    assert!(case.ok(cache.zrange::<i32>("missing", ..)).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("missing", ..).with_scores()).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("z", Range::Rank(5, 2))).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("z", Range::Rank(100, 200))).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("z", Range::score(4.0, 2.0))).await.is_empty());
    assert!(case.ok(cache.zrange::<i32>("z", ..).version(2)).await.is_empty());
}
