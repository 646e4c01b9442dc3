use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::{Case, Style, behaviours};

behaviours! {
    a_server_answers,
    flush_db_deletes_everything,
    a_closed_cache_opens_again,
}

async fn a_server_answers<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    assert_eq!(case.ok(case.cache().ping()).await, "PONG");
}

async fn flush_db_deletes_everything<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, other) = (case.cache(), case.open(CacheConfig::new().key_prefix("other")));
    case.ok(cache.set("k", &1)).await;
    case.ok(other.set("k", &1)).await;
    case.ok(cache.flush_db()).await;
    assert!(!case.ok(cache.has_key("k")).await);
    assert!(!case.ok(other.has_key("k")).await);
}

async fn a_closed_cache_opens_again<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    for close_connection in [false, true] {
        let cache = case.open(CacheConfig::new().close_connection(close_connection));
        cache.close();
        case.ok(cache.set("k", &1)).await;
        cache.close();
        cache.close();
        assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(1));
    }
}
