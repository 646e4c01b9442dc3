//! What takes bare values, when there is no server.

use valkey_cache::ErrorKind;
use valkey_cache::client::BareValues;
use valkey_cache::prelude::*;

use super::unreachable::{away, empty};
use super::{Case, Style, behaviours};

behaviours! {
    [BareValues]
    nobody_counts,
    nothing_is_there,
}

async fn nobody_counts<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    case.fails(cache.incr("k", 1), ErrorKind::Connection).await;
    case.fails(cache.decr("k", 1), ErrorKind::Connection).await;
    case.fails(cache.incr_by_float("k", 0.5), ErrorKind::Connection).await;
}

async fn nothing_is_there<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    empty(&case, cache.getex::<i32>("k")).await;
}
