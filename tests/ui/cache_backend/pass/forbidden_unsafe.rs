#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub)]
//! A crate with strict lints.

use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
struct AppCache {
    tenant: String,
}

fn main() {
    let _ = || AppCache::open("memory://", String::new()).map(|cache| cache.tenant);
}
