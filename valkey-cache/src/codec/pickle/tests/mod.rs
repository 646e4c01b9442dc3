//! Tests of pickle. `cpython.txt` was printed by `cpython.py`, run by CPython 3.11.

mod cpython;
mod hostile;
mod opcodes;
mod options;
mod properties;
mod read;
mod samples;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{AnySerializer, PluginConfig};

/// Pickle with options.
fn pickle(options: &[(&str, i64)]) -> AnySerializer {
    let config = options.iter().fold(PluginConfig::new("pickle"), |config, (name, value)| config.option(*name, *value));
    AnySerializer::from_config(&config).expect("a correct configuration")
}

/// Pickle that writes that protocol.
fn protocol(protocol: i64) -> AnySerializer {
    pickle(&[("protocol", protocol)])
}

#[track_caller]
fn write<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    pickle(&[]).serialize(value).expect("it can be written")
}

#[track_caller]
fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
    pickle(&[]).deserialize(bytes).expect("it can be read")
}

/// Returns the error that reading ends in.
#[track_caller]
fn refused<T: DeserializeOwned>(bytes: &[u8]) -> String {
    match pickle(&[]).deserialize::<T>(bytes) {
        Ok(_) => panic!("it was read"),
        Err(error) => error.to_string(),
    }
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).expect("a hexadecimal digit") as u8;
    hex.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}
