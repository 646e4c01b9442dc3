use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value as Json;
use valkey_cache::codec::{AnyCompressor, PluginConfig, Value};
use valkey_cache::config::HashLayout;
use valkey_cache::{CacheConfig, Timeout};

use super::state::Entry;
use crate::fixtures_support::typed;

const FIXTURE: &[u8] = include_bytes!("../../fixtures/ops.json.xz");

/// What was recorded of one client of the reference.
pub(super) struct Recording {
    json: &'static Json,
    pub(super) client: &'static str,
    pub(super) cases: Vec<Case>,
}

/// One operation: the state it was called in, and what it did.
pub(super) struct Case {
    /// Such as `set.nx_new`.
    pub(super) name: &'static str,
    pub(super) op: &'static str,
    pub(super) args: Vec<Option<Value>>,
    pub(super) kwargs: BTreeMap<&'static str, Option<Value>>,
    pub(super) outcome: Outcome,
    /// What was done with the lock that the operation made.
    pub(super) steps: Vec<LockStep>,
    /// What the reference took for the time, and what it drew by chance.
    pub(super) moment: Moment,
    pub(super) before: Vec<Entry>,
    pub(super) after: Vec<Entry>,
}

/// What a recording had in the place of the clock and of chance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    /// Since the beginning of 1970; zero where the clock was the real one.
    pub(super) now: Duration,
    pub(super) drawn: u64,
}

/// What the reference answered; its value is none where it is no value in Rust.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Answer(Option<Value>),
    Error { class: String, message: String },
}

pub(super) struct LockStep {
    pub(super) call: &'static str,
    pub(super) kwargs: BTreeMap<&'static str, Option<Value>>,
    pub(super) outcome: Outcome,
    /// The token that the key held then, and its time to live in milliseconds.
    pub(super) token: Option<&'static str>,
    pub(super) pttl: i64,
}

fn recordings() -> &'static Json {
    static READ: LazyLock<Json> = LazyLock::new(|| {
        let text = AnyCompressor::named("lzma").unwrap().decompress(FIXTURE).expect("the fixture is compressed");
        serde_json::from_slice(&text).expect("the fixture is JSON")
    });
    &READ
}

fn list(json: &'static Json) -> impl Iterator<Item = &'static Json> {
    json.as_array().into_iter().flatten()
}

fn text(json: &'static Json) -> &'static str {
    json.as_str().unwrap_or_else(|| panic!("{json} is no text"))
}

/// Returns the names of all clients.
pub(super) fn clients() -> impl Iterator<Item = &'static str> {
    recordings().as_object().expect("clients by name").keys().map(String::as_str)
}

impl Recording {
    pub(super) fn of(client: &'static str) -> Self {
        let json = &recordings()[client];
        Self { json, client, cases: list(&json["cases"]).map(|case| Case::read(client, json, case)).collect() }
    }

    /// Returns the URLs that the reference had.
    pub(super) fn location(&self) -> Vec<&'static str> {
        let location = &self.json["location"];
        location.as_str().map_or_else(|| list(location).map(text).collect(), |url| vec![url])
    }

    /// Returns the settings that the reference had, without the servers.
    pub(super) fn config(&self) -> CacheConfig {
        let Self { json, .. } = self;
        let mut serializer = PluginConfig::new(text(&json["options"]["SERIALIZER"]));
        if serializer.name().contains("json") {
            serializer = serializer.option("spelling", "python");
        }
        let mut config = CacheConfig::new()
            .serializer(serializer)
            .compressor(text(&json["options"]["COMPRESSOR"]))
            .hash_layout(HashLayout::Django);
        for (name, value) in json["params"].as_object().into_iter().flatten() {
            config = match &**name {
                "KEY_PREFIX" => config.key_prefix(text(value)),
                "VERSION" => config.version(value.as_u64().expect("a version")),
                "TIMEOUT" if value.is_null() => config.timeout(Timeout::Never),
                _ => panic!("{name} is new here"),
            };
        }
        config
    }
}

impl Case {
    fn read(client: &str, recording: &Json, json: &'static Json) -> Self {
        let name = text(&json["id"]).strip_prefix(client).and_then(|rest| rest.strip_prefix('/'));
        let before: Vec<_> = list(&json["before"]).map(Entry::recorded).collect();
        let after = match &json["after"] {
            Json::String(same) if same == "unchanged" => before.clone(),
            after => list(after).map(Entry::recorded).collect(),
        };
        let seconds = |json: &Json| Duration::from_secs_f64(json.as_f64().unwrap_or_default());
        let moment = Moment {
            now: seconds(&recording["clock"]) + seconds(&json["clock_advance"]),
            drawn: json["randint"].as_u64().unwrap_or_default(),
        };
        let outcome = match json.get("steps") {
            // A lock by itself, which is an object of Python.
            Some(_) => Outcome::Answer(None),
            None => outcome(json),
        };
        Self {
            name: name.expect("a name begins with the client's"),
            op: text(&json["op"]),
            args: list(&json["args"]).map(value).collect(),
            kwargs: kwargs(&json["kwargs"]),
            outcome,
            steps: list(&json["steps"]).map(LockStep::read).collect(),
            moment,
            before,
            after,
        }
    }
}

impl LockStep {
    fn read(json: &'static Json) -> Self {
        let call = text(&json["call"]);
        if call == "STEAL" {
            let outcome = Outcome::Answer(Some(Value::None));
            return Self { call, kwargs: kwargs(&json["kwargs"]), outcome, token: Some("stolen"), pttl: -1 };
        }
        Self {
            call,
            kwargs: kwargs(&json["kwargs"]),
            outcome: outcome(json),
            token: json["value"].as_str(),
            pttl: json["pttl"].as_i64().expect("a time to live"),
        }
    }
}

fn outcome(json: &'static Json) -> Outcome {
    match json.get("error") {
        Some(error) => {
            Outcome::Error { class: text(&error["type"]).to_owned(), message: text(&error["msg"]).to_owned() }
        }
        None => Outcome::Answer(value(&json["result"])),
    }
}

fn kwargs(json: &'static Json) -> BTreeMap<&'static str, Option<Value>> {
    json.as_object().into_iter().flatten().map(|(name, json)| (name.as_str(), value(json))).collect()
}

fn value(json: &Json) -> Option<Value> {
    match json["t"].as_str() {
        // A generator is whatever gives its items.
        Some("generator") => Some(Value::List(json["v"].as_array()?.iter().map(value).collect::<Option<_>>()?)),
        _ => typed(json),
    }
}
