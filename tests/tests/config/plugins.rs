//! Plugins of this crate, by name.

use serde::Deserialize;
use valkey_cache::codec::{BoxError, Compressor, Serializer, Slot, erased_serde};
use valkey_cache::key::registered_key_functions;
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig, registered_compressors, registered_serializers};

use super::{PlainCache, says};

/// Turns letters by some places, which makes nothing smaller but is seen in the stored bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rot {
    #[serde(default = "thirteen")]
    shift: u8,
}

fn thirteen() -> u8 {
    13
}

#[compressor(name = "rot")]
impl Compressor for Rot {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.iter().map(|byte| byte.wrapping_add(self.shift)).collect())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.iter().map(|byte| byte.wrapping_sub(self.shift)).collect())
    }
}

/// Json for people to read.
#[derive(Deserialize)]
struct Pretty {}

#[serializer(name = "pretty")]
impl Serializer for Pretty {
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
        Ok(serde_json::to_writer_pretty(out, value)?)
    }

    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        slot.fill(&mut deserializer)?;
        Ok(deserializer.end()?)
    }
}

#[key_function(name = "slashed", reverse = unslashed)]
fn slashed(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}/v{version}/{key}")
}

fn unslashed(made: &str) -> String {
    made.splitn(3, '/').nth(2).unwrap_or(made).to_owned()
}

/// Names that two plugins have.
mod twice {
    use super::*;

    #[derive(Deserialize)]
    struct One {}

    #[derive(Deserialize)]
    struct Two {}

    #[compressor(name = "twin")]
    impl Compressor for One {
        fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }

        fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }
    }

    #[compressor(name = "twin")]
    impl Compressor for Two {
        fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }

        fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }
    }

    #[key_function(name = "twin-keys")]
    fn one(key: &str, _prefix: &str, _version: u64) -> String {
        key.to_owned()
    }

    #[key_function(name = "twin-keys")]
    fn two(key: &str, _prefix: &str, _version: u64) -> String {
        key.to_owned()
    }
}

fn from_toml(options: &str) -> valkey_cache::Result<std::sync::Arc<PlainCache>> {
    let text = format!("[caches.default]\nlocation = \"memory://\"\nkey_prefix = \"app\"\n{options}\n");
    Caches::new(CachesConfig::from_toml_str(&text)?).get("default")
}

fn stored(cache: &PlainCache, key: &str) -> Vec<u8> {
    cache.action(read("GET").key(key).returns(reply::bytes)).run().unwrap().expect("nothing is stored")
}

#[test]
fn a_compressor_by_name() {
    let cache = from_toml("compressor = { name = \"rot\", shift = 1, min_length = 0 }").unwrap();
    cache.set("k", "abc").run().unwrap();
    assert_eq!(stored(&cache, "k"), b"#bcd#");
    assert_eq!(cache.get::<String>("k").run().unwrap().as_deref(), Some("abc"));
    let cache = from_toml("compressor = \"rot\"").unwrap();
    assert_eq!(cache.compressor().name(), "rot");
    cache.set("short", "abc").run().unwrap();
    // Shorter than the 15 bytes from which on values are compressed; but this one undoes whatever it is given, so
    // that what it did not compress could not be told from the rest.
    assert_eq!(stored(&cache, "short"), b"/nop/");
    assert_eq!(cache.get::<String>("short").run().unwrap().as_deref(), Some("abc"));
}

#[test]
fn a_serializer_by_name() {
    let cache = from_toml("serializer = \"pretty\"").unwrap();
    cache.set("k", &["a"]).run().unwrap();
    assert_eq!(stored(&cache, "k"), b"[\n  \"a\"\n]");
    assert_eq!(cache.get::<Vec<String>>("k").run().unwrap(), Some(vec!["a".to_owned()]));
    cache.set("n", &5).run().unwrap();
    assert_eq!(cache.incr("n", 1).run().unwrap(), 6);
}

#[test]
fn a_key_function_by_name() {
    let cache = from_toml("key_function = \"slashed\"").unwrap();
    cache.set_many([("a", 1), ("b/c", 2)]).run().unwrap();
    assert_eq!(cache.make_key("k", Some(3)).as_str(), "app/v3/k");
    assert_eq!(cache.key_function().name(), Some("slashed"));
    let mut keys = cache.keys("*").run().unwrap();
    keys.sort();
    assert_eq!(keys, ["a", "b/c"]);
    assert_eq!(cache.incr_version("a", 1).run().unwrap(), 2);
    assert_eq!(cache.get::<i32>("a").version(2).run().unwrap(), Some(1));
    assert_eq!(cache.clear().run().unwrap(), 1);
    let error = cache.clear().all_versions().run().unwrap_err();
    assert_eq!(error.kind(), valkey_cache::ErrorKind::Unsupported);
}

#[test]
fn mistakes_name_plugin_and_option() {
    let linked = "a compressor of another crate is linked only when something of that crate is named";
    says(from_toml("compressor = \"rto\""), &["cache 'default'", "unknown compressor 'rto'", "Known: ", linked]);
    says(from_toml("compressor = \"ztsd\""), &["did you mean 'zstd'"]);
    says(from_toml("serializer = \"prety\""), &["unknown serializer 'prety'", "did you mean 'pretty'"]);
    says(from_toml("key_function = \"slash\""), &["unknown key function 'slash'", "slashed"]);
    says(from_toml("reverse_key_function = \"nope\""), &["unknown key function 'nope'"]);
    says(from_toml("compressor = { name = \"rot\", shfit = 1 }"), &["'rot'", "shfit", "shift"]);
    says(from_toml("compressor = { name = \"rot\", shift = 300 }"), &["'rot'", "shift", "300"]);
    says(from_toml("compressor = { shift = 1 }"), &["name"]);
}

#[test]
fn a_name_that_two_plugins_have_is_an_error() {
    let here = concat!(file!(), ":");
    says(from_toml("compressor = \"twin\""), &["compressor name 'twin' is taken twice", here, "rename one"]);
    says(from_toml("key_function = \"twin-keys\""), &["key function name 'twin-keys' is taken twice", here]);
}

#[test]
fn names_are_listed() {
    let compressors = registered_compressors();
    assert!(
        ["identity", "lz4", "rot", "twin", "zstd"].iter().all(|name| compressors.contains(name)),
        "{compressors:?}"
    );
    let serializers = registered_serializers();
    assert!(["json", "msgpack", "postcard", "pretty"].iter().all(|name| serializers.contains(name)), "{serializers:?}");
    let functions = registered_key_functions();
    assert!(["default", "slashed", "twin-keys"].iter().all(|name| functions.contains(name)), "{functions:?}");
    for names in [compressors, serializers, functions] {
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }
}

#[test]
fn plugins_are_chosen_in_code_too() {
    let config = CacheConfig::new().location("memory://").serializer("pretty").key_function("slashed");
    let cache = PlainCache::from_config(&config.compressor(valkey_cache::codec::PluginConfig::new("rot"))).unwrap();
    assert_eq!((cache.serializer().name(), cache.compressor().name()), ("pretty", "rot"));
    assert_eq!(
        cache.decode::<String>(&cache.encode("text that is long enough").unwrap()).unwrap(),
        "text that is long enough"
    );
}
