//! Values at a key of their own, which a herd client packs with the time at which they are stale.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use super::Reply;
use super::readers::{encoded, list, settle};
use crate::codec::Entry;
use crate::error::Result;
use crate::operation::argument::Argument;
use crate::operation::command::Reading;
use crate::operation::herd::Freshness;

/// A value, and what it is to the caller.
pub(crate) struct Found<T> {
    pub(crate) value: T,
    pub(crate) freshness: Freshness,
    /// The value as it is stored.
    pub(crate) bytes: Vec<u8>,
}

/// Reads what is at the command's key; nothing if there is nothing.
pub(crate) fn found<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Option<Found<T>>> {
    found_at(reply, reading, || reading.key())
}

fn found_at<T: DeserializeOwned>(
    reply: Reply,
    reading: &Reading<'_>,
    key: impl FnOnce() -> Option<String>,
) -> Result<Option<Found<T>>> {
    let settings = reading.settings;
    let Some(bytes) = encoded(reply)? else { return Ok(None) };
    let decoded = match &settings.herd {
        None => settings.codec.decode(&bytes).map(|value| (value, Freshness::Fresh)),
        Some(herd) => settings.codec.unpack(&bytes).map(|Entry { value, deadline }| {
            let freshness = deadline.map_or(Freshness::Fresh, |deadline| herd.judge(deadline));
            (value, freshness)
        }),
    };
    let found = settle(decoded, reading, key)?;
    Ok(found.map(|(value, freshness)| Found { value, freshness, bytes }))
}

/// Returns the value, unless this caller is to see a miss.
fn served<T>(found: Found<T>) -> Option<T> {
    (found.freshness != Freshness::Due).then_some(found.value)
}

/// Reads a value; nothing if there is none. From a herd client, it may be one whose timeout has passed.
pub fn value<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Option<T>> {
    Ok(found(reply, reading)?.and_then(served))
}

/// Reads a value that is not at its key any more; nothing if there was none, or if its timeout has passed.
pub fn taken<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Option<T>> {
    let fresh = |found: Found<T>| (found.freshness == Freshness::Fresh).then_some(found.value);
    Ok(found(reply, reading)?.and_then(fresh))
}

/// Reads the values of the keys of the command, by key; missing ones are absent.
pub fn values_by_key<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<HashMap<String, T>> {
    let keys = reading.arguments.iter().filter_map(|argument| match argument {
        Argument::Key(key) => Some(key),
        _ => None,
    });
    let items = list(reply)?;
    let mut values = HashMap::with_capacity(items.len());
    for (key, item) in keys.zip(items) {
        let made = || Some(reading.settings.keys.make_key(key.clone(), reading.version).to_string());
        if let Some(value) = found_at(item, reading, made)?.and_then(served) {
            values.insert(key.as_str().to_owned(), value);
        }
    }
    Ok(values)
}
