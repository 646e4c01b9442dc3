use valkey_cache::CacheKey;
use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask, ask_all};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    let keys = || (0..case.args.len()).map(|at| case.key(at)).collect::<Result<Vec<_>, _>>();
    match case.op {
        "sadd" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.sadd(case.key(0)?, case.rest(1)?), Value::from).await
        }
        "srem" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.srem(case.key(0)?, case.rest(1)?), Value::from).await
        }
        "scard" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.scard(case.key(0)?), Value::from).await
        }
        "sdiff" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.sdiff(keys()?), Value::Set).await
        }
        "sinter" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.sinter(keys()?), Value::Set).await
        }
        "sunion" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.sunion(keys()?), Value::Set).await
        }
        "sdiffstore" | "sinterstore" | "sunionstore" => {
            case.takes(&["version_dest", "version_keys"])?;
            let made = |key: String, version: &str| -> CacheKey { cache.make_key(key, case.version(version)) };
            let mut keys = keys()?.into_iter();
            let destination = made(keys.next().expect("a destination"), "version_dest");
            let keys: Vec<_> = keys.map(|key| made(key, "version_keys")).collect();
            let store = match case.op {
                "sdiffstore" => cache.sdiffstore(destination, keys),
                "sinterstore" => cache.sinterstore(destination, keys),
                _ => cache.sunionstore(destination, keys),
            };
            ask::<B, S, _>(case, store, Value::from).await
        }
        "smismember" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.smismember(case.key(0)?, case.rest(1)?), Value::from).await
        }
        "sismember" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.sismember(case.key(0)?, case.value(1)?), Value::Bool).await
        }
        "smembers" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.smembers(case.key(0)?), Value::Set).await
        }
        "smove" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.smove(case.key(0)?, case.key(1)?, case.value(2)?), Value::Bool).await
        }
        "spop" => {
            case.takes(&[])?;
            let count = case.count(1, "count")?;
            let one_or_all = |members| if count.is_some() { Value::Set(members) } else { first(members) };
            ask::<B, S, _>(case, cache.spop(case.key(0)?, count.unwrap_or(1)), one_or_all).await
        }
        "srandmember" => {
            case.takes(&[])?;
            let count = case.count(1, "count")?;
            let one_or_all = |members| if count.is_some() { Value::List(members) } else { first(members) };
            ask::<B, S, _>(case, cache.srandmember(case.key(0)?, count.unwrap_or(1) as i64), one_or_all).await
        }
        "sscan" => {
            case.takes(&["count"])?;
            let scan = cache.sscan::<Value>(case.key(0)?, 0, case.count(1, "count")?.unwrap_or(10));
            ask::<B, S, _>(case, scan, |page| Value::Set(page.items)).await
        }
        "sscan_iter" => {
            case.takes(&["count"])?;
            ask_all::<B, S, _>(case, cache.sscan_iter::<Value>(case.key(0)?), case.count(1, "count")?).await
        }
        _ => Err(Unanswered::Unknown),
    }
}

fn first(members: Vec<Value>) -> Value {
    members.into_iter().next().unwrap_or_default()
}
