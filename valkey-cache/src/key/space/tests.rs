use super::KeySpace;
use crate::key::{CacheKey, Key, KeyFunction, registered_key_functions};

fn dashed(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}-{version}-{key}")
}

fn text(space: &KeySpace, key: &Key<'_>, version: Option<u64>) -> String {
    let text = space.text(key, version);
    let mut written = Vec::new();
    text.write_to(&mut written).expect("a vector takes everything");
    assert_eq!(written.len(), text.len());
    assert_eq!(text.to_string().as_bytes(), written);
    assert_eq!(CacheKey::from(text).as_str().as_bytes(), written);
    String::from_utf8(written).expect("text")
}

#[test]
fn all_ways_make_the_same_text() {
    for function in [KeyFunction::default(), KeyFunction::new(dashed)] {
        for (prefix, key) in [("app", "user:1"), ("", ""), ("a:b", "*"), ("юникод", "日本")] {
            let space = KeySpace::new(prefix, 1, function);
            for version in [None, Some(0), Some(1), Some(7)] {
                let made = space.make_key(key, version);
                assert_eq!(text(&space, &Key::from(key), version), made.as_str());
                assert_eq!(text(&space, &Key::from(&made), Some(9)), made.as_str());
                assert_eq!(space.make_key(&made, Some(9)), made);
                assert_eq!(space.reverse(made.as_str(), version), key);
                assert_eq!(space.reverse_own(made.as_str(), version).as_deref(), Some(key));
            }
        }
    }
}

#[test]
fn foreign_keys_are_cut_at_the_second_colon() {
    let space = KeySpace::new("app", 1, KeyFunction::default());
    assert_eq!(space.reverse("other:1:a:b", None), "a:b");
    assert_eq!(space.reverse("plain", None), "plain");
    assert_eq!(space.reverse_own("other:1:a:b", None), None);
    assert_eq!(space.reverse_own("app:1:a:b", Some(2)), None);
}

#[test]
fn a_reverse_of_its_own_is_used() {
    let function = KeyFunction::new(dashed).with_reverse(|made| made.to_uppercase());
    assert_eq!(KeySpace::new("app", 1, function).reverse("app-1-x", None), "APP-1-X");
}

#[test]
fn the_default_is_known_by_name() {
    assert_eq!(KeyFunction::named("default").expect("built in").name(), Some("default"));
    for path in ["django.core.cache.backends.base.default_key_func", "django_valkey.util.default_reverse_key"] {
        assert_eq!(KeyFunction::named(path).expect("the default").name(), Some("default"));
    }
    assert!(registered_key_functions().contains(&"default"));
    let error = KeyFunction::named("defualt").expect_err("no such function").to_string();
    assert!(error.contains("unknown key function 'defualt'; did you mean 'default'?"), "{error}");
}

#[test]
fn a_key_of_any_version_has_a_number_after_the_prefix() {
    let keys = KeySpace::new("app", 1, KeyFunction::default());
    for made in ["app:1:k", "app:0:", "app:18446744073709551615:a:b"] {
        assert!(keys.is_of_any_version(made.as_bytes()), "{made}");
    }
    for made in ["app:1", "app::k", "app:x:1:k", "app:1x:1:k", "appx:1:k", "1:k", "app"] {
        assert!(!keys.is_of_any_version(made.as_bytes()), "{made}");
    }
}

#[test]
fn the_way_back_may_be_the_default_one() {
    let custom = KeyFunction::new(|key, prefix, version| format!("{prefix}|{version}|:a:b:{key}"));
    let own = custom.with_reverse(|made| format!("own {made}"));
    assert_eq!(KeySpace::new("app", 1, own).reverse("x:1:key", None), "own x:1:key");
    let default = own.reversed_by(&KeyFunction::default());
    assert_eq!(KeySpace::new("app", 1, default).reverse("x:1:key", None), "key");
    assert_eq!(KeySpace::new("app", 1, own.reversed_by(&custom)).reverse("x:1:key", None), "own x:1:key");
}
