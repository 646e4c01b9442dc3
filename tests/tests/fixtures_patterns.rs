//! Which keys a pattern finds on a server, as recorded from django-valkey.

use serde_json::Value;
use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;

const FIXTURE: &str = include_str!("../fixtures/keys.json");

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct PatternCache;

fn texts(list: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().or(value["v"].as_str()).expect("text").to_owned();
    list.as_array().expect("a list").iter().map(text).collect()
}

#[test]
fn patterns_find_what_the_reference_finds() {
    let fixture: Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    let (stored, foreign) = (texts(&fixture["stored_user_keys"]), texts(&fixture["foreign_keys"]));
    let cases = fixture["match"].as_array().expect("a list of cases");
    let mut prefixes: Vec<_> = cases.iter().map(|case| case["KEY_PREFIX"].as_str().expect("a prefix")).collect();
    prefixes.dedup();
    let mut compared = 0;
    for prefix in prefixes {
        let namespace = Namespace::new();
        let config = CacheConfig::new().location(namespace.url()).key_prefix(prefix);
        let cache = PatternCache::from_config(&config).expect("a cache");
        cache.set_many(stored.iter().map(|key| (key, 1))).run().expect("stored");
        for key in &foreign {
            namespace.command(&["SET", key, "1"]).expect("stored");
        }
        for case in cases.iter().filter(|case| case["KEY_PREFIX"] == prefix) {
            // A pattern is text here; the reference's error for `None` does not type-check.
            let Some(pattern) = case["pattern"]["v"].as_str() else { continue };
            let mut found = cache.keys(pattern).run().expect("keys");
            found.sort();
            let mut expected = texts(&case["keys"]["v"]);
            if prefix.contains(':') || prefix.contains('\\') {
                // The reference cuts keys at the second `:`, wherever that is, and finds nothing below a prefix with
                // a backslash; without such a prefix it finds what it should have found.
                let twin = cases.iter().find(|twin| twin["KEY_PREFIX"] == "p-" && twin["pattern"] == case["pattern"]);
                expected = texts(&twin.expect("the same pattern below a plain prefix")["keys"]["v"]);
            }
            expected.sort();
            assert_eq!(found, expected, "prefix {prefix:?}, pattern {pattern:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 110, "every case with a pattern of text is compared");
}
