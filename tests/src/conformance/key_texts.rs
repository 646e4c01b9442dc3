use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::values::sorted;
use super::{Case, Style, behaviours};

behaviours! {
    a_key_is_any_text,
    special_characters_of_keys_stay_in_deleting,
    prefixes_are_any_text,
    fields_and_members_are_any_text,
}

fn texts() -> Vec<String> {
    let mut texts =
        ["", " ", "a b", "line\nbreak\r\n", "\t", "\0", "0", "-5", "ключ 🔑", "a:b::c:", "*", "?", "[x]", "\\"]
            .map(str::to_owned)
            .to_vec();
    texts.extend(["{tag}rest".to_owned(), "$6\r\nSET k".to_owned(), "'\"".to_owned(), "x".repeat(70_000)]);
    texts
}

async fn a_key_is_any_text<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    for (number, key) in texts().iter().enumerate() {
        assert!(case.ok(cache.add(key, &number)).await, "{key:?} is another key's name");
    }
    for (number, key) in texts().iter().enumerate() {
        assert_eq!(case.ok(cache.get::<usize>(key)).await, Some(number), "{key:?}");
    }
    assert_eq!(sorted(case.ok(cache.keys("*")).await), sorted(texts()));
    assert_eq!(sorted(case.items(cache.iter_keys("*")).await), sorted(texts()));
    let texts = texts();
    assert_eq!(case.ok(cache.get_many::<usize, _>(&texts)).await.len(), texts.len());
    for key in &texts {
        assert!(case.ok(cache.delete(key)).await, "{key:?}");
        assert!(!case.ok(cache.has_key(key)).await, "{key:?}");
    }
    assert!(case.ok(cache.keys("*")).await.is_empty());
}

async fn special_characters_of_keys_stay_in_deleting<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set_many([("a*b", 1), ("axb", 2), ("a[x]b", 3), ("a\\b", 4)])).await;
    assert_eq!(case.ok(cache.keys("a[*]b")).await, ["a*b"]);
    assert_eq!(case.ok(cache.delete_pattern("a\\*b")).await, 1);
    assert_eq!(case.ok(cache.delete_pattern("a[[]x]b")).await, 1);
    assert_eq!(case.ok(cache.delete_pattern("a\\\\b")).await, 1);
    assert_eq!(case.ok(cache.keys("*")).await, ["axb"]);
}

async fn prefixes_are_any_text<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    for odd in ["", "*", "?", "[ab]", "\\", "a:b", ":", "5:5", "{x}", "bl ank\n", "ключ"] {
        let cache = case.open(CacheConfig::new().key_prefix(format!("{}{odd}", case.prefix())));
        // What its prefix would match, were it a pattern.
        let decoy = case.open(CacheConfig::new().key_prefix(format!("{}a", case.prefix())));
        case.ok(decoy.set("k", &1)).await;
        case.ok(cache.set_many([("k", 1), ("a:b", 2)])).await;
        assert_eq!(sorted(case.ok(cache.keys("*")).await), ["a:b", "k"], "{odd:?}");
        assert_eq!(sorted(case.items(cache.iter_keys("*")).await), ["a:b", "k"], "{odd:?}");
        assert_eq!(case.ok(cache.delete_pattern("a*")).await, 1, "{odd:?}");
        assert_eq!(case.ok(cache.clear()).await, 1, "{odd:?}");
        assert!(case.ok(decoy.has_key("k")).await, "{odd:?}");
    }
}

async fn fields_and_members_are_any_text<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let texts = texts();
    case.ok(cache.hset("h", texts.iter().map(|text| (text.as_str(), text)))).await;
    case.ok(cache.sadd("s", &texts)).await;
    assert_eq!(sorted(case.ok(cache.hkeys("h")).await), sorted(texts.clone()));
    for text in &texts {
        assert_eq!(case.ok(cache.hget::<String>("h", text.as_str())).await.as_ref(), Some(text));
        assert!(case.ok(cache.sismember("s", text)).await);
    }
    assert_eq!(sorted(case.ok(cache.smembers::<String>("s")).await), sorted(texts));
}
