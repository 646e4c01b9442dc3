//! What the parts of an operation cost, without a server. `cargo bench -p valkey-cache-benches`
//!
//! Each line shows the allocations too.

use std::future::IntoFuture as _;

use divan::{AllocProfiler, Bencher, black_box};
use tokio::runtime::{Builder, Runtime};
use valkey_cache::codec::{Codec, PluginConfig};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, default_key_func};
use valkey_cache_benches::{AsyncCache, BlockingCache, PREFIX, User};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const CODECS: [(&str, &str); 3] = [("json", "identity"), ("msgpack", "identity"), ("json", "zstd")];

fn main() {
    divan::main();
}

fn config() -> CacheConfig {
    CacheConfig::new().location("memory://").key_prefix(PREFIX)
}

fn blocking() -> BlockingCache {
    BlockingCache::from_config(&config()).unwrap()
}

fn asynchronous() -> (Runtime, AsyncCache) {
    (Builder::new_current_thread().enable_all().build().unwrap(), AsyncCache::from_config(&config()).unwrap())
}

fn codec((serializer, compressor): (&str, &str)) -> Codec {
    Codec::new(&PluginConfig::from(serializer), &PluginConfig::from(compressor), 1 << 20).unwrap()
}

mod keys {
    use super::*;

    #[divan::bench]
    fn make_key(bencher: Bencher<'_, '_>) {
        let cache = blocking();
        bencher.bench(|| cache.make_key(black_box("user:1"), None));
    }

    #[divan::bench]
    fn by_format() -> String {
        default_key_func(black_box("user:1"), black_box(PREFIX), black_box(1))
    }
}

mod values {
    use super::*;

    #[divan::bench(args = CODECS)]
    fn encode(bencher: Bencher<'_, '_>, names: (&str, &str)) {
        let (codec, user) = (codec(names), User::sample());
        bencher.bench(|| codec.encode(black_box(&user)).unwrap());
    }

    #[divan::bench(args = CODECS)]
    fn decode(bencher: Bencher<'_, '_>, names: (&str, &str)) {
        let codec = codec(names);
        let bytes = codec.encode(&User::sample()).unwrap();
        bencher.bench(|| codec.decode::<User>(black_box(&bytes)).unwrap());
    }

    #[divan::bench]
    fn decode_by_serde_json(bencher: Bencher<'_, '_>) {
        let bytes = serde_json::to_vec(&User::sample()).unwrap();
        bencher.bench(|| serde_json::from_slice::<User>(black_box(&bytes)).unwrap());
    }
}

mod commands {
    use super::*;

    #[divan::bench]
    fn get_to_request(bencher: Bencher<'_, '_>) {
        let cache = blocking();
        bencher.bench(|| cache.get::<User>(black_box("user:1")).to_request().unwrap());
    }

    #[divan::bench]
    fn set_to_request(bencher: Bencher<'_, '_>) {
        let (cache, user) = (blocking(), User::sample());
        bencher.bench(|| cache.set(black_box("user:1"), &user).to_request().unwrap());
    }
}

mod in_memory {
    use super::*;

    #[divan::bench]
    fn get_run(bencher: Bencher<'_, '_>) {
        let cache = blocking();
        cache.set("user:1", &User::sample()).run().unwrap();
        bencher.bench(|| cache.get::<User>(black_box("user:1")).run().unwrap());
    }

    #[divan::bench]
    fn get_await(bencher: Bencher<'_, '_>) {
        let (runtime, cache) = asynchronous();
        runtime.block_on(cache.set("user:1", &User::sample()).into_future()).unwrap();
        bencher.bench(|| runtime.block_on(cache.get::<User>(black_box("user:1")).into_future()).unwrap());
    }

    #[divan::bench]
    fn set_run(bencher: Bencher<'_, '_>) {
        let (cache, user) = (blocking(), User::sample());
        bencher.bench(|| cache.set(black_box("user:1"), &user).run().unwrap());
    }
}
