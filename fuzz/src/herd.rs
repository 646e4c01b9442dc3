use std::sync::LazyLock;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use valkey_cache::CacheConfig;
use valkey_cache::codec::Value;
use valkey_cache::operation::{reply, write};
use valkey_cache::prelude::*;

use crate::MAX_DECOMPRESSED_SIZE;
use crate::compressors::SERIALIZERS;
use crate::types::{Record, Tree, Untagged};

#[cache_backend(client = HerdClient, factory = ConnectionFactory)]
struct Herd;

/// One for each serializer without compression, and then with it.
static CACHES: LazyLock<Vec<Herd>> = LazyLock::new(|| {
    let pairs = ["identity", "zstd"].into_iter().flat_map(|compressor| SERIALIZERS.map(|name| (name, compressor)));
    let config = |(serializer, compressor): (&str, &str)| {
        let config = CacheConfig::new().location("memory://").serializer(serializer).compressor(compressor);
        config.max_decompressed_size(MAX_DECOMPRESSED_SIZE)
    };
    pairs.map(|pair| Herd::from_config(&config(pair)).expect("built-in codecs")).collect()
});

const KEY: &str = "key";
const HOUR: Duration = Duration::from_secs(3600);
/// The mark of an envelope, and a time.
const HEAD: usize = 5 + 8;

/// The first bytes choose the serializer, the compressor and the type; the others are what is stored.
pub fn herd(bytes: &[u8]) {
    let [codec, target, bytes @ ..] = bytes else { return };
    let cache = &CACHES[usize::from(*codec) % CACHES.len()];
    match target % 8 {
        0 => serves::<Value>(cache, bytes),
        1 => serves::<Record>(cache, bytes),
        2 => serves::<Tree>(cache, bytes),
        3 => serves::<Untagged>(cache, bytes),
        4 => serves::<String>(cache, bytes),
        5 => serves::<Vec<u8>>(cache, bytes),
        6 => serves::<i64>(cache, bytes),
        // In postcard any bytes at all, also those of an envelope.
        _ => _ = bytes.first_chunk::<16>().map(|value| keeps(cache, value)),
    }
}

/// Reads the bytes, moves the time in them and reads them again; stores what was read, and reads that.
fn serves<T: Serialize + DeserializeOwned + Send>(cache: &Herd, stored: &[u8]) {
    let set = write("SET").key(KEY).value(Ok(stored.to_vec())).returns(reply::done);
    cache.action(set).run().expect("the store takes anything");
    let value = cache.get::<T>(KEY).run();
    let is_moved = cache.touch(KEY).timeout(HOUR).run().unwrap_or_default();
    let moved = cache.get::<T>(KEY).run();
    if is_moved
        && stored.starts_with(b"\xFFherd")
        && let Some(Ok(inner)) = stored.get(HEAD..).map(|inner| cache.decode::<T>(inner))
    {
        let moved = moved.expect("what could be read").expect("it is fresh for an hour");
        assert!(written(cache, &moved) == written(cache, &inner), "it changed when its time was moved");
    }
    if let Ok(Some(value)) = value {
        keeps(cache, &value);
    }
}

fn keeps<T: Serialize + DeserializeOwned + Send>(cache: &Herd, value: &T) {
    // Some values have no form in some formats.
    let Some(first) = written(cache, value) else { return };
    cache.set(KEY, value).timeout(HOUR).run().expect("it has a form");
    let again = cache.get::<T>(KEY).run().expect("what was stored can be read").expect("it is fresh for an hour");
    assert!(written(cache, &again) == Some(first), "it changed on the way");
}

fn written<T: Serialize>(cache: &Herd, value: &T) -> Option<Vec<u8>> {
    cache.encode(value).ok()
}
