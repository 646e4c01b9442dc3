use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec, HerdMarker, PluginConfig, Value};

use super::case::{fixture, text};
use crate::fixtures_support::{bytes, typed};

/// What the herd client stores: a marker, the value, and when it is stale, in seconds since 1970.
type Packed = (HerdMarker, Value, Value);

#[test]
fn packed_values_are_read_and_written_as_the_herd_client_does() {
    let (mut identical, mut refused) = (0, 0);
    for json in fixture()["herd"].as_array().unwrap() {
        let value = typed(&json["value"]).unwrap();
        let Some(raw) = bytes(&json["raw"]) else {
            // The marker cannot be written by the other serializers of the reference. It is nothing in ours.
            refused += 1;
            let serializer = AnySerializer::named(json["serializer"].as_str().unwrap()).unwrap();
            let written = serializer.serialize(&(HerdMarker, &value, 1)).unwrap();
            let (HerdMarker, back, 1) = serializer.deserialize::<(HerdMarker, Value, i64)>(&written).unwrap() else {
                panic!("{json}")
            };
            assert_eq!(back, value);
            continue;
        };
        let protocol = json["pickle_version"].as_i64().unwrap_or(4);
        let pickle = AnySerializer::from_config(&PluginConfig::new("pickle").option("protocol", protocol)).unwrap();
        let compressor = AnyCompressor::named(json["compressor"].as_str().unwrap()).unwrap();
        let codec = Codec::from_parts(pickle, compressor);

        let packed: Packed = codec.decode(&raw).unwrap();
        assert_eq!(text(&packed.1), text(&value), "{json}");
        if let Some(expiry) = json.get("expiry_packed") {
            assert_eq!(text(&packed.2), text(&typed(expiry).unwrap()), "{json}");
        }
        let ours = codec.encode(&packed).unwrap();
        assert!(ours == raw, "{json}");
        identical += 1;
    }
    assert_eq!((identical, refused), (39, 4));
}
