//! What is on the servers.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use redis::{Connection, Value as Reply};
use serde_json::Value as Json;

use super::recording::Moment;
use crate::fixtures_support::base64;

/// So far may two times to live lie apart, in milliseconds: what a case takes, and what one took when it was recorded.
const TOLERANCE: i64 = 350;

/// A key and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// The server, by the name that it had when it was recorded; none where there is only one.
    pub(super) at: Option<String>,
    pub(super) key: Vec<u8>,
    content: Content,
    /// Milliseconds; -1 is for ever.
    pub(super) pttl: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Text(Vec<u8>),
    Set(BTreeSet<Vec<u8>>),
    Hash(BTreeMap<Vec<u8>, Vec<u8>>),
}

/// Tells whether two times to live are the same, but for the time that passed.
pub(super) fn is_about(ours: i64, theirs: i64) -> bool {
    if ours < 0 || theirs < 0 { ours == theirs } else { (ours - theirs).abs() <= TOLERANCE }
}

/// Where a client has time and chance from.
pub(super) type Clock = &'static Mutex<Moment>;

/// The servers of a client, empty or in the state of a case.
pub(super) struct Place {
    nodes: Vec<(Option<String>, Mutex<Connection>)>,
    /// Where a herd client has the time from.
    clock: Option<Clock>,
    /// What has to live as long as it is used.
    _servers: Box<dyn Any + Send + Sync>,
}

/// Reads the bytes of a recorded word.
fn bytes(json: &Json) -> Vec<u8> {
    match json.as_str() {
        Some(text) => text.into(),
        None => base64(json["b64"].as_str().unwrap_or_else(|| panic!("{json} is no word"))),
    }
}

impl Entry {
    pub(super) fn recorded(json: &Json) -> Self {
        let items = || json["value"].as_array().into_iter().flatten();
        let content = match json["type"].as_str() {
            Some("string") => Content::Text(bytes(&json["value"])),
            Some("set") => Content::Set(items().map(bytes).collect()),
            Some("hash") => Content::Hash(items().map(|pair| (bytes(&pair[0]), bytes(&pair[1]))).collect()),
            _ => panic!("a type that is new here: {json}"),
        };
        let at = json["at"].as_str().map(str::to_owned);
        Self { at, key: bytes(&json["key"]), content, pttl: json["pttl"].as_i64().expect("a time to live") }
    }

    /// Returns the text, if it is one.
    pub(super) fn text(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Set(_) | Content::Hash(_) => None,
        }
    }

    /// Tells whether two are the same, but for the time that passed.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let last_as_long = is_about(self.pttl, other.pttl);
        last_as_long && (&self.at, &self.key, &self.content) == (&other.at, &other.key, &other.content)
    }
}

impl Place {
    /// Takes the connections to the servers, each with the name that it had when it was recorded.
    pub(super) fn new(nodes: Vec<(Option<String>, Connection)>, servers: impl Any + Send + Sync) -> Self {
        let nodes = nodes.into_iter().map(|(at, connection)| (at, Mutex::new(connection))).collect();
        Self { nodes, clock: None, _servers: Box::new(servers) }
    }

    pub(super) fn with_clock(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// Makes this the time, for a client that takes it from here.
    pub(super) fn set(&self, moment: Moment) {
        if let Some(clock) = self.clock {
            *clock.lock().unwrap() = moment;
        }
    }

    fn node(&self, at: &Option<String>) -> MutexGuard<'_, Connection> {
        let node = self.nodes.iter().find(|(name, _)| name == at);
        node.unwrap_or_else(|| panic!("there is no server {at:?}")).1.lock().unwrap()
    }

    /// Makes this the state, and nothing else.
    pub(super) fn restore(&self, entries: &[Entry]) {
        for (_, connection) in &self.nodes {
            send(&mut connection.lock().unwrap(), &[b"FLUSHDB"]);
        }
        for entry in entries {
            let connection = &mut *self.node(&entry.at);
            let mut words: Vec<&[u8]> = match &entry.content {
                Content::Text(_) => vec![b"SET", &entry.key],
                Content::Set(_) => vec![b"SADD", &entry.key],
                Content::Hash(_) => vec![b"HSET", &entry.key],
            };
            match &entry.content {
                Content::Text(text) => words.push(text),
                Content::Set(members) => words.extend(members.iter().map(Vec::as_slice)),
                Content::Hash(fields) => words.extend(fields.iter().flat_map(|(field, value)| [&**field, &**value])),
            }
            send(connection, &words);
            if entry.pttl >= 0 {
                send(connection, &[b"PEXPIRE", &entry.key, entry.pttl.to_string().as_bytes()]);
            }
        }
    }

    /// Lets somebody else have the lock of this key, wherever it is.
    pub(super) fn steal(&self, key: &[u8]) {
        let mut nodes = self.nodes.iter().map(|(_, connection)| connection.lock().unwrap());
        let mut holder =
            nodes.find_map(|mut node| (send(&mut node, &[b"EXISTS", key]) == Reply::Int(1)).then_some(node));
        send(holder.as_mut().expect("somebody holds the lock"), &[b"SET", key, b"stolen"]);
    }

    /// Returns what is there.
    pub(super) fn read(&self) -> Vec<Entry> {
        let read = |(at, connection): &(Option<String>, Mutex<Connection>)| {
            let connection = &mut *connection.lock().unwrap();
            let keys = words(send(connection, &[b"KEYS", b"*"]));
            keys.into_iter().filter_map(|key| entry(connection, at, key)).collect::<Vec<_>>()
        };
        let mut entries: Vec<_> = self.nodes.iter().flat_map(read).collect();
        entries.sort();
        entries
    }
}

/// Reads one key; none if it has gone meanwhile.
fn entry(connection: &mut Connection, at: &Option<String>, key: Vec<u8>) -> Option<Entry> {
    // What lives for an instant is as good as gone.
    let pttl = loop {
        match send(connection, &[b"PTTL", &key]) {
            Reply::Int(-2) => return None,
            Reply::Int(0..50) => {}
            Reply::Int(pttl) => break pttl,
            other => panic!("no time to live: {other:?}"),
        }
    };
    let content = match send(connection, &[b"TYPE", &key]) {
        Reply::SimpleString(kind) if kind == "string" => Content::Text(word(send(connection, &[b"GET", &key]))),
        Reply::SimpleString(kind) if kind == "set" => {
            Content::Set(words(send(connection, &[b"SMEMBERS", &key])).into_iter().collect())
        }
        Reply::SimpleString(kind) if kind == "hash" => {
            let mut words = words(send(connection, &[b"HGETALL", &key])).into_iter();
            Content::Hash(std::iter::from_fn(|| words.next().zip(words.next())).collect())
        }
        other => panic!("a type that no operation makes: {other:?}"),
    };
    Some(Entry { at: at.clone(), key, content, pttl })
}

fn send(connection: &mut Connection, words: &[&[u8]]) -> Reply {
    let mut command = redis::Cmd::new();
    words.iter().for_each(|word| _ = command.arg(*word));
    command.query(connection).unwrap_or_else(|error| panic!("the server refuses {words:?}: {error}"))
}

fn word(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::BulkString(bytes) => bytes,
        other => panic!("no text: {other:?}"),
    }
}

fn words(reply: Reply) -> Vec<Vec<u8>> {
    match reply {
        Reply::Array(items) => items.into_iter().map(word).collect(),
        other => panic!("no list: {other:?}"),
    }
}
