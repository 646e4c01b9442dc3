//! What becomes of values of all kinds: which serializers keep them, and in what form. The table for users is in the
//! book, in `values.md`.

mod bytes;
mod dates;
mod enums;
mod integers;
mod keys;
mod non_finite;
mod polymorphic;
#[cfg(feature = "json")]
mod spelling;
#[cfg(feature = "msgpack")]
mod timestamps;
mod values;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::serializers;
use crate::ErrorKind;
use crate::codec::{AnySerializer, PluginConfig};

/// Those of the serializers that this build has.
fn among(names: &[&str]) -> impl Iterator<Item = AnySerializer> {
    serializers().into_iter().filter(move |serializer| names.contains(&serializer.name()))
}

/// Those whose bytes tell what they hold.
fn self_describing() -> impl Iterator<Item = AnySerializer> {
    serializers().into_iter().filter(|serializer| serializer.name() != "postcard")
}

fn named(name: &str, option: &str, value: &str) -> AnySerializer {
    AnySerializer::from_config(&PluginConfig::new(name).option(option, value)).expect("built in")
}

#[track_caller]
fn keeps<T: Serialize + DeserializeOwned + PartialEq + Debug>(serializer: &AnySerializer, value: &T) {
    becomes(serializer, value, value);
}

#[track_caller]
fn becomes<T: Serialize, U: DeserializeOwned + PartialEq + Debug>(serializer: &AnySerializer, value: &T, read: &U) {
    let bytes = serializer.serialize(value).unwrap_or_else(|error| panic!("{error}"));
    let back: U = serializer.deserialize(&bytes).unwrap_or_else(|error| panic!("{error}: {bytes:?}"));
    assert_eq!(&back, read, "{serializer:?}");
}

#[track_caller]
fn writes<T: Serialize + ?Sized>(name: &str, value: &T, bytes: impl AsRef<[u8]>) {
    for serializer in among(&[name]) {
        let written = serializer.serialize(value).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(bytes.as_ref()), "{name}");
        assert_eq!(written, bytes.as_ref(), "{name}");
    }
}

#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(name: &str, bytes: impl AsRef<[u8]>, value: T) {
    for serializer in among(&[name]) {
        let read: T = serializer.deserialize(bytes.as_ref()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read, value, "{name}");
    }
}

/// Says that a value cannot be written, and what of the error matters.
#[track_caller]
fn refuses_to_write<T: Serialize>(serializer: &AnySerializer, value: &T, words: &str) {
    let error = serializer.serialize(value).expect_err("it cannot be written");
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert!(error.to_string().contains(words), "{error}");
}

#[track_caller]
fn refuses_to_read<T: DeserializeOwned + Debug>(serializer: &AnySerializer, bytes: impl AsRef<[u8]>, words: &str) {
    let error = serializer.deserialize::<T>(bytes.as_ref()).expect_err("it cannot be read");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains(words), "{error}");
}
