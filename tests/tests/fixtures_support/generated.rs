use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use valkey_cache::codec::Value;

use super::bytes::{base64, to_base64};

/// Makes a large value by the rule that the fixture has for it.
pub(super) fn generated(rule: &Json) -> Value {
    let text = |name: &str| rule[name].as_str().unwrap_or_else(|| panic!("{rule} has no text '{name}'"));
    let number = |name: &str| rule[name].as_u64().unwrap_or_else(|| panic!("{rule} has no number '{name}'"));
    let len = || usize::try_from(number("len")).expect("a length");
    match text("kind") {
        "repeat" => Value::Str(text("unit").chars().cycle().take(len()).collect()),
        "repeat_bytes" => Value::Bytes(base64(text("unit_b64")).into_iter().cycle().take(len()).collect()),
        "sha256stream" => Value::Bytes(stream(text("seed"), len())),
        "b64stream" => Value::Str(to_base64(&stream(text("seed"), len())).chars().take(len()).collect()),
        "range" => Value::List((0..number("n")).map(Value::from).collect()),
        "range_dict" => {
            let prefix = text("prefix");
            Value::Dict((0..number("n")).map(|i| (format!("{prefix}{i}").into(), i.into())).collect())
        }
        "str_list" => (0..number("n")).map(|i| format!("{}{i}", text("prefix"))).collect::<Vec<_>>().into(),
        kind => panic!("unknown rule '{kind}'"),
    }
}

/// Bytes that look random: the digests of a seed with 0, 1, 2 and so on.
fn stream(seed: &str, len: usize) -> Vec<u8> {
    (0..).flat_map(|i| Sha256::digest(format!("{seed}:{i}"))).take(len).collect()
}
