use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec, Value};

use super::case::{Case, text};

#[test]
fn numbers_are_the_same_text_in_every_codec() {
    let numbers: Vec<_> = Case::stored().filter(|case| case.serializer == "*").collect();
    assert_eq!(numbers.len(), 36);
    for serializer in ["json", "msgspec_json", "msgpack", "msgspec_msgpack", "cbor", "pickle", "postcard"] {
        for compressor in ["identity", "zlib", "gzip", "bz2", "lzma", "lz4", "zstd", "brotli"] {
            let serializer = AnySerializer::named(serializer).unwrap();
            let codec = Codec::from_parts(serializer, AnyCompressor::named(compressor).unwrap().with_min_length(0));
            for case in &numbers {
                let number = case.typed.as_ref().expect("a number");
                assert_eq!(codec.encode(number).unwrap(), case.written(number).unwrap(), "{case}");
                let read: Value = codec.decode(case.serialized()).unwrap();
                assert_eq!(text(&read), text(number), "{case} with {codec:?}");
            }
        }
    }
}
