use serde_json::Value as Json;
use valkey_cache::CacheConfig;
use valkey_cache::codec::{PluginConfig, Value};
use valkey_cache::config::HashLayout;
use valkey_cache::operation::IntoCommand;
use valkey_cache::prelude::*;

use super::case::{fixture, text};
use crate::fixtures_support::{bytes, typed};

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct Django;

/// Opens the cache that a service of our own would have in the place of the recorded one.
fn open(json: &Json) -> Django {
    let [serializer, compressor] = ["serializer", "compressor"].map(|name| json[name].as_str().unwrap());
    let serializer = match serializer {
        "json" => PluginConfig::new("json").option("spelling", "python"),
        name => PluginConfig::new(name),
    };
    let compressor = match compressor {
        "brotli" => PluginConfig::new("brotli").option("level", 11),
        name => PluginConfig::new(name),
    };
    let config = CacheConfig::new().location("memory://").serializer(serializer).compressor(compressor);
    Django::from_config(&config.hash_layout(HashLayout::Django)).unwrap()
}

/// Returns the last words of a command.
fn last_words<O: IntoCommand, const N: usize>(action: Action<'_, Django, O>) -> [Vec<u8>; N] {
    let words: Vec<_> = action.to_request().unwrap().words().map(<[u8]>::to_vec).collect();
    words[words.len() - N..].to_vec().try_into().unwrap()
}

#[test]
fn members_of_sets_are_those_of_the_reference() {
    let mut tally = Tally::default();
    for json in fixture()["sets"].as_array().unwrap() {
        let cache = open(json);
        for member in json["sadd"].as_array().unwrap() {
            let value = typed(&member["member"]).unwrap();
            let [ours] = last_words(cache.sadd("set", [&value]));
            let Some(raw) = bytes(&member["raw"]) else {
                // The reference cannot write bytes as JSON; they are a list of integers.
                assert!(json["serializer"] == "json" && matches!(value, Value::Bytes(_)), "{member}");
                tally.refused += 1;
                continue;
            };
            // It reads negative integers as floats.
            let is_negative = matches!(value, Value::Int(..0));
            let expected = if is_negative { value } else { typed(&member["read_back"]).unwrap() };
            tally.compare(&cache, &ours, &raw, &expected, json);
        }
    }
    assert_eq!((tally.identical + tally.unlike, tally.refused), (256, 4));
}

#[test]
fn hashes_in_djangos_layout_are_those_of_the_reference() {
    let mut tally = Tally::default();
    for json in fixture()["sets"].as_array().unwrap() {
        for hset in json["hset"].as_array().unwrap() {
            let cache = open(json);
            let text = |name: &str| hset[name].as_str().unwrap();
            let (name, field) = (text("name"), hset["field"]["v"].as_str().unwrap());
            let value = typed(&hset["value"]).unwrap();
            let [stored_name, stored_field, ours] = last_words(cache.hset(name, [(field, &value)]));
            assert_eq!(stored_name, text("stored_name").as_bytes(), "{hset}");
            assert_eq!(stored_field, text("stored_field").as_bytes(), "{hset}");
            tally.compare(&cache, &ours, &bytes(&hset["raw"]).unwrap(), &value, json);

            cache.hset(name, [(field, &value)]).run().unwrap();
            assert_eq!(cache.hget::<Value>(name, field).run().unwrap(), Some(value), "{hset}");
            assert_eq!(serde_json::json!(cache.hkeys(name).run().unwrap()), hset["hkeys"]);
        }
    }
    assert_eq!(tally.identical + tally.unlike, 120);
}

/// Counts what is stored as the reference stores it.
#[derive(Default)]
struct Tally {
    identical: usize,
    /// Other bytes out of a compressor, which hold the same.
    unlike: usize,
    refused: usize,
}

impl Tally {
    fn compare(&mut self, cache: &Django, ours: &[u8], raw: &[u8], expected: &Value, json: &Json) {
        for stored in [ours, raw] {
            assert_eq!(text(&cache.decode::<Value>(stored).unwrap()), text(expected), "{json}");
        }
        if ours == raw {
            self.identical += 1;
        } else {
            assert_ne!(json["compressor"], "identity", "{expected:?}: {json}");
            self.unlike += 1;
        }
    }
}
