//! Random values through every serializer and compressor, in both directions.

use std::collections::BTreeMap;
use std::{env, fmt};

use serde::Serialize;
use serde::de::DeserializeOwned;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;

use super::InteropRunCache;
use super::codecs::{self, COMPRESSORS, Serializer};
use super::draw::Draw;
use super::meeting::django_settings;
use super::peer::{Django, Peer};
use super::record::Record;
use super::value::{Kind, Value};

/// How many values of any form, and how many structs, each pair is tried with.
const VALUES: usize = 300;
const RECORDS: usize = 50;

/// What the values are drawn from, unless the environment variable `INTEROP_SEED` has another number.
const SEED: u64 = 4;

macro_rules! matrix {
    ($($test:ident: $serializer:ident;)+) => {$(
        #[test]
        fn $test() {
            exchange(&codecs::$serializer);
        }
    )+};
}

matrix! {
    json: JSON;
    msgpack: MSGPACK;
    msgspec_json: MSGSPEC_JSON;
    msgspec_msgpack: MSGSPEC_MSGPACK;
    cbor: CBOR;
    pickle: PICKLE;
    pickle_2: PICKLE_2;
    pickle_3: PICKLE_3;
    pickle_4: PICKLE_4;
    pickle_5: PICKLE_5;
    pickle_highest: PICKLE_HIGHEST;
}

fn exchange(serializer: &Serializer) {
    let seed = env::var("INTEROP_SEED").map_or(SEED, |text| text.parse().expect("INTEROP_SEED is a number"));
    // A process of its own, so that the serializers are tested side by side.
    let peer = Peer::start();
    // What is compressed does not depend on the protocol of pickle: for its default all are tried.
    let compressors = if serializer.protocols.is_some() { &COMPRESSORS[..1] } else { &COMPRESSORS[..] };
    for (compressor, _) in compressors {
        let namespace = Namespace::new();
        let (config, settings) = serializer.with(compressor);
        let both = Both {
            pair: format!("{} with {compressor}, INTEROP_SEED={seed}", serializer.name),
            ours: InteropRunCache::from_config(&config.location(namespace.url())).expect("the cache opens"),
            django: peer.open(django_settings(&namespace, settings)),
            namespace,
        };
        let mut draw = Draw { rng: fastrand::Rng::with_seed(seed), holds: serializer.holds };
        both.exchange(named((0..VALUES).map(|_| draw.value())), Value::clone);
        let pair = if serializer.holds.kinds { Kind::Tuple } else { Kind::List };
        both.exchange(named((0..RECORDS).map(|_| Record::draw(&mut draw))), |record| record.in_python(pair));
    }
}

fn named<T>(values: impl Iterator<Item = T>) -> Vec<(String, T)> {
    values.enumerate().map(|(number, value)| (number.to_string(), value)).collect()
}

struct Both<'p> {
    /// What a failure is about.
    pair: String,
    ours: InteropRunCache,
    django: Django<'p>,
    namespace: Namespace,
}

impl Both<'_> {
    /// Writes here and reads there, and the other way round.
    fn exchange<T>(&self, values: Vec<(String, T)>, in_python: impl Fn(&T) -> Value)
    where
        T: Serialize + DeserializeOwned + PartialEq + fmt::Debug + Send + Sync,
    {
        let written = values.iter().map(|(key, value)| (format!("rust-{key}"), value));
        let count = self.ours.set_many(written).run().unwrap_or_else(|error| panic!("{}: {error}", self.pair));
        assert_eq!(count, values.len() as u64, "{}", self.pair);
        let mut read = self.read_by_django(values.iter().map(|(key, _)| format!("rust-{key}")).collect());
        for (key, value) in &values {
            let (key, wanted) = (format!("rust-{key}"), as_django_reads(in_python(value)));
            let found = read.remove(&key);
            assert!(found.as_ref() == Some(&wanted), "{}", self.differs("Django reads", &key, &found, &wanted));
        }

        let written = values.iter().map(|(key, value)| (format!("django-{key}"), in_python(value)));
        self.django.call("set_many").arg(Value::dict(written)).go();
        let keys = values.iter().map(|(key, _)| format!("django-{key}"));
        let read = self.ours.get_many::<T, _>(keys).run();
        let mut read = read.unwrap_or_else(|error| panic!("{}: {error}", self.pair));
        for (key, value) in &values {
            let key = format!("django-{key}");
            let found = read.remove(&key);
            assert!(found.as_ref() == Some(value), "{}", self.differs("this crate reads", &key, &found, value));
        }
    }

    fn read_by_django(&self, keys: Vec<String>) -> BTreeMap<String, Value> {
        let Ok(Value::Dict(pairs)) = self.django.call("get_many").arg(Value::list(keys.clone())).tried() else {
            // It does not say which one it was.
            let read = |key: &String| self.django.call("get").arg(key.as_str()).tried();
            let raised = keys.iter().find_map(|key| Some((key, read(key).err()?)));
            let (key, raised) = raised.expect("what fails together fails alone");
            panic!("{}: Django cannot read {key}, stored as {}: {raised:?}", self.pair, self.stored(key));
        };
        let key = |key| if let Value::Str(key) = key { key } else { panic!("Django answers the key {key}") };
        pairs.into_iter().map(|(name, value)| (key(name), value)).collect()
    }

    fn stored(&self, key: &str) -> String {
        match self.namespace.command(&["GET", self.ours.make_key(key, None).as_str()]) {
            Ok(redis::Value::BulkString(bytes)) => bytes.escape_ascii().to_string(),
            other => format!("{other:?}"),
        }
    }

    fn differs(&self, who: &str, key: &str, found: &dyn fmt::Debug, wanted: &dyn fmt::Debug) -> String {
        let stored = self.stored(key);
        format!("{}: of {key}, stored as {stored}, {who}\n{found:?}\nwhere this was written:\n{wanted:?}", self.pair)
    }
}

/// Django's bug: it looks for digits only when it looks for integers, and a minus sign makes a float of one.
fn as_django_reads(value: Value) -> Value {
    match &value {
        Value::Int(digits) if digits.starts_with('-') => digits.parse::<f64>().expect("digits are a float").into(),
        _ => value,
    }
}
