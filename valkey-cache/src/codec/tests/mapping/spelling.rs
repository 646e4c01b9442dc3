//! The bytes of Python's `json.dumps` with Django's encoder, as recorded from it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;

use super::{keeps, named, refuses_to_write};
use crate::codec::{AnySerializer, PluginConfig};

#[track_caller]
fn spells<T: Serialize + ?Sized>(value: &T, text: &str) {
    let python = named("json", "spelling", "python");
    assert_eq!(String::from_utf8(python.serialize(value).expect("a value")).expect("ASCII"), text);
    let compact = named("json", "spelling", "compact").serialize(value).expect("a value");
    assert_eq!(compact, AnySerializer::named("json").expect("built in").serialize(value).expect("a value"));
}

#[test]
fn text_is_ascii() {
    spells("say \"hi\" \\ / 'x'", r#""say \"hi\" \\ / 'x'""#);
    spells("日本語キャッシュ", r#""\u65e5\u672c\u8a9e\u30ad\u30e3\u30c3\u30b7\u30e5""#);
    spells("🚀👩\u{200d}👩\u{200d}👧 ok", r#""\ud83d\ude80\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 ok""#);
    spells("\t\n\r\u{1}\u{1f}\u{7f}\u{8}\u{c}", r#""\t\n\r\u0001\u001f\u007f\b\f""#);
    spells("\u{2028}\u{2029}<script>&", r#""\u2028\u2029<script>&""#);
    spells(&'é', r#""\u00e9""#);
    spells(
        &BTreeMap::from([("", "empty"), ("ключ", "значение")]),
        concat!(
            r#"{"": "empty", "\u043a\u043b\u044e\u0447": "#,
            r#""\u0437\u043d\u0430\u0447\u0435\u043d\u0438\u0435"}"#
        ),
    );
}

#[test]
fn blanks_follow_commas_and_colons() {
    #[derive(Serialize)]
    struct Row {
        id: i64,
        name: &'static str,
        ok: Option<bool>,
        tags: Vec<u8>,
        meta: BTreeMap<u8, ()>,
    }
    let row = Row { id: 0, name: "row 0", ok: Some(true), tags: vec![1, 2], meta: BTreeMap::from([(1, ()), (2, ())]) };
    spells(&row, r#"{"id": 0, "name": "row 0", "ok": true, "tags": [1, 2], "meta": {"1": null, "2": null}}"#);
    spells(
        &Row { ok: None, tags: vec![], meta: BTreeMap::new(), ..row },
        r#"{"id": 0, "name": "row 0", "ok": null, "tags": [], "meta": {}}"#,
    );
    spells(&(vec![(); 0], vec![vec![(); 0]]), "[[], [[]]]");
}

#[test]
fn numbers_are_as_repr_has_them() {
    spells(&[0.0, -0.0, 1.5, 1e300, 1e-7, 5e-324, 0.1], "[0.0, -0.0, 1.5, 1e+300, 1e-07, 5e-324, 0.1]");
    spells(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY], "[NaN, Infinity, -Infinity]");
    spells(&[0.1_f32, 1e16], "[0.1, 1e+16]");
    spells(&(u64::MAX, i128::MIN), "[18446744073709551615, -170141183460469231731687303715884105728]");
}

#[test]
fn other_spellings_are_refused() {
    let config = PluginConfig::new("json").option("spelling", "pretty");
    let error = AnySerializer::from_config(&config).expect_err("unknown").to_string();
    assert!(
        error.contains("spelling") && error.contains("pretty") && error.contains("`compact` or `python`"),
        "{error}"
    );
    refuses_to_write(&named("json", "spelling", "python"), &BTreeMap::from([((), 1)]), "key must be a string");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_spellings_read_alike(text: String, floats: Vec<f64>, map: BTreeMap<String, Option<i64>>) {
        let python = named("json", "spelling", "python");
        let floats: Vec<f64> = floats.into_iter().filter(|float| !float.is_nan()).collect();
        let row = (text, floats, map);
        keeps(&python, &row);
        prop_assert!(python.serialize(&row).expect("a row").is_ascii());
    }
}
