use valkey_cache::client::BareValues;
use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B, S>(cache: &B, case: &Case) -> Called
where
    B: BaseValkeyCache<Client: BareValues>,
    S: Style<B>,
{
    if !matches!(case.op, "incr" | "decr") {
        return Err(Unanswered::Unknown);
    }
    case.takes(&["version"])?;
    let key = case.key(0)?;
    let delta = match case.given(1, "delta")? {
        None => 1,
        Some(Value::Int(delta)) => i64::try_from(*delta).expect("a step of 64 bits"),
        Some(Value::Float(delta)) => {
            return ask::<B, S, _>(case, cache.incr_by_float(key, *delta), Value::from).await;
        }
        Some(other) => panic!("a step that is {other:?}"),
    };
    let counter = if case.op == "incr" { cache.incr(key, delta) } else { cache.decr(key, delta) };
    ask::<B, S, _>(case, counter, Value::from).await
}
