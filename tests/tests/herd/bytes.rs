//! What is stored, byte for byte.

use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::codec::{PluginConfig, Value};
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;
use valkey_cache_tests::fresh_prefix;

use super::RunHerd;
use crate::fixtures_support::{bytes, typed};
use crate::fixtures_values::fixture;

/// The reference's clock stood where this one begins.
#[test]
fn pickled_values_are_those_of_the_reference() {
    let (mut same, mut read_back) = (0, 0);
    for json in fixture()["herd"].as_array().unwrap() {
        let Some(raw) = bytes(&json["raw"]) else { continue };
        let protocol = json["pickle_version"].as_i64().unwrap_or(4);
        let config = CacheConfig::new()
            .location(format!("memory://{}", fresh_prefix()))
            .serializer(PluginConfig::new("pickle").option("protocol", protocol))
            .compressor(json["compressor"].as_str().unwrap());
        let cache = RunHerd::from_config(&config).unwrap();
        let value = typed(&json["value"]).unwrap();
        let timeout = Duration::from_secs_f64(json["timeout"].as_f64().unwrap());
        cache.set("k", &value).timeout(timeout).run().unwrap();
        let stored = cache.action(read("GET").key("k").returns(reply::bytes)).run().unwrap().unwrap();
        assert!(stored == raw, "{json}");
        same += 1;
        let found = cache.get::<Value>("k").run().unwrap();
        read_back += usize::from(found.as_ref() == Some(&value));
        assert_eq!(found, Some(value), "{json}");
        let left = cache.pttl("k").run().unwrap();
        let (Ttl::Left(left), wanted) = (left, timeout + Duration::from_secs(60)) else { panic!("{json}: {left:?}") };
        assert!(left <= wanted && left + Duration::from_secs(30) > wanted, "{json}");
    }
    assert_eq!((same, read_back), (39, 39));
}

#[test]
fn other_serializers_have_an_envelope() {
    let stored = |serializer: &str| {
        let config = CacheConfig::new().location(format!("memory://{}", fresh_prefix())).serializer(serializer);
        let cache = RunHerd::from_config(&config).unwrap();
        cache.set("k", "text").timeout(Duration::from_secs(300)).run().unwrap();
        cache.set("n", &-5).timeout(Duration::from_millis(500)).run().unwrap();
        ["k", "n"].map(|key| cache.action(read("GET").key(key).returns(reply::bytes)).run().unwrap().unwrap())
    };
    let whole = [&b"\xFFherd"[..], &1_700_000_300_f64.to_be_bytes()].concat();
    let half = [&b"\xFFherd"[..], &1_700_000_000.5_f64.to_be_bytes()].concat();
    assert_eq!(stored("json"), [[&whole[..], b"\"text\""].concat(), [&half[..], b"-5"].concat()]);
    assert_eq!(stored("msgpack"), [[&whole[..], b"\xA4text"].concat(), [&half[..], b"-5"].concat()]);
}
