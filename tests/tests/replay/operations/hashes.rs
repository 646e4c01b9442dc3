use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    match case.op {
        "hset" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.hset(case.key(0)?, [(case.text(1)?, case.value(2)?)]), Value::from).await
        }
        "hdel" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.hdel(case.key(0)?, [case.text(1)?]), Value::from).await
        }
        "hlen" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.hlen(case.key(0)?), Value::from).await
        }
        "hkeys" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.hkeys(case.key(0)?), Value::from).await
        }
        "hexists" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.hexists(case.key(0)?, case.text(1)?), Value::Bool).await
        }
        _ => Err(Unanswered::Unknown),
    }
}
