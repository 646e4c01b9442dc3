//! From a configuration to open caches.

mod aliases;
mod backends;
mod codecs;
mod install;
mod plugins;
mod ready;

use valkey_cache::prelude::*;
use valkey_cache::{Error, ErrorKind};

/// A backend whose declaration says everything.
#[cache_backend(
    client = DefaultClient,
    factory = ConnectionFactory,
    serializer = "msgpack",
    compressor = "lz4",
    key_prefix = "declared",
    version = 4,
    timeout = 60
)]
#[derive(Debug)]
struct DeclaredCache;

/// A backend whose declaration says nothing, and that has a field of its own.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory, name = "tenants")]
#[derive(Debug)]
struct TenantCache {
    tenant: String,
}

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
#[derive(Debug)]
struct PlainCache;

/// Expects a configuration error with all these parts in its text.
#[track_caller]
fn says<T>(result: Result<T, Error>, parts: &[&str]) {
    let error = result.err().expect("the configuration is wrong");
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "`{text}` does not say `{part}`");
    }
}
