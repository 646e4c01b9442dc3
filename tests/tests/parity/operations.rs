//! The operations, each as a function from what it is called with to its answer as text.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use valkey_cache::Result;
use valkey_cache::commands::{Range, ScoreBound};
use valkey_cache::prelude::*;

use super::ParityCache;
use super::draw::{Step, Value};

/// An operation: its name, the keys that it mostly takes, and what it does.
pub(super) type Operation = (&'static str, &'static [&'static str], fn(&ParityCache, &Step) -> String);

/// All keys; an operation on keys of any kind takes any of them.
pub(super) const ANY: &[&str] = &["a", "b", "a:b", "h", "*", "l", "l2", "s", "s2", "z", "z2"];
const STRINGS: &[&str] = &["a", "b", "a:b"];
const HASHES: &[&str] = &["h", "*"];
const LISTS: &[&str] = &["l", "l2"];
const SETS: &[&str] = &["s", "s2"];
const SORTED_SETS: &[&str] = &["z", "z2"];

fn text<T: Debug>(answer: Result<T>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => {
            let text = error.to_string();
            // The server adds where in a script it happened, and the cache which server it was.
            let what = text.split(" script: on ").next().and_then(|text| text.split(" (server ").next());
            let what = what.unwrap_or_default();
            format!("{:?}: {what}", error.kind())
        }
    }
}

/// The order is nobody's promise.
fn unordered<T: Debug>(answer: Result<Vec<T>>) -> String {
    text(answer.map(|items| {
        let mut items: Vec<_> = items.iter().map(|item| format!("{item:?}")).collect();
        items.sort();
        items
    }))
}

fn by_key<T: Debug>(answer: Result<HashMap<String, T>>) -> String {
    text(answer.map(|items| items.into_iter().collect::<BTreeMap<_, _>>()))
}

/// Cuts off what passed during the test.
fn ttl(answer: Result<Ttl>) -> String {
    text(answer.map(|ttl| match ttl {
        Ttl::Left(left) => format!("about {}0000 s", left.as_secs().div_ceil(10_000)),
        other => format!("{other:?}"),
    }))
}

macro_rules! end {
    ($action:expr, $step:expr) => {{
        let action = $action;
        match $step.version {
            Some(version) => action.version(version),
            None => action,
        }
        .run()
    }};
}

macro_rules! table {
    ($($keys:ident: $name:ident($cache:ident, $s:ident) => $answer:expr;)+) => {
        /// Every operation whose answer does not depend on chance.
        pub(super) const OPERATIONS: &[Operation] = &[$((stringify!($name), $keys, |$cache, $s| $answer)),+];
    };
}

table! {
    STRINGS: get(c, s) => text(end!(c.get::<Value>(s.key), s));
    STRINGS: set(c, s) => {
        let set = c.set(s.key, &s.value).timeout(s.timeout);
        let set = if s.flags[0] && s.flags[1] { set.nx() } else { set };
        let set = if s.flags[0] && s.flags[2] { set.xx() } else { set };
        text(end!(if s.flags[1] && s.flags[3] { set.keep_ttl() } else { set }, s))
    };
    STRINGS: add(c, s) => text(end!(c.add(s.key, &s.value).timeout(s.timeout), s));
    STRINGS: getset(c, s) => text(end!(c.getset::<_, Value>(s.key, &s.value), s));
    STRINGS: getdel(c, s) => text(end!(c.getdel::<Value>(s.key), s));
    STRINGS: getex(c, s) => text(end!(c.getex::<Value>(s.key).timeout(s.timeout), s));
    STRINGS: mget(c, s) => by_key(end!(c.mget::<Value, _>([s.key, s.other]), s));
    STRINGS: mset(c, s) => text(end!(c.mset([s.key, s.other].into_iter().zip(&s.values)), s));
    STRINGS: get_many(c, s) => by_key(end!(c.get_many::<Value, _>([s.key, s.other]), s));
    STRINGS: set_many(c, s) => text(end!(c.set_many([s.key, s.other].into_iter().zip(&s.values)).timeout(s.timeout), s));
    ANY: delete(c, s) => text(end!(c.delete(s.key), s));
    ANY: delete_many(c, s) => text(end!(c.delete_many([s.key, s.other]), s));
    ANY: has_key(c, s) => text(end!(c.has_key(s.key), s));
    STRINGS: get_or_set(c, s) => text(end!(c.get_or_set(s.key, || s.value.clone()).timeout(s.timeout), s));
    STRINGS: incr(c, s) => text(end!(c.incr(s.key, s.int), s));
    STRINGS: decr(c, s) => text(end!(c.decr(s.key, s.int), s));
    STRINGS: incr_by_float(c, s) => text(end!(c.incr_by_float(s.key, s.float), s));
    ANY: ttl(c, s) => ttl(end!(c.ttl(s.key), s));
    ANY: pttl(c, s) => ttl(end!(c.pttl(s.key), s));
    ANY: touch(c, s) => text(end!(c.touch(s.key).timeout(s.timeout), s));
    ANY: persist(c, s) => text(end!(c.persist(s.key), s));
    ANY: expire(c, s) => text(end!(c.expire(s.key, s.time()), s));
    ANY: pexpire(c, s) => text(end!(c.pexpire(s.key, s.time()), s));
    ANY: expire_at(c, s) => text(end!(c.expire_at(s.key, SystemTime::now() + s.time() - Duration::from_secs(9)), s));
    ANY: pexpire_at(c, s) => text(end!(c.pexpire_at(s.key, UNIX_EPOCH + s.time() * 1_000_000), s));
    ANY: keys(c, s) => unordered(end!(c.keys(s.pattern), s));
    ANY: iter_keys(c, s) => {
        let mut keys = end_of_pages(c.iter_keys(s.pattern), s.version);
        keys.dedup();
        format!("{keys:?}")
    };
    ANY: delete_pattern(c, s) => text(end!(c.delete_pattern(s.pattern), s));
    ANY: clear(c, s) => text(end!(if s.flags[0] { c.clear().all_versions() } else { c.clear() }, s));
    ANY: incr_version(c, s) => text(end!(c.incr_version(s.key, s.stop), s));
    ANY: decr_version(c, s) => text(end!(c.decr_version(s.key, s.stop), s));
    HASHES: hset(c, s) => text(end!(c.hset(s.key, [s.field, "h"].into_iter().zip(&s.values)), s));
    HASHES: hget(c, s) => text(end!(c.hget::<Value>(s.key, s.field), s));
    HASHES: hmget(c, s) => by_key(end!(c.hmget::<Value, _>(s.key, [s.field, "h", "missing"]), s));
    HASHES: hgetall(c, s) => by_key(end!(c.hgetall::<Value>(s.key), s));
    HASHES: hdel(c, s) => text(end!(c.hdel(s.key, [s.field, "h"]), s));
    HASHES: hlen(c, s) => text(end!(c.hlen(s.key), s));
    HASHES: hkeys(c, s) => unordered(end!(c.hkeys(s.key), s));
    HASHES: hexists(c, s) => text(end!(c.hexists(s.key, s.field), s));
    HASHES: hincrby(c, s) => text(end!(c.hincrby(s.key, s.field, s.int), s));
    LISTS: lpush(c, s) => text(end!(c.lpush(s.key, &s.values), s));
    LISTS: rpush(c, s) => text(end!(c.rpush(s.key, &s.values), s));
    LISTS: lpop(c, s) => text(end!(c.lpop::<Value>(s.key, s.stop.unsigned_abs() as usize), s));
    LISTS: rpop(c, s) => text(end!(c.rpop::<Value>(s.key, s.stop.unsigned_abs() as usize), s));
    LISTS: lrange(c, s) => text(end!(c.lrange::<Value>(s.key, s.int, s.stop), s));
    LISTS: llen(c, s) => text(end!(c.llen(s.key), s));
    LISTS: ltrim(c, s) => text(end!(c.ltrim(s.key, s.int, s.stop), s));
    SETS: sadd(c, s) => text(end!(c.sadd(s.key, &s.values), s));
    SETS: scard(c, s) => text(end!(c.scard(s.key), s));
    SETS: sismember(c, s) => text(end!(c.sismember(s.key, &s.value), s));
    SETS: smismember(c, s) => text(end!(c.smismember(s.key, &s.values), s));
    SETS: smembers(c, s) => unordered(end!(c.smembers::<Value>(s.key), s));
    SETS: smove(c, s) => text(end!(c.smove(s.key, s.other, &s.value), s));
    SETS: spop(c, s) => unordered(end!(c.spop::<Value>(s.key, 100), s));
    SETS: srandmember(c, s) => unordered(end!(c.srandmember::<Value>(s.key, 100), s));
    SETS: srem(c, s) => text(end!(c.srem(s.key, &s.values), s));
    SETS: sscan_iter(c, s) => {
        let members: Result<Vec<Value>> = c.sscan_iter(s.key).collect();
        unordered(members)
    };
    SETS: sdiff(c, s) => unordered(end!(c.sdiff::<Value, _>([s.key, s.other]), s));
    SETS: sinter(c, s) => unordered(end!(c.sinter::<Value, _>([s.key, s.other]), s));
    SETS: sunion(c, s) => unordered(end!(c.sunion::<Value, _>([s.key, s.other]), s));
    SETS: sdiffstore(c, s) => text(end!(c.sdiffstore("s", [s.key, s.other]), s));
    SETS: sinterstore(c, s) => text(end!(c.sinterstore("s", [s.key, s.other]), s));
    SETS: sunionstore(c, s) => text(end!(c.sunionstore("s", [s.key, s.other]), s));
    SORTED_SETS: zadd(c, s) => {
        let add = c.zadd(s.key, s.scored());
        let add = if s.flags[0] && s.flags[1] { add.gt() } else { add };
        let add = if s.flags[0] && s.flags[2] { add.lt() } else { add };
        let add = if s.flags[3] { add.ch() } else { add };
        let add = if s.flags[1] && s.flags[2] { add.xx() } else { add };
        text(end!(if s.flags[2] && s.flags[3] { add.nx() } else { add }, s))
    };
    SORTED_SETS: zrange_by_rank(c, s) => {
        let range = c.zrange::<Value>(s.key, Range::Rank(s.int, s.stop));
        text(end!(if s.flags[0] { range.rev() } else { range }, s))
    };
    SORTED_SETS: zrange_with_scores(c, s) => {
        let range = c.zrange::<Value>(s.key, ..).with_scores();
        text(end!(if s.flags[0] { range.rev() } else { range }, s))
    };
    SORTED_SETS: zrange_by_score(c, s) => {
        let range = c.zrange::<Value>(s.key, Range::Score(bound(s.float, s.flags[0]), bound(s.upper, s.flags[1])));
        let range = if s.flags[2] { range.rev() } else { range };
        text(end!(if s.flags[3] { range.limit(s.stop.unsigned_abs() as usize, 2) } else { range }, s))
    };
    SORTED_SETS: zrange_by_bytes(c, s) => {
        // Defined for equal scores only.
        let fill = c.zadd("lex", s.values.iter().map(|value| (value, 0.0))).run();
        let bounds = ["-", "+", "[1", "(1", "[2", "(\"x\"", "1"];
        let at = |index: i64| bounds[index.unsigned_abs() as usize % bounds.len()];
        let range = c.zrange::<Value>("lex", Range::lex(at(s.stop), at(s.int)));
        let range = if s.flags[0] { range.rev() } else { range };
        let range = if s.flags[1] { range.limit(1, 2) } else { range };
        format!("{} {}", text(fill), text(range.run()))
    };
    SORTED_SETS: zscore(c, s) => text(end!(c.zscore(s.key, &s.value), s));
    SORTED_SETS: zrank(c, s) => text(end!(c.zrank(s.key, &s.value), s));
    SORTED_SETS: zincrby(c, s) => text(end!(c.zincrby(s.key, &s.value, s.float), s));
    SORTED_SETS: zrem(c, s) => text(end!(c.zrem(s.key, &s.values), s));
    SORTED_SETS: zcard(c, s) => text(end!(c.zcard(s.key), s));
    SORTED_SETS: zcount(c, s) => text(end!(c.zcount(s.key, bound(s.float, s.flags[0]), bound(s.upper, s.flags[1])), s));
    STRINGS: lock(c, s) => lock(c, s);
    STRINGS: batch(c, s) => {
        let items = (c.set(s.key, &s.value), c.incr(s.key, 1), c.get::<Value>(s.other), c.rpush(s.other, &s.values));
        text(end!(c.batch(items), s).map(|(a, b, c, d)| [text(a), text(b), text(c), text(d)]))
    };
}

fn bound(score: f64, exclusive: bool) -> ScoreBound {
    if exclusive { ScoreBound::Exclusive(score) } else { ScoreBound::Inclusive(score) }
}

fn end_of_pages(pages: valkey_cache::commands::Pages<'_, ParityCache, String>, version: Option<u64>) -> Vec<String> {
    let pages = match version {
        Some(version) => pages.version(version),
        None => pages,
    };
    let mut keys: Vec<_> = pages.map(Result::unwrap).collect();
    keys.sort();
    keys
}

/// Takes a lock, sets its time in each way, perhaps loses it, releases it.
fn lock(cache: &ParityCache, step: &Step) -> String {
    let lock = cache.get_lock(step.key).token("me").timeout(step.time().max(Duration::from_secs(10_000)));
    let guard = match lock.blocking_timeout(Duration::ZERO).acquire().run() {
        Ok(Some(guard)) => guard,
        other => return text(other.map(|_| "taken")),
    };
    let kept = [guard.extend(Duration::from_secs(10_000)), guard.replace_ttl(step.time()), guard.reacquire()];
    let kept = kept.map(|action| format!("{} {}", text(action.run()), ttl(cache.pttl(step.key).run())));
    if step.flags[0] {
        cache.getset::<_, Value>(step.key, &step.value).run().ok();
    }
    format!("{kept:?} {} {}", text(guard.is_owned().run()), text(guard.release().run()))
}
