use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;
use std::time::Duration;
use valkey_cache::codec::{AnySerializer, PluginConfig, Value};

use crate::types::{Record, Tree, Untagged};

/// Reads the bytes as types of every sort. What was read as a type that can hold it all is written and read again.
pub fn reads(name: &str, options: &[(&str, i64)], bytes: &[u8]) {
    let config = options.iter().fold(PluginConfig::new(name), |config, (name, value)| config.option(*name, *value));
    let serializer = AnySerializer::from_config(&config).expect("a built-in serializer");

    reads_again::<Value>(&serializer, bytes);
    reads_again::<Record>(&serializer, bytes);
    reads_again::<Tree>(&serializer, bytes);
    reads_again::<String>(&serializer, bytes);
    reads_again::<Vec<u8>>(&serializer, bytes);
    let _ = serializer.deserialize::<Untagged>(bytes);
    let _ = serializer.deserialize::<f64>(bytes);
    let _ = serializer.deserialize::<i128>(bytes);
    let _ = serializer.deserialize::<Option<char>>(bytes);
    let _ = serializer.deserialize::<(bool, f32, ())>(bytes);
    let _ = serializer.deserialize::<Duration>(bytes);
    let _ = serializer.deserialize::<BTreeMap<i64, Value>>(bytes);
    let _ = serializer.deserialize::<IgnoredAny>(bytes);
}

fn reads_again<T: Serialize + DeserializeOwned>(serializer: &AnySerializer, bytes: &[u8]) {
    let Ok(value) = serializer.deserialize::<T>(bytes) else { return };
    // Some values have no form in some formats; a NaN is not equal to itself, but its bytes are.
    let Ok(written) = serializer.serialize(&value) else { return };
    let again: T = serializer.deserialize(&written).expect("what was written can be read");
    assert!(serializer.serialize(&again).expect("what was written once") == written, "it changed on the way");
}
