use serde::de::IgnoredAny;
use serde::de::value::SeqDeserializer;

use super::{compressors, serializers};
use crate::codec::{AnyCompressor, AnySerializer, BoxError, Codec, Compressor, Serializer, Slot};
use crate::{ErrorKind, Result};

/// Serializers of which any may be a fallback of any other, in families: those of one read each other's values.
fn families() -> Vec<Vec<AnySerializer>> {
    let mut families: Vec<Vec<AnySerializer>> = Vec::new();
    let format = |serializer: &AnySerializer| serializer.name().trim_start_matches("msgspec_");
    for serializer in serializers().into_iter().filter(AnySerializer::refuses_other_formats) {
        match families.iter_mut().find(|family| format(&family[0]) == format(&serializer)) {
            Some(family) => family.push(serializer),
            None => families.push(vec![serializer]),
        }
    }
    families
}

/// All pairs of serializers that do not read each other's values.
fn pairs() -> Vec<(AnySerializer, AnySerializer)> {
    let families = families();
    let mut pairs = Vec::new();
    for (index, family) in families.iter().enumerate() {
        let others = families.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, other)| other);
        for other in others {
            pairs.extend(family.iter().map(|serializer| (serializer.clone(), other.clone())));
        }
    }
    pairs.retain(|(one, other)| with(one, [other.clone()], []).is_ok());
    pairs
}

fn with<const S: usize, const C: usize>(
    own: &AnySerializer,
    serializers: [AnySerializer; S],
    compressors: [AnyCompressor; C],
) -> Result<Codec> {
    Codec::from_parts(own.clone(), AnyCompressor::default()).with_fallbacks(serializers, compressors)
}

fn marked() -> impl Iterator<Item = AnyCompressor> {
    compressors().into_iter().filter(AnyCompressor::has_mark)
}

/// Bytes as they are; so it shows what it is given.
struct Raw;

impl Serializer for Raw {
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let bytes: Vec<u8> = serde_json::from_value(serde_json::to_value(value)?)?;
        out.extend(bytes);
        Ok(())
    }

    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        Ok(slot.fill(SeqDeserializer::<_, serde_json::Error>::new(bytes.iter().copied()))?)
    }
}

fn raw() -> AnySerializer {
    AnySerializer::new("raw", Raw)
}

/// Takes everything for its own, and turns it around.
struct Mirror;

impl Compressor for Mirror {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.iter().rev().copied().collect())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        self.compress(bytes)
    }
}

fn mirror() -> AnyCompressor {
    AnyCompressor::new("mirror", Mirror)
}

#[test]
fn values_of_another_serializer_are_read_and_not_written() {
    for (own, old) in pairs() {
        let codec = with(&own, [old.clone()], []).expect("they can be told apart");
        let old = Codec::from_parts(old, AnyCompressor::default());
        for value in [vec![], vec!["a".to_owned()], vec!["text".to_owned(); 20]] {
            let stored = old.encode(&value).expect("a list");
            assert_eq!(codec.decode::<Vec<String>>(&stored).expect("the old form"), value, "{codec:?}");
            let written = codec.encode(&value).expect("a list");
            assert_eq!(written, own.serialize(&value).expect("a list"), "{codec:?}");
            assert_eq!(codec.decode::<Vec<String>>(&written).expect("the new form"), value, "{codec:?}");
        }
        assert_eq!(codec.decode::<i64>(b"-5").expect("a number"), -5);
    }
}

#[test]
fn serializers_refuse_each_others_values() {
    for (own, old) in pairs() {
        for value in ["{}", "[]", "\"\"", "\"a\"", "true", "null", "[1,2,3]", r#"{"a":{"b":[1.5,"x"]},"c":null}"#] {
            let value: serde_json::Value = serde_json::from_str(value).expect("a value");
            let stored = old.serialize(&value).expect("a value");
            assert!(own.deserialize::<IgnoredAny>(&stored).is_err(), "{own:?} reads {value} of {old:?}");
        }
    }
}

#[test]
fn values_of_another_compressor_are_read_and_not_written() {
    let text = "text that is long enough to be compressed".to_owned();
    for serializer in serializers() {
        for own in compressors() {
            for old in marked() {
                let fallback = Codec::from_parts(serializer.clone(), own.clone()).with_fallbacks([], [old.clone()]);
                let codec = fallback.expect("it has a mark");
                let stored = Codec::from_parts(serializer.clone(), old).encode(&text).expect("a text");
                assert_eq!(codec.decode::<String>(&stored).expect("the old form"), text, "{codec:?}");
                let written = codec.encode(&text).expect("a text");
                let without = Codec::from_parts(serializer.clone(), own.clone());
                assert_eq!(without.decode::<String>(&written).expect("the new form"), text, "{codec:?}");
            }
        }
    }
}

#[test]
fn compressors_and_serializers_are_combined() {
    // Turned around, it is no value of any format.
    let value = vec!["text".to_owned(); 20];
    for (own, old) in pairs() {
        for compressor in compressors().into_iter().chain([mirror()]) {
            let codec = with(&own, [old.clone()], [compressor.clone()]).expect("they can be told apart");
            let stored = Codec::from_parts(old.clone(), compressor).encode(&value).expect("a list");
            assert_eq!(codec.decode::<Vec<String>>(&stored).expect("the old form"), value, "{codec:?}");
        }
    }
}

#[test]
fn a_mark_wins_over_a_guess() {
    for compressor in marked() {
        let codec = Codec::from_parts(raw(), mirror()).with_fallbacks([], [compressor.clone()]).expect("it has a mark");
        let stored = compressor.compress(b"abc").expect("a frame");
        assert_eq!(codec.decode::<Vec<u8>>(&stored).expect("bytes"), b"abc", "{codec:?}");
        // A mark on what cannot be decompressed is none.
        let cut = &stored[..stored.len() - 1];
        let reversed: Vec<u8> = cut.iter().rev().copied().collect();
        assert_eq!(codec.decode::<Vec<u8>>(cut).expect("bytes"), reversed, "{codec:?}");
    }
}

#[test]
fn what_would_be_read_as_a_fallbacks_is_not_stored_as_it_is() {
    for compressor in marked() {
        let frame = compressor.compress(b"abc").expect("a frame");
        let hidden = Codec::from_parts(raw(), mirror().with_min_length(1000));
        let hidden = hidden.with_fallbacks([], [compressor.clone()]).expect("it has a mark");
        let stored = hidden.encode(&frame).expect("bytes");
        assert_eq!(hidden.decode::<Vec<u8>>(&stored).expect("bytes"), frame, "{hidden:?}");

        let bare = with(&raw(), [], [compressor.clone()]).expect("it has a mark");
        let error = bare.encode(&frame).expect_err("it cannot be told apart");
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.to_string().contains(&format!("'{}'", compressor.name())), "{error}");
        let cut = &frame[..frame.len() - 1];
        let stored = bare.encode(cut).expect("no frame");
        assert_eq!(bare.decode::<Vec<u8>>(&stored).expect("bytes"), cut, "{bare:?}");
    }
}

#[test]
fn what_could_be_misread_is_refused() {
    let refused = |codec: Result<Codec>, said: &str| {
        let error = codec.expect_err(said);
        assert_eq!(error.kind(), ErrorKind::Config);
        let text = error.to_string();
        assert!(text.contains(said) && text.contains("change 'version' or 'key_prefix'"), "{text}");
    };
    refused(
        with(&raw(), [AnySerializer::new("other", Raw)], []),
        "serializer 'raw' may take the values of another one",
    );
    for serializer in serializers() {
        let greedy = if serializer.refuses_other_formats() { "raw" } else { serializer.name() };
        refused(with(&serializer, [raw()], []), &format!("serializer '{greedy}' may take"));
        assert_eq!(with(&serializer, [], [mirror()]).is_ok(), serializer.refuses_other_formats());
    }
    refused(with(&raw(), [], [mirror()]), "compressor 'mirror' wrote has no mark");
    // It stands for what is tried in any case.
    assert!(with(&raw(), [], [AnyCompressor::default()]).is_ok());
}

#[cfg(all(feature = "json", feature = "postcard"))]
#[test]
fn postcard_stands_alone() {
    let [json, postcard] = ["json", "postcard"].map(|name| AnySerializer::named(name).expect("built in"));
    assert!(with(&json, [postcard.clone()], []).is_err());
    assert!(with(&postcard, [json], []).is_err());
}

#[cfg(all(feature = "cbor", feature = "msgpack"))]
#[test]
fn cbor_and_messagepack_are_kept_apart() {
    let cbor = AnySerializer::named("cbor").expect("built in");
    // A list with the map {-17: 5} in one, the map {"0": 5} in the other.
    let both = [0x81, 0xA1, 0x30, 0x05];
    for name in ["msgpack", "msgspec_msgpack"] {
        let msgpack = AnySerializer::named(name).expect("built in");
        assert!([&cbor, &msgpack].iter().all(|serializer| serializer.deserialize::<IgnoredAny>(&both).is_ok()));
        for (one, other) in [(&cbor, &msgpack), (&msgpack, &cbor)] {
            let error = with(one, [other.clone()], []).expect_err("they read each other's values").to_string();
            assert!(error.contains("read some of each other's values"), "{error}");
        }
    }
}

#[cfg(all(feature = "json", feature = "msgpack", feature = "zstd"))]
#[test]
fn the_error_tells_everything_that_was_tried() {
    let [json, msgpack] = ["json", "msgpack"].map(|name| AnySerializer::named(name).expect("built in"));
    let zstd = AnyCompressor::named("zstd").expect("built in");
    let codec = with(&json, [msgpack], [zstd.clone(), mirror()]).expect("they can be told apart");
    let said = |stored: &[u8]| {
        let error = codec.decode::<Vec<bool>>(stored).expect_err("no list");
        assert_eq!(error.kind(), ErrorKind::Decode);
        error.to_string()
    };
    let text = said(b"50");
    let start = "the 2 stored bytes are no value of type alloc::vec::Vec<bool> in the codec 'json' with 'identity', nor \
                 with its fallbacks 'msgpack', 'zstd', 'mirror': they read as the integer 50, but ";
    assert!(text.starts_with(start), "{text}");
    let parts = ["; as no number: as not compressed: 'json': ", "; as not compressed: 'msgpack': "];
    let parts = parts.into_iter().chain(["; decompressed with 'mirror': 'json': ", "with 'mirror': 'msgpack': "]);
    let places: Vec<_> = parts.map(|part| text.find(part).unwrap_or_else(|| panic!("`{part}` in {text}"))).collect();
    assert!(places.is_sorted(), "{text}");

    let frame = zstd.compress(b"50").expect("a frame");
    let text = said(&frame);
    assert!(text.contains(": decompressed with 'zstd': 'json': "), "{text}");
    assert!(!text.contains("as not compressed") && !text.contains("with 'mirror'"), "{text}");
    let text = said(&frame[..frame.len() - 1]);
    assert!(text.contains(": decompressing with 'zstd' failed: "), "{text}");
}

#[cfg(all(feature = "json", feature = "zstd"))]
#[test]
fn fallbacks_are_held_to_the_limit() {
    let zstd = AnyCompressor::named("zstd").expect("built in");
    let stored = zstd.compress(format!("{:?}", "a".repeat(1000)).as_bytes()).expect("a frame");
    for (limit, is_read) in [(1002, true), (1001, false)] {
        let codec = Codec::new(&"json".into(), &"identity".into(), limit).expect("built in");
        let read = codec.with_fallbacks([], [zstd.clone()]).expect("it has a mark").decode::<String>(&stored);
        assert_eq!(read.is_ok(), is_read);
        assert!(read.is_ok() || read.is_err_and(|error| error.to_string().contains("max_decompressed_size")));
    }
}
