//! Whether an answer is that of the reference.

use valkey_cache::ErrorKind;
use valkey_cache::codec::Value;

use super::call::{Answer, Called};
use super::recording::Outcome;
use super::state::is_about;

/// The reference's errors: their class, a part of their text, and the kind that is the same here.
const ERRORS: &[(&str, &str, ErrorKind)] = &[
    ("ValueError", "not found", ErrorKind::KeyMissing),
    ("ValueError", "does not exist", ErrorKind::KeyMissing),
    ("ResponseError", "WRONGTYPE", ErrorKind::WrongType),
    ("TypeError", "can only concatenate str", ErrorKind::WrongType),
    ("ResponseError", "syntax error", ErrorKind::InvalidInput),
    ("ResponseError", "wrong number of arguments", ErrorKind::InvalidInput),
    ("ConnectionInterrupted", "WRONGTYPE", ErrorKind::WrongType),
    ("ConnectionInterrupted", "syntax error", ErrorKind::InvalidInput),
    ("ConnectionInterrupted", "wrong number of arguments", ErrorKind::InvalidInput),
    ("ValkeyClusterException", "Missing key", ErrorKind::InvalidInput),
    ("ValkeyClusterException", "all keys must map to the same key slot", ErrorKind::InvalidInput),
    ("EOFError", "Ran out of input", ErrorKind::Decode),
    ("UnpicklingError", "", ErrorKind::Decode),
    ("JSONDecodeError", "", ErrorKind::Decode),
    ("LockNotOwnedError", "", ErrorKind::LockLost),
];

/// What nobody promises an order of.
const UNORDERED: &[&str] = &["keys", "iter_keys", "sscan_iter", "srandmember"];

/// Says what differs, if something does.
pub(super) fn difference(operation: &str, theirs: &Outcome, ours: &Called) -> Option<String> {
    let same = match (theirs, ours) {
        (Outcome::Answer(Some(theirs)), Ok(Answer::Value(ours))) => is_same(operation, theirs, ours),
        (Outcome::Answer(None), Ok(Answer::Object)) => true,
        (Outcome::Error { class, message }, Ok(Answer::Error(kind, _))) => {
            ERRORS.iter().any(|(name, part, same)| name == class && message.contains(part) && same == kind)
        }
        _ => false,
    };
    let ours = ours.as_ref().map_or_else(ToString::to_string, ToString::to_string);
    (!same).then(|| format!("they answer {theirs:?}, we: {ours}"))
}

fn is_same(operation: &str, theirs: &Value, ours: &Value) -> bool {
    match (operation, theirs, ours) {
        // Time passed; both are whole numbers of their unit.
        ("ttl", Value::Int(theirs), Value::Int(ours)) => (theirs - ours).abs() <= 1,
        ("pttl", Value::Int(theirs), Value::Int(ours)) => is_about(*ours as i64, *theirs as i64),
        _ => {
            let is_unordered = UNORDERED.contains(&operation);
            comparable(theirs, is_unordered) == comparable(ours, is_unordered)
        }
    }
}

/// Returns a text that is the same for values that are: also for NaN, and whatever the order of a set or a dict.
fn comparable(value: &Value, is_unordered: bool) -> String {
    let all = |values: &[Value]| values.iter().map(|value| comparable(value, false)).collect::<Vec<_>>();
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts
    };
    match value {
        Value::Set(values) => format!("Set {:?}", sorted(all(values))),
        Value::List(values) if is_unordered => format!("Set {:?}", sorted(all(values))),
        Value::List(values) => format!("List {:?}", all(values)),
        Value::Dict(entries) => {
            let entry =
                |(key, value): &(Value, Value)| format!("{}: {}", comparable(key, false), comparable(value, false));
            format!("Dict {:?}", sorted(entries.iter().map(entry).collect()))
        }
        _ => format!("{value:?}"),
    }
}
