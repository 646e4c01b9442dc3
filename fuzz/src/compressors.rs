use std::sync::LazyLock;

use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec, Value};

use crate::MAX_DECOMPRESSED_SIZE;
use crate::types::{Record, Tree, Untagged};

const COMPRESSORS: [&str; 8] = ["identity", "zstd", "lz4", "zlib", "gzip", "bz2", "lzma", "brotli"];

pub(crate) const SERIALIZERS: [&str; 7] =
    ["json", "msgspec_json", "msgpack", "msgspec_msgpack", "cbor", "postcard", "pickle"];

/// Kept from one call to the next, so that what a broken stream leaves in a context meets the next one.
static BUILT: LazyLock<Vec<AnyCompressor>> = LazyLock::new(|| {
    let built = COMPRESSORS.iter().map(|name| AnyCompressor::named(name).expect("a built-in compressor"));
    built.map(|compressor| compressor.with_max_decompressed_size(MAX_DECOMPRESSED_SIZE)).collect()
});

/// The first byte chooses a compressor, and whether it reads the others, or writes and reads them.
pub fn decompress(bytes: &[u8]) {
    let [first, bytes @ ..] = bytes else { return };
    let compressor = &BUILT[usize::from(*first) % COMPRESSORS.len()];
    if *first < 0x80 {
        let restored = compressor.decompress(bytes);
        assert!(restored.is_err() || restored.is_ok_and(|restored| restored.len() <= MAX_DECOMPRESSED_SIZE));
    } else {
        let compressed = compressor.compress(bytes).expect("anything can be compressed");
        assert!(compressor.decompress(&compressed).expect("what was compressed") == bytes);
    }
}

/// The first bytes choose the compressor, the serializer and the type to read the others as.
pub fn decode(bytes: &[u8]) {
    let [compressor, serializer, target, bytes @ ..] = bytes else { return };
    let compressor = BUILT[usize::from(*compressor) % COMPRESSORS.len()].clone();
    let serializer = AnySerializer::named(SERIALIZERS[usize::from(*serializer) % SERIALIZERS.len()]);
    let codec = Codec::from_parts(serializer.expect("a built-in serializer"), compressor);
    match target % 8 {
        0 => drop(codec.decode::<Value>(bytes)),
        1 => drop(codec.decode::<Record>(bytes)),
        2 => drop(codec.decode::<Tree>(bytes)),
        3 => drop(codec.decode::<Untagged>(bytes)),
        4 => drop(codec.decode::<String>(bytes)),
        5 => drop(codec.decode::<Vec<u8>>(bytes)),
        6 => drop(codec.decode::<f64>(bytes)),
        _ => drop(codec.decode::<i128>(bytes)),
    }
}
