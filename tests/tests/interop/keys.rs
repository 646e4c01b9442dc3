//! Both mean the same keys.

use serde_json::json;
use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::in_both_styles;
use super::meeting::Meeting;
use super::value::{Kind, Value};

in_both_styles! {
    keys_of_any_text_are_the_same,
    prefixes_and_versions_are_the_same,
    patterns_match_the_same_keys,
    patterns_delete_the_same_keys,
    only_our_keys_are_cleared,
    versions_move,
    key_functions_agree,
}

/// Not the empty key and a prefix with `:`, which Django gets wrong.
const KEYS: [&str; 12] =
    ["k", "user:1", "a:b:c:", ":", "with space", "line\nbreak", "ключ", "🗝", "0", "*", "[x]?\\", "{tag}k"];

/// Sorts the texts of a list.
fn texts(value: Value) -> Vec<String> {
    let Value::Items(Kind::List, items) = value else { panic!("{value} is no list") };
    let text = |item| if let Value::Str(text) = item { text } else { panic!("{item} is no text") };
    let mut texts: Vec<_> = items.into_iter().map(text).collect();
    texts.sort();
    texts
}

async fn keys_of_any_text_are_the_same<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    for key in KEYS {
        meeting.ok(ours.set(key, key)).await;
        assert_eq!(django.call("get").arg(key).go(), Value::from(key));
        assert_eq!(django.call("delete").arg(key).go(), Value::from(true), "{key:?}");
        assert!(!meeting.ok(ours.has_key(key)).await);
        django.call("set").arg(key).arg(key).go();
        assert_eq!(meeting.ok(ours.get::<String>(key)).await.as_deref(), Some(key));
    }
    assert_eq!(texts(django.call("keys").arg("*").go()), sorted(KEYS));
    assert_eq!(meeting.items(ours.iter_keys("*")).await, sorted(KEYS));
    assert_eq!(meeting.ok(ours.delete_many(KEYS)).await, KEYS.len() as u64);
    assert_eq!(django.call("delete_many").arg(Value::list(KEYS)).go(), Value::from(0));
}

fn sorted<T: ToString>(keys: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut keys: Vec<_> = keys.into_iter().map(|key| key.to_string()).collect();
    keys.sort();
    keys
}

async fn prefixes_and_versions_are_the_same<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    for (prefix, version) in [("", 1), ("app", 1), ("app", 2), ("p[r]*?", 3), ("ap p", 77)] {
        let ours = meeting.ours(CacheConfig::new().key_prefix(prefix).version(version));
        let django = meeting.django(json!({ "KEY_PREFIX": prefix, "VERSION": version }));
        let value = format!("{prefix} {version}");
        assert_eq!(django.call("get").arg("k").go(), Value::None, "{value}");
        meeting.ok(ours.set("k", &value)).await;
        assert_eq!(django.call("get").arg("k").go(), Value::from(value.as_str()));
        assert_eq!(texts(django.call("keys").arg("*").go()), ["k"]);
        django.call("set").arg("j").arg(value.as_str()).go();
        assert_eq!(meeting.ok(ours.get::<String>("j")).await, Some(value));
        assert_eq!(meeting.ok(ours.delete_pattern("j")).await, 1);
    }
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("v", &9).version(9)).await;
    assert_eq!(django.call("get").arg("v").named("version", 9).go(), Value::from(9));
    assert_eq!(django.call("get").arg("v").go(), Value::None);
    django.call("set").arg("v").arg(8).named("version", 8).go();
    assert_eq!(meeting.ok(ours.get::<i32>("v").version(8)).await, Some(8));
    assert_eq!(meeting.ok(ours.get::<i32>("v")).await, None);
}

const NAMES: [&str; 8] = ["user:1", "user:2", "user:10", "users", "item:1", "x", "[x]", "*"];
const PATTERNS: [&str; 10] = ["*", "user:*", "user:?", "user:[12]", "*:1", "?", "[^u]*", "\\*", "\\[x]", "nothing*"];

async fn patterns_match_the_same_keys<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let prefix = "p[r]*?";
    let (ours, django) =
        (meeting.ours(CacheConfig::new().key_prefix(prefix)), meeting.django(json!({ "KEY_PREFIX": prefix })));
    // What the prefix would match, were it a pattern.
    let decoy = meeting.ours(CacheConfig::new().key_prefix("pr-decoy-"));
    meeting.ok(decoy.set_many(NAMES.map(|name| (name, 1)))).await;
    for name in NAMES {
        django.call("set").arg(name).arg(1).go();
    }
    for pattern in PATTERNS {
        let found = sorted(meeting.ok(ours.keys(pattern)).await);
        assert_eq!(texts(django.call("keys").arg(pattern).go()), found, "{pattern}");
        assert_eq!(texts(django.call("iter_keys").arg(pattern).go()), found, "{pattern}");
        assert_eq!(meeting.items(ours.iter_keys(pattern)).await, found, "{pattern}");
    }
    assert_eq!(sorted(meeting.ok(ours.keys("*")).await), sorted(NAMES));
}

async fn patterns_delete_the_same_keys<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let (other, later) = (
        meeting.ours(CacheConfig::new().key_prefix("other")),
        meeting.django(json!({ "KEY_PREFIX": "app", "VERSION": 2 })),
    );
    meeting.ok(other.set("user:1", &1)).await;
    later.call("set").arg("user:1").arg(1).go();
    for pattern in PATTERNS {
        meeting.ok(ours.set_many(NAMES.map(|name| (name, 1)))).await;
        let by_django = django.call("delete_pattern").arg(pattern).go();
        let left = sorted(meeting.ok(ours.keys("*")).await);
        django.call("set_many").arg(Value::dict(NAMES.map(|name| (name, 1)))).go();
        let by_us = meeting.ok(ours.delete_pattern(pattern)).await;
        assert_eq!(Value::from(by_us), by_django, "{pattern}");
        assert_eq!(texts(django.call("keys").arg("*").go()), left, "{pattern}");
        assert_eq!(by_us as usize, NAMES.len() - left.len(), "{pattern}");
    }
    assert!(meeting.ok(other.has_key("user:1")).await);
    assert_eq!(later.call("has_key").arg("user:1").go(), Value::from(true));
}

async fn only_our_keys_are_cleared<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let other = meeting.django(json!({ "KEY_PREFIX": "other" }));
    let later = meeting.django(json!({ "KEY_PREFIX": "app", "VERSION": 2 }));
    for cache in [django, other, later] {
        cache.call("set_many").arg(Value::dict(NAMES.map(|name| (name, 1)))).go();
    }
    assert_eq!(meeting.ok(ours.clear()).await, NAMES.len() as u64);
    let left = |cache: super::peer::Django<'_>| texts(cache.call("keys").arg("*").go());
    assert!(left(django).is_empty());
    assert_eq!((left(other), left(later)), (sorted(NAMES), sorted(NAMES)));
    assert_eq!(meeting.ok(ours.clear().all_versions()).await, NAMES.len() as u64);
    assert_eq!((left(other), left(later)), (sorted(NAMES), Vec::new()));
    // Django's bug: its `clear` empties the database, other prefixes included.
    other.call("clear").go();
    assert!(left(other).is_empty());
}

async fn versions_move<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("k", "v")).await;
    assert_eq!(django.call("incr_version").arg("k").go(), Value::from(2));
    assert_eq!(meeting.ok(ours.get::<String>("k").version(2)).await.as_deref(), Some("v"));
    assert!(!meeting.ok(ours.has_key("k")).await);
    assert_eq!(meeting.ok(ours.incr_version("k", 3).version(2)).await, 5);
    assert_eq!(django.call("get").arg("k").named("version", 5).go(), Value::from("v"));
    assert_eq!(django.call("decr_version").arg("k").named("version", 5).go(), Value::from(4));
    assert_eq!(meeting.ok(ours.decr_version("k", 3).version(4)).await, 1);
    assert_eq!(django.call("get").arg("k").go(), Value::from("v"));
}

/// As `dashed` and `undashed` of `tests/python/plugins.py`.
#[key_function(name = "interop-dashed", reverse = undashed)]
fn dashed(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}-{version}-{key}")
}

fn undashed(made: &str) -> String {
    made.splitn(3, '-').nth(2).unwrap_or(made).to_owned()
}

async fn key_functions_agree<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let ours = meeting.ours(CacheConfig::new().key_prefix("a[p").key_function("interop-dashed"));
    let django = meeting.django(json!({
        "KEY_PREFIX": "a[p",
        "KEY_FUNCTION": "plugins.dashed",
        "REVERSE_KEY_FUNCTION": "plugins.undashed",
    }));
    meeting.ok(ours.set_many(NAMES.map(|name| (name, name)))).await;
    for name in NAMES {
        assert_eq!(django.call("get").arg(name).go(), Value::from(name));
    }
    django.call("set").arg("k").arg("v").go();
    assert_eq!(meeting.ok(ours.get::<String>("k")).await.as_deref(), Some("v"));
    let stored = meeting.namespace.command(&["EXISTS", "a[p-1-k", "a[p-1-user:1"]);
    assert_eq!(stored, Ok(redis::Value::Int(2)));
    let all = sorted(NAMES.into_iter().chain(["k"]));
    assert_eq!(texts(django.call("keys").arg("*").go()), all);
    assert_eq!(sorted(meeting.ok(ours.keys("*")).await), all);
    assert_eq!(django.call("delete_pattern").arg("user:?").go(), Value::from(2));
    assert_eq!(meeting.ok(ours.delete_pattern("user*")).await, 2);
    meeting.ok(ours.clear()).await;
    assert!(texts(django.call("keys").arg("*").go()).is_empty());
}
