//! How a reply becomes what the caller gets: one function for each form.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::Reply;
use crate::config::Undecodable;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::argument::Argument;
use crate::operation::command::Reading;

/// What [TTL](https://valkey.io/commands/ttl) and its relatives say of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ttl {
    /// The key does not exist.
    #[default]
    Missing,
    /// The key never expires.
    NoExpiry,
    /// The key expires after this time.
    Left(Duration),
}

/// One page of an iteration: [SCAN](https://valkey.io/commands/scan) and its relatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Where the next page starts; 0 when there is none.
    pub cursor: u64,
    /// What is on this page, possibly nothing.
    pub items: Vec<T>,
}

impl<T> Default for Page<T> {
    /// The only page of an empty collection.
    fn default() -> Self {
        Self { cursor: 0, items: Vec::new() }
    }
}

fn unexpected<T>(reply: &Reply, expected: &str) -> Result<T> {
    // The content may be secret; its form is enough to find the mistake.
    let found = match reply {
        Reply::Nil => "nothing".to_owned(),
        Reply::Ok => "OK".to_owned(),
        Reply::Int(_) => "an integer".to_owned(),
        Reply::Double(_) => "a double".to_owned(),
        Reply::Bytes(bytes) => format!("a string of {} bytes", bytes.len()),
        Reply::List(items) => format!("a list of {} items", items.len()),
        Reply::Error(error) => format!("the error {}", error.code),
    };
    Err(Error::new(ErrorKind::Decode, format!("the server answered {found}; expected {expected}")))
}

fn parse<T: std::str::FromStr>(bytes: &[u8]) -> Option<T> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

pub(super) fn list(reply: Reply) -> Result<Vec<Reply>> {
    match reply {
        Reply::List(items) => Ok(items),
        Reply::Nil => Ok(Vec::new()),
        other => unexpected(&other, "a list"),
    }
}

/// Reads an element of what is under the command's key; nothing if there is none.
fn decode<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Option<T>> {
    let Some(bytes) = encoded(reply)? else { return Ok(None) };
    settle(reading.settings.codec.decode(&bytes), reading, || reading.key())
}

/// Returns the bytes of a value; nothing if there is none.
pub(super) fn encoded(reply: Reply) -> Result<Option<Vec<u8>>> {
    match reply {
        Reply::Nil => Ok(None),
        Reply::Bytes(bytes) => Ok(Some(bytes)),
        // Values are numbers here, where a command makes one: `HINCRBY`.
        Reply::Int(number) => Ok(Some(number.to_string().into_bytes())),
        Reply::Error(error) => Err(error.into()),
        other => unexpected(&other, "a value"),
    }
}

/// Decides what a value is that cannot be read.
pub(super) fn settle<T>(
    decoded: Result<T>,
    reading: &Reading<'_>,
    key: impl FnOnce() -> Option<String>,
) -> Result<Option<T>> {
    let settings = reading.settings;
    match (decoded, settings.undecodable) {
        (Ok(value), _) => Ok(Some(value)),
        (Err(_), Undecodable::Missing) => {
            // The reason is left out, as it may quote the value.
            let (alias, operation, key) = (&*settings.alias, reading.operation, key());
            tracing::warn!(alias, operation, key, "a stored value cannot be read, and counts as missing");
            Ok(None)
        }
        (Err(error), Undecodable::Error) => Err(match key() {
            Some(key) => error.with_key(key),
            None => error,
        }),
    }
}

/// Reads one of several values, which cannot be nothing; left out is one that cannot be read and counts as missing.
fn decode_item<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Option<T>> {
    match reply {
        Reply::Nil => unexpected(&reply, "a value"),
        reply => decode(reply, reading),
    }
}

fn pairs(items: Vec<Reply>) -> impl Iterator<Item = (Reply, Reply)> {
    // RESP3 gives members with scores as lists of two, RESP2 as one flat list.
    let mut flat = items.into_iter().flat_map(|item| match item {
        Reply::List(inner) => inner,
        other => vec![other],
    });
    std::iter::from_fn(move || Some((flat.next()?, flat.next()?)))
}

/// Reads `OK`.
pub fn done(reply: Reply, _: &Reading<'_>) -> Result<()> {
    match reply {
        Reply::Ok => Ok(()),
        other => unexpected(&other, "OK"),
    }
}

/// Reads whether something happened: `OK` or a number above zero is yes; nothing or zero is no.
pub fn flag(reply: Reply, _: &Reading<'_>) -> Result<bool> {
    match reply {
        Reply::Ok => Ok(true),
        Reply::Nil => Ok(false),
        Reply::Int(number) => Ok(number > 0),
        other => unexpected(&other, "OK, nothing or a number"),
    }
}

/// Reads whether there was nothing: the opposite of [`flag`].
pub fn not_flag(reply: Reply, reading: &Reading<'_>) -> Result<bool> {
    flag(reply, reading).map(|yes| !yes)
}

/// Reads that it happened, whatever the number says.
pub fn always(reply: Reply, reading: &Reading<'_>) -> Result<bool> {
    flag(reply, reading).map(|_| true)
}

/// Reads a list of yes and no.
pub fn flags(reply: Reply, reading: &Reading<'_>) -> Result<Vec<bool>> {
    list(reply)?.into_iter().map(|item| flag(item, reading)).collect()
}

/// Reads a number of things.
pub fn count(reply: Reply, reading: &Reading<'_>) -> Result<u64> {
    let number = int(reply, reading)?;
    u64::try_from(number).or_else(|_| unexpected(&Reply::Int(number), "a number of things"))
}

/// Reads an integer.
pub fn int(reply: Reply, _: &Reading<'_>) -> Result<i64> {
    match reply {
        Reply::Int(number) => Ok(number),
        Reply::Bytes(bytes) if parse::<i64>(&bytes).is_some() => Ok(parse(&bytes).unwrap_or_default()),
        other => unexpected(&other, "an integer"),
    }
}

/// Reads a position; nothing if there is none.
pub fn optional_count(reply: Reply, reading: &Reading<'_>) -> Result<Option<u64>> {
    match reply {
        Reply::Nil => Ok(None),
        other => count(other, reading).map(Some),
    }
}

/// Reads a floating point number.
pub fn float(reply: Reply, reading: &Reading<'_>) -> Result<f64> {
    optional_float(reply, reading)?.map_or_else(|| unexpected(&Reply::Nil, "a number"), Ok)
}

/// Reads a floating point number; nothing if there is none.
pub fn optional_float(reply: Reply, _: &Reading<'_>) -> Result<Option<f64>> {
    match reply {
        Reply::Nil => Ok(None),
        Reply::Double(number) => Ok(Some(number)),
        Reply::Int(number) => Ok(Some(number as f64)),
        Reply::Bytes(bytes) if parse::<f64>(&bytes).is_some() => Ok(parse(&bytes)),
        other => unexpected(&other, "a number"),
    }
}

/// Reads text.
pub fn text(reply: Reply, _: &Reading<'_>) -> Result<String> {
    match reply {
        Reply::Ok => Ok("OK".to_owned()),
        Reply::Bytes(bytes) => String::from_utf8(bytes).map_err(|error| {
            Error::new(ErrorKind::Decode, "the server answered bytes that are no UTF-8 text").with_source(error)
        }),
        other => unexpected(&other, "text"),
    }
}

/// Reads a list of texts.
pub fn texts(reply: Reply, reading: &Reading<'_>) -> Result<Vec<String>> {
    list(reply)?.into_iter().map(|item| text(item, reading)).collect()
}

/// Reads bytes as they are; nothing if there are none.
pub fn bytes(reply: Reply, _: &Reading<'_>) -> Result<Option<Vec<u8>>> {
    match reply {
        Reply::Nil => Ok(None),
        Reply::Bytes(bytes) => Ok(Some(bytes)),
        other => unexpected(&other, "a string of bytes"),
    }
}

/// Reads the reply as it is.
pub fn raw(reply: Reply, _: &Reading<'_>) -> Result<Reply> {
    Ok(reply)
}

/// Reads a list of values.
pub fn values<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Vec<T>> {
    match reply {
        // `SPOP key` and `SPOP key 1` differ in the form of the answer only.
        one @ Reply::Bytes(_) => Ok(Vec::from_iter(decode_item(one, reading)?)),
        other => list(other)?.into_iter().filter_map(|item| decode_item(item, reading).transpose()).collect(),
    }
}

/// Reads the values of the fields of the command, by field; missing ones are absent.
pub fn values_by_field<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<HashMap<String, T>> {
    let fields = reading.arguments.iter().filter_map(|argument| match argument {
        Argument::Field(field) => Some(field),
        _ => None,
    });
    let items = list(reply)?;
    let mut found = HashMap::with_capacity(items.len());
    for (field, item) in fields.zip(items) {
        if let Some(value) = decode(item, reading)? {
            found.insert(field.to_string(), value);
        }
    }
    Ok(found)
}

/// Reads the fields of a hash, as the caller knows them.
pub fn field_names(reply: Reply, reading: &Reading<'_>) -> Result<Vec<String>> {
    Ok(texts(reply, reading)?.into_iter().filter_map(|field| reading.field(field)).collect())
}

/// Reads field, value, field, value of a hash; fields as the caller knows them.
pub fn fields<F, T>(reply: Reply, reading: &Reading<'_>) -> Result<HashMap<F, T>>
where
    F: From<String> + Eq + Hash,
    T: DeserializeOwned,
{
    let mut found = HashMap::new();
    for (field, value) in pairs(list(reply)?) {
        let Some(field) = reading.field(text(field, reading)?) else { continue };
        if let Some(value) = decode_item(value, reading)? {
            found.insert(field.into(), value);
        }
    }
    Ok(found)
}

/// Reads members with their scores, in order.
pub fn scored<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Vec<(T, f64)>> {
    let mut found = Vec::new();
    for (member, score) in pairs(list(reply)?) {
        if let Some(member) = decode_item(member, reading)? {
            found.push((member, float(score, reading)?));
        }
    }
    Ok(found)
}

/// Reads made keys and gives them back as the caller knows them.
pub fn keys(reply: Reply, reading: &Reading<'_>) -> Result<Vec<String>> {
    let made = texts(reply, reading)?;
    Ok(made.iter().map(|key| reading.settings.keys.reverse(key, reading.version)).collect())
}

fn page<T>(reply: Reply, reading: &Reading<'_>, read: fn(Reply, &Reading<'_>) -> Result<Vec<T>>) -> Result<Page<T>> {
    let mut parts = list(reply)?.into_iter();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(cursor), Some(items), None) => {
            // A cursor uses all 64 bits and comes as text.
            let cursor = text(cursor, reading)?;
            let cursor = cursor.parse().or_else(|_| unexpected(&Reply::Bytes(cursor.into_bytes()), "a cursor"))?;
            Ok(Page { cursor, items: read(items, reading)? })
        }
        _ => unexpected(&Reply::Nil, "a cursor and a list"),
    }
}

/// Reads a page of keys, as the caller knows them.
pub fn page_of_keys(reply: Reply, reading: &Reading<'_>) -> Result<Page<String>> {
    page(reply, reading, keys)
}

/// Reads a page of keys, as they are on the server.
pub fn page_of_bytes(reply: Reply, reading: &Reading<'_>) -> Result<Page<Vec<u8>>> {
    page(reply, reading, |reply, reading| {
        list(reply)?.into_iter().filter_map(|item| bytes(item, reading).transpose()).collect()
    })
}

/// Reads a page of values.
pub fn page_of_values<T: DeserializeOwned>(reply: Reply, reading: &Reading<'_>) -> Result<Page<T>> {
    page(reply, reading, values)
}

/// Reads a time to live in seconds.
pub fn ttl_seconds(reply: Reply, reading: &Reading<'_>) -> Result<Ttl> {
    ttl(reply, reading, Duration::from_secs)
}

/// Reads a time to live in milliseconds.
pub fn ttl_milliseconds(reply: Reply, reading: &Reading<'_>) -> Result<Ttl> {
    ttl(reply, reading, Duration::from_millis)
}

fn ttl(reply: Reply, reading: &Reading<'_>, unit: fn(u64) -> Duration) -> Result<Ttl> {
    Ok(match int(reply, reading)? {
        -2 => Ttl::Missing,
        number => u64::try_from(number).map_or(Ttl::NoExpiry, |left| Ttl::Left(unit(left))),
    })
}
