use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask, ask_all};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    match case.op {
        "keys" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.keys(case.text(0)?), Value::from).await
        }
        "iter_keys" => {
            case.takes(&["itersize"])?;
            ask_all::<B, S, _>(case, cache.iter_keys(case.text(0)?), case.count(1, "itersize")?).await
        }
        "delete_pattern" => {
            case.takes(&["version", "itersize"])?;
            let mut delete = cache.delete_pattern(case.text(0)?);
            if let Some(itersize) = case.count(1, "itersize")? {
                delete = delete.itersize(itersize);
            }
            ask::<B, S, _>(case, delete, Value::from).await
        }
        "clear" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.clear(), Value::from).await
        }
        "incr_version" | "decr_version" => {
            case.takes(&["version"])?;
            let delta = case.count(1, "delta")?.map_or(1, |delta| delta as i64);
            let key = case.key(0)?;
            let moved =
                if case.op == "incr_version" { cache.incr_version(key, delta) } else { cache.decr_version(key, delta) };
            ask::<B, S, _>(case, moved, Value::from).await
        }
        _ => Err(Unanswered::Unknown),
    }
}
