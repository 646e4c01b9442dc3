use valkey_cache::client::AtomicOverKeys;
use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::many::dict;
use crate::replay::call::{Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B, S>(cache: &B, case: &Case) -> Called
where
    B: BaseValkeyCache<Client: AtomicOverKeys>,
    S: Style<B>,
{
    match case.op {
        "mget" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.mget(case.keys(0)?), dict).await
        }
        "mset" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.mset(case.entries(0)?), |()| Value::None).await
        }
        "msetnx" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.msetnx(case.entries(0)?), Value::from).await
        }
        _ => Err(Unanswered::Unknown),
    }
}
