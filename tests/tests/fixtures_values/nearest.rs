use valkey_cache::codec::Value;

use super::case::Case;
use crate::fixtures_support::to_base64;

/// Returns what a value is expected to read back as, once it was written in the format of that case.
pub(super) fn nearest(value: &Value, case: &Case) -> Value {
    let format = &*case.serializer;
    if format == "*" || format.starts_with("pickle") {
        return value.clone();
    }
    let all = |values: &[Value]| Value::List(values.iter().map(|value| nearest(value, case)).collect());
    match value {
        Value::List(values) | Value::Tuple(values) | Value::Set(values) | Value::FrozenSet(values) => all(values),
        Value::Dict(entries) => {
            Value::Dict(entries.iter().map(|(key, value)| (nearest(key, case), nearest(value, case))).collect())
        }
        Value::Bytes(bytes) if format == "json" => all(&bytes.iter().map(|byte| (*byte).into()).collect::<Vec<_>>()),
        Value::Bytes(bytes) if format == "msgspec_json" => Value::Str(to_base64(bytes)),
        // What JSON reads without being asked for a type.
        Value::Int(number)
            if format == "json" && u64::try_from(*number).is_err() && i64::try_from(*number).is_err() =>
        {
            Value::Float(*number as f64)
        }
        Value::BigInt(text) | Value::Decimal(text) => Value::Str(text.clone()),
        Value::DateTime(value) => Value::Str(value.to_string()),
        Value::Date(value) => Value::Str(value.to_string()),
        Value::Time(value) => Value::Str(value.to_string()),
        Value::TimeDelta(value) => Value::Str(value.to_string()),
        Value::Uuid(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Value::Str([&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"))
        }
        Value::Complex(re, im) => all(&[Value::Float(*re), Value::Float(*im)]),
        _ => value.clone(),
    }
}
