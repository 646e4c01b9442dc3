use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    match case.op {
        "get_many" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.get_many(case.keys(0)?), dict).await
        }
        "set_many" => {
            case.takes(&["timeout", "version"])?;
            let mut set = cache.set_many(case.entries(0)?);
            if let Some(timeout) = case.timeout(1)? {
                set = set.timeout(timeout);
            }
            ask::<B, S, _>(case, set, Value::from).await
        }
        "delete_many" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.delete_many(case.keys(0)?), Value::from).await
        }
        _ => Err(Unanswered::Unknown),
    }
}

pub(super) fn dict(found: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Dict(found.into_iter().map(|(key, value)| (key.into(), value)).collect())
}
