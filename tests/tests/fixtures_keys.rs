//! Keys and patterns as django-valkey makes them, recorded from the real thing.
//!
//! The `match` and `delete_pattern_edge` cases of the fixture need a server; they are not tested here.

use serde_json::Value;
use valkey_cache::key::{CacheKey, KeyFunction, KeySpace, make_key, make_pattern, reverse_key};

const FIXTURE: &str = include_str!("../fixtures/keys.json");

/// Where the reference is not followed, and why.
const DEVIATIONS: [(&str, &str); 6] = [
    (
        "falsy key",
        "the reference leaves an empty key, 0 and False without prefix and version; they are keys like any other",
    ),
    ("version 0", "the reference takes it for \"the default version\"; it is a version like any other"),
    (
        "empty prefix",
        "the reference takes an empty prefix argument for \"the configured prefix\"; it is a prefix like any other",
    ),
    ("backslash", "the reference leaves a backslash in the prefix as it is, and the pattern then matches nothing"),
    ("colon in the prefix", "the reference cuts at the second `:`; a key space knows its prefix and cuts there"),
    ("no such argument", "keys are text, a version is not negative and no text, and a missing key does not type-check"),
];

/// What the fixture calls a case, in the terms of this crate.
struct Case<'a> {
    json: &'a Value,
    key: String,
    prefix: &'a str,
    version: u64,
    /// Names of `DEVIATIONS` that apply.
    deviations: Vec<&'static str>,
}

/// Reads a typed value of the fixture as the text that Python's `str()` makes of it.
fn text(value: &Value) -> Option<String> {
    match value["t"].as_str()? {
        "str" | "int" | "float" => Some(value["v"].as_str()?.to_owned()),
        "bool" => Some(if value["v"].as_bool()? { "True" } else { "False" }.to_owned()),
        _ => None,
    }
}

fn is_falsy(value: &Value) -> bool {
    text(value).is_some_and(|text| matches!(text.as_str(), "" | "0" | "False"))
}

/// Answers none where Rust has no such call.
fn case<'a>(json: &'a Value, key: &str) -> Option<Case<'a>> {
    let mut deviations = Vec::new();
    let configured_prefix = json["KEY_PREFIX"].as_str()?;
    let prefix = match json["prefix"].as_str() {
        Some("") if !configured_prefix.is_empty() => {
            deviations.push("empty prefix");
            ""
        }
        given => given.unwrap_or(configured_prefix),
    };
    let configured_version = json["VERSION"].as_u64().or_else(|| json["VERSION"].as_str()?.parse().ok())?;
    let version = json["version"].as_u64().unwrap_or(configured_version);
    if json["version"].as_u64() == Some(0) && configured_version != 0 {
        deviations.push("version 0");
    }
    if is_falsy(&json[key]) {
        deviations.push("falsy key");
    }
    Some(Case { json, key: text(&json[key])?, prefix, version, deviations })
}

fn cases<'a>(fixture: &'a Value, list: &str, key: &str) -> (Vec<Case<'a>>, usize) {
    let all = fixture[list].as_array().expect("a list of cases");
    let cases: Vec<_> = all.iter().filter_map(|json| case(json, key)).collect();
    let left_out = all.len() - cases.len();
    (cases, left_out)
}

fn fixture() -> Value {
    serde_json::from_str(FIXTURE).expect("the fixture is JSON")
}

#[test]
fn keys_are_made_as_the_reference_makes_them() {
    let fixture = fixture();
    let (cases, left_out) = cases(&fixture, "make_key", "key");
    let mut used = Vec::new();
    for Case { json, key, prefix, version, deviations } in &cases {
        let made = make_key(key, prefix, *version, &KeyFunction::default());
        let space = KeySpace::new(*prefix, *version, KeyFunction::default());
        assert_eq!(space.make_key(key, None), made);
        assert_eq!(space.reverse(made.as_str(), None), *key, "{json}");
        used.extend(deviations);
        if !deviations.is_empty() {
            assert_eq!(made.as_str(), format!("{prefix}:{version}:{key}"), "{json}");
            continue;
        }
        assert_eq!(Some(made.as_str()), json["made"]["v"].as_str(), "{json}");
        assert_eq!(Some(reverse_key(made.as_str())), json["reverse_key"]["v"].as_str(), "{json}");
        assert_eq!(Some(made.original_key()), json["original_key"]["v"].as_str(), "{json}");
        let again = make_key(&made, prefix, 9, &KeyFunction::default());
        assert_eq!(Some(again.as_str()), json["again"]["v"].as_str(), "{json}");
        if json["reverse_key"]["v"].as_str() != Some(key) {
            assert!(prefix.contains(':'), "{json}");
            used.push("colon in the prefix");
        }
    }
    used.push("no such argument");
    assert!(left_out < cases.len() / 3, "{left_out} cases were left out");
    assert_known(&used, &["falsy key", "version 0", "empty prefix", "colon in the prefix", "no such argument"]);
}

#[test]
fn patterns_are_made_as_the_reference_makes_them() {
    let fixture = fixture();
    let (cases, left_out) = cases(&fixture, "make_pattern", "pattern");
    let mut used = Vec::new();
    for Case { json, key, prefix, version, deviations } in &cases {
        let made = make_pattern(key, prefix, *version, &KeyFunction::default());
        let mut deviations = deviations.clone();
        if prefix.contains('\\') {
            deviations.push("backslash");
        }
        if deviations.is_empty() {
            assert_eq!(Some(made.as_str()), json["made"]["v"].as_str(), "{json}");
            continue;
        }
        if deviations == ["backslash"] {
            let reference = json["made"]["v"].as_str().expect("a pattern");
            assert_eq!(made.as_str(), reference.replacen('\\', r"\\", 1), "{json}");
        }
        assert!(made.as_str().ends_with(&format!(":{version}:{key}")), "{json}");
        used.extend(deviations);
    }
    assert!(left_out < cases.len() / 3, "{left_out} cases were left out");
    assert_known(&used, &["falsy key", "version 0", "empty prefix", "backslash"]);
}

#[test]
fn custom_key_functions_are_used_as_in_the_reference() {
    fn dashed(key: &str, prefix: &str, version: u64) -> String {
        [prefix, &version.to_string(), key].join("-")
    }
    fn reverse(made: &str) -> String {
        made.splitn(3, '-').nth(2).unwrap_or(made).to_owned()
    }

    let fixture = fixture();
    let (cases, left_out) = cases(&fixture, "custom_key_function", "key");
    assert!(!cases.is_empty() && left_out == 0);
    for function in [KeyFunction::new(dashed), KeyFunction::new(dashed).with_reverse(reverse)] {
        for Case { json, key, prefix, version, .. } in &cases {
            let made = make_key(key, prefix, *version, &function);
            assert_eq!(Some(made.as_str()), json["made"]["v"].as_str(), "{json}");
            assert_eq!(Some(&*function.reverse(made.as_str(), prefix, *version)), json["reverse_key"]["v"].as_str());
            let pattern = make_pattern(key, prefix, *version, &function);
            assert_eq!(Some(pattern.as_str()), json["pattern"]["v"].as_str(), "{json}");
        }
    }
}

#[test]
fn made_keys_and_patterns_are_left_alone() {
    let made = CacheKey::from_made("other:7:key*");
    assert_eq!(make_key(&made, "app", 1, &KeyFunction::default()), made);
    assert_eq!(make_pattern(&made, "a*p", 1, &KeyFunction::default()), made);
}

/// Says that exactly these deviations were met, and that each has its reason in the table.
fn assert_known(used: &[&str], expected: &[&str]) {
    for name in expected {
        assert!(used.contains(name), "no case shows the deviation '{name}' any more");
        assert!(DEVIATIONS.iter().any(|(known, _)| known == name), "'{name}' has no reason");
    }
    for name in used {
        assert!(expected.contains(name), "'{name}' was not expected here");
    }
}
