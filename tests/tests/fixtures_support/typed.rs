use std::collections::HashMap;

use serde_json::Value as Json;
use valkey_cache::codec::{TimeDelta, Value};

use super::bytes::{base64, hexadecimal};
use super::generated::generated;

/// Reads a typed value of a fixture; none where it is no value in Rust.
pub(crate) fn typed(json: &Json) -> Option<Value> {
    Reader::default().read(json)
}

/// Knows the objects that are in a value more than once.
#[derive(Default)]
struct Reader(HashMap<u64, Value>);

impl Reader {
    fn read(&mut self, json: &Json) -> Option<Value> {
        // Missing where an object is within itself: it is referred to before it is complete.
        if json["t"] == "ref" {
            return self.0.get(&json["id"].as_u64()?).cloned();
        }
        let value = self.value(json)?;
        if let Some(id) = json["id"].as_u64() {
            self.0.insert(id, value.clone());
        }
        Some(value)
    }

    fn value(&mut self, json: &Json) -> Option<Value> {
        if json.get("gen").is_some() {
            return Some(generated(&json["gen"]));
        }
        let content = &json["v"];
        let text = || content.as_str().unwrap_or_else(|| panic!("{json} has no text"));
        Some(match json["t"].as_str().unwrap_or_else(|| panic!("{json} has no type")) {
            "none" => Value::None,
            "bool" => Value::Bool(content.as_bool()?),
            "int" => int(text()),
            "enum" => int(json["int"].as_str()?),
            "float" => Value::Float(f64::from_bits(u64::from_str_radix(json["bits"].as_str()?, 16).ok()?)),
            // Half of a surrogate pair is no text in Rust.
            "str" if json.get("surrogatepass_b64").is_some() => return None,
            "str" | "SafeString" => Value::Str(text().to_owned()),
            "bytes" | "bytearray" => Value::Bytes(base64(json["b64"].as_str()?)),
            "list" => Value::List(self.list(content)?),
            "tuple" => Value::Tuple(self.list(content)?),
            "set" => Value::Set(self.list(content)?),
            "frozenset" => Value::FrozenSet(self.list(content)?),
            "dict" | "OrderedDict" | "defaultdict" => Value::Dict(
                content
                    .as_array()?
                    .iter()
                    .map(|entry| Some((self.read(&entry[0])?, self.read(&entry[1])?)))
                    .collect::<Option<_>>()?,
            ),
            // Universal time is one zone, however it is spelt.
            "datetime" => Value::DateTime(text().replace("+00:00", "Z").parse().ok()?),
            "date" => Value::Date(text().parse().ok()?),
            "time" => Value::Time(text().parse().ok()?),
            "timedelta" => {
                let [days, seconds, microseconds] = [0, 1, 2].map(|at| content[at].as_i64());
                Value::TimeDelta(TimeDelta {
                    days: days?.try_into().ok()?,
                    seconds: seconds?.try_into().ok()?,
                    microseconds: microseconds?.try_into().ok()?,
                })
            }
            "decimal" => Value::Decimal(text().to_owned()),
            "uuid" => Value::Uuid(hexadecimal(&text().replace('-', "")).try_into().ok()?),
            "complex" => Value::Complex(content[0].as_str()?.parse().ok()?, content[1].as_str()?.parse().ok()?),
            "range" => {
                let [start, stop, step] = [0, 1, 2].map(|at| content[at].as_i64());
                Value::List((start?..stop?).step_by(step?.try_into().ok()?).map(Value::from).collect())
            }
            "obj" => return None,
            kind => panic!("unknown type '{kind}'"),
        })
    }

    fn list(&mut self, content: &Json) -> Option<Vec<Value>> {
        content.as_array()?.iter().map(|json| self.read(json)).collect()
    }
}

fn int(digits: &str) -> Value {
    digits.parse().map_or_else(|_| Value::BigInt(digits.to_owned()), Value::Int)
}
