use std::future::{Future, ready};

use valkey_cache::codec::Value;
use valkey_cache::commands::Loader;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Answer, Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    match case.op {
        "set" | "add" => {
            case.takes(&["timeout", "nx", "xx", "version"])?;
            let mut set = cache.set(case.key(0)?, case.value(1)?);
            if let Some(timeout) = case.timeout(2)? {
                set = set.timeout(timeout);
            }
            if case.flag("nx") || case.op == "add" {
                set = set.nx();
            }
            if case.flag("xx") {
                set = set.xx();
            }
            ask::<B, S, _>(case, set, Value::Bool).await
        }
        "get" => {
            case.takes(&["version"])?;
            let default = case.given(1, "default")?.cloned().unwrap_or_default();
            ask::<B, S, _>(case, cache.get::<Value>(case.key(0)?), |found| found.unwrap_or(default)).await
        }
        "get_or_set" => {
            case.takes(&["timeout"])?;
            let mut lookup = cache.get_or_set(case.key(0)?, Load(case.value(1)?.clone()));
            if let Some(timeout) = case.timeout(2)? {
                lookup = lookup.timeout(timeout);
            }
            ask::<B, S, _>(case, lookup, |value| value).await
        }
        "delete" => {
            case.takes(&["version"])?;
            ask::<B, S, _>(case, cache.delete(case.key(0)?), Value::Bool).await
        }
        "has_key" | "__contains__" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.has_key(case.key(0)?), Value::Bool).await
        }
        "close" => {
            cache.close();
            Ok(Answer::Value(Value::None))
        }
        _ => Err(Unanswered::Unknown),
    }
}

/// A value as a loader of both calling styles.
struct Load(Value);

enum Loaded {}

impl<S> Loader<Loaded, S> for Load {
    type Output = Value;

    fn load(self) -> impl Future<Output = Value> + Send {
        ready(self.0)
    }
}
