use valkey_cache::client::OverSlots;
use valkey_cache::codec::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::many::dict;
use crate::replay::call::{Answer, Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B, S>(cache: &B, case: &Case) -> Called
where
    B: BaseValkeyCache<Client: OverSlots>,
    S: Style<B>,
{
    match case.op {
        "mget_nonatomic" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.mget_nonatomic(case.keys(0)?), dict).await
        }
        "mset_nonatomic" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.mset_nonatomic(case.entries(0)?), Value::from).await
        }
        "keyslot" => {
            case.takes(&[])?;
            Ok(Answer::Value(cache.keyslot(case.key(0)?).into()))
        }
        "flushall" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.flush_all(), |()| Value::None).await
        }
        "readonly" => {
            cache.readonly();
            Ok(Answer::Value(Value::None))
        }
        "readwrite" => {
            cache.readwrite();
            Ok(Answer::Value(Value::None))
        }
        _ => Err(Unanswered::Unknown),
    }
}
