//! Operations of several steps, told what the server answers: no server, no runtime, no clock.

mod batches;
mod executor;
mod herd;
mod loaders;
mod locks;
mod lookup;
mod many;
mod patterns;
mod stampede;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use executor::Scripted;
use valkey_cache::CacheConfig;
use valkey_cache::operation::Reply;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct FlowCache;

/// A cache with the prefix `app`; only a guard that is dropped ever speaks to its own, empty, store.
fn cache() -> FlowCache {
    FlowCache::from_config(&CacheConfig::new().location("memory://").key_prefix("app")).unwrap()
}

/// Polls once: with an executor that is always ready, a flow never waits.
fn finish<T>(flow: impl Future<Output = T>) -> T {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the flow waits for something that is no answer"),
    }
}

fn bytes(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}
