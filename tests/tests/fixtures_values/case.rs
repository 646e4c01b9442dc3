use std::sync::{LazyLock, OnceLock};

use serde_json::Value as Json;
use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec, PluginConfig, Value};

use crate::fixtures_support::{bytes, digest, to_base64, typed};

const FIXTURE: &[u8] = include_bytes!("../../fixtures/values.json.xz");

/// Returns the fixture.
pub(crate) fn fixture() -> &'static Json {
    static READ: LazyLock<Json> = LazyLock::new(|| {
        let text = AnyCompressor::named("lzma").unwrap().decompress(FIXTURE).expect("the fixture is compressed");
        serde_json::from_slice(&text).expect("the fixture is JSON")
    });
    &READ
}

/// A value that django-valkey stored, or could not store, with one of its serializers.
pub(super) struct Case {
    /// The name of the value.
    pub(super) value: String,
    /// The name of the serializer, for pickle with its protocol; `*` for numbers, which are stored as text by all.
    pub(super) serializer: String,
    /// What was stored; none where the fixture has none.
    pub(super) typed: Option<Value>,
    pub(super) json: &'static Json,
    serialized: OnceLock<Vec<u8>>,
    read: OnceLock<Result<Value, String>>,
}

impl Case {
    /// Returns the values that were stored.
    pub(super) fn stored() -> impl Iterator<Item = &'static Self> {
        Self::all().iter().filter(|case| case.json.get("error").is_none())
    }

    /// Returns the values that the reference failed to store.
    pub(super) fn refused() -> impl Iterator<Item = &'static Self> {
        Self::all().iter().filter(|case| case.json.get("error").is_some())
    }

    fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| {
            let case = |json: &'static Json| {
                let text = |name: &str| json[name].as_str().expect("a name").to_owned();
                let (value, mut serializer) = (text("value"), text("serializer"));
                if serializer == "pickle" {
                    serializer = format!("pickle:{}", json["pickle_version"].as_i64().unwrap_or(4));
                }
                let typed = typed(&fixture()["values"][&value]);
                Case { typed, value, serializer, json, serialized: OnceLock::new(), read: OnceLock::new() }
            };
            fixture()["cases"].as_array().expect("a list of cases").iter().map(case).collect()
        });
        &ALL
    }

    /// Returns the serializer that a service of our own would have in the same place; none where there is none.
    pub(super) fn serializer(&self) -> Option<AnySerializer> {
        let config = match self.serializer.split_once(':') {
            Some((name, protocol)) => PluginConfig::new(name).option("protocol", protocol.parse::<i64>().unwrap()),
            None if matches!(&*self.serializer, "json" | "*") => PluginConfig::new("json").option("spelling", "python"),
            None => PluginConfig::new(&self.serializer),
        };
        AnySerializer::from_config(&config).ok()
    }

    /// Returns the bytes that we store for a value, without a compressor.
    pub(super) fn written(&self, value: &Value) -> Result<Vec<u8>, String> {
        let serializer = self.serializer().ok_or("there is no such serializer")?;
        let codec = Codec::from_parts(serializer, AnyCompressor::default());
        let written = if self.serializer == "*" { codec.encode(value) } else { codec.serializer().serialize(value) };
        written.map_err(|error| error.to_string())
    }

    /// Returns what the serializer of the reference wrote. Where the fixture has the digest only, they are our own bytes of
    /// that digest.
    pub(super) fn serialized(&self) -> &[u8] {
        self.serialized.get_or_init(|| {
            let recorded = &self.json["serialized"];
            bytes(recorded).unwrap_or_else(|| {
                let value = self.typed.as_ref().unwrap_or_else(|| panic!("{self}: no value"));
                let ours = self.written(value).unwrap_or_else(|error| panic!("{self}: {error}"));
                assert!(is_recorded(&ours, recorded), "{self}: another digest, so that there are no bytes to read");
                ours
            })
        })
    }

    /// Returns what we read from the serialized bytes.
    pub(super) fn read(&self) -> Result<&Value, &String> {
        self.read.get_or_init(|| self.read_from(self.serialized(), AnyCompressor::default())).as_ref()
    }

    /// Reads bytes that were stored through that compressor.
    pub(super) fn read_from(&self, bytes: &[u8], compressor: AnyCompressor) -> Result<Value, String> {
        // Pickles of all protocols are read by one.
        let reader = self.serializer().unwrap_or_else(|| AnySerializer::named("pickle").unwrap());
        Codec::from_parts(reader, compressor).decode(bytes).map_err(|error| error.to_string())
    }

    /// Returns the value that Python reads back; none where it is no value in Rust, or Python cannot read it.
    pub(super) fn expected(&self) -> Option<Value> {
        let decoded = &self.json["decoded"];
        if decoded == "same" {
            return self.typed.clone();
        }
        if decoded["large"] == true {
            let Some(Value::Bytes(bytes)) = &self.typed else { panic!("{self}: only bytes are read as text") };
            return Some(Value::Str(to_base64(bytes)));
        }
        decoded.get("t").and_then(|_| typed(decoded))
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {}", self.value, self.serializer)
    }
}

/// Tells whether bytes are those of the fixture, or have their digest.
pub(super) fn is_recorded(ours: &[u8], json: &Json) -> bool {
    match bytes(json) {
        Some(bytes) => ours == bytes,
        None => digest(ours).starts_with(json["sha256"].as_str().expect("bytes or a digest")),
    }
}

/// Returns a text that is the same for values that are the same: also for NaN, not for -0.0 and 0.0, and whatever the
/// order of a set.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Set(values) | Value::FrozenSet(values) => {
            let mut texts: Vec<_> = values.iter().map(text).collect();
            texts.sort();
            format!("{:?} {texts:?}", std::mem::discriminant(value))
        }
        Value::List(values) | Value::Tuple(values) => {
            format!("{:?} {:?}", std::mem::discriminant(value), values.iter().map(text).collect::<Vec<_>>())
        }
        Value::Dict(entries) => {
            format!("{:?}", entries.iter().map(|(key, value)| (text(key), text(value))).collect::<Vec<_>>())
        }
        Value::Str(text) => format!("Str {text}"),
        _ => format!("{value:?}"),
    }
}
