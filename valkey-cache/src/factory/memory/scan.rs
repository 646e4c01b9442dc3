//! The iterating commands, whose cursors need no state in the store.
//!
//! A cursor is a position: what stands below it is still to come, and pages go downwards. A removal moves the last
//! element into the gap, so an element that a scan has not yet met can only move down, and what is there the whole time
//! is met at least once. New elements come at the top, so a scan ends however fast others write.

use std::ops::Range;

use indexmap::IndexMap;

use super::args::{Word, bytes, integer, is};
use super::dispatch::Row;
use super::error::{Answer, err, syntax};
use super::glob;
use super::keyspace::Keyspace;
use super::number::score;
use super::sorted::SortedSet;
use super::value::{Hash, Kind, Name, Set, Value};
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] =
    &[("SCAN", -2, scan), ("SSCAN", -3, sscan), ("HSCAN", -3, hscan), ("ZSCAN", -3, zscan)];

/// Collections up to this size come in one page, as on the server.
const ONE_PAGE: usize = 128;

/// What a page is made of.
struct Options<'a> {
    pattern: Option<&'a [u8]>,
    count: usize,
    type_name: Option<&'a [u8]>,
    no_values: bool,
}

impl<'a> Options<'a> {
    fn parse(arguments: &[&'a [u8]], command: &str) -> Answer<Self> {
        let mut options = Self { pattern: None, count: 10, type_name: None, no_values: false };
        let mut rest = arguments;
        while let [option, following @ ..] = rest {
            rest = match (Word::of(option).as_str(), following) {
                ("COUNT", [count, rest @ ..]) => {
                    options.count = usize::try_from(integer(count)?).ok().filter(|n| *n > 0).ok_or_else(syntax)?;
                    rest
                }
                ("MATCH", [pattern, rest @ ..]) => {
                    options.pattern = Some(pattern);
                    rest
                }
                ("TYPE", [type_name, rest @ ..]) if command == "SCAN" => {
                    if !["string", "list", "set", "zset", "hash", "stream"].iter().any(|known| is(type_name, known)) {
                        return Err(err(format!("unknown type name '{}'", String::from_utf8_lossy(type_name))));
                    }
                    options.type_name = Some(type_name);
                    rest
                }
                ("NOVALUES", rest) if command == "HSCAN" => {
                    options.no_values = true;
                    rest
                }
                ("NOVALUES", _) => return Err(err("NOVALUES option can only be used in HSCAN")),
                _ => return Err(syntax()),
            };
        }
        Ok(options)
    }

    fn admits(&self, name: &[u8]) -> bool {
        self.pattern.is_none_or(|pattern| glob::matches(pattern, name))
    }
}

/// Returns the positions of a page, and the cursor of the next one; 0 both starts a scan and ends it.
fn page(length: usize, cursor: u64, count: usize) -> (Range<usize>, usize) {
    let end = if cursor == 0 { length } else { usize::try_from(cursor).unwrap_or(length).min(length) };
    let start = end.saturating_sub(count);
    (start..end, start)
}

fn cursor(argument: &[u8]) -> Answer<u64> {
    let text = std::str::from_utf8(argument).unwrap_or_default();
    text.parse().map_err(|_| err("invalid cursor"))
}

fn answer(next: usize, items: Vec<Reply>) -> Answer {
    Ok(Reply::List(vec![bytes(next.to_string()), Reply::List(items)]))
}

fn scan(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let cursor = cursor(arguments[0])?;
    let options = Options::parse(&arguments[1..], "SCAN")?;
    let slots = keys.slots();
    let (range, next) = page(slots.len(), cursor, options.count);
    let is_wanted = |value: &Value| options.type_name.is_none_or(|wanted| is_type(wanted, value));
    let names = slots[range].iter().filter(|name| options.admits(name));
    let names = names.filter(|name| keys.peek(name).is_some_and(is_wanted));
    answer(next, names.map(bytes).collect())
}

fn is_type(wanted: &[u8], value: &Value) -> bool {
    wanted.eq_ignore_ascii_case(value.type_name().as_bytes())
}

fn sscan(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    collection(keys, arguments, "SSCAN", Set::len, |set: &Set, range, options| {
        let members = set.as_slice()[range].iter();
        members.filter(|member| options.admits(member)).map(bytes).collect()
    })
}

fn hscan(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    collection(keys, arguments, "HSCAN", Hash::len, |hash: &Hash, range, options| {
        pairs(hash, range, options, |value: &Vec<u8>| bytes(value))
    })
}

fn zscan(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    collection(keys, arguments, "ZSCAN", SortedSet::len, |set: &SortedSet, range, options| {
        pairs(set.slots(), range, options, |value| bytes(score(*value)))
    })
}

fn pairs<V>(
    map: &IndexMap<Name, V>,
    range: Range<usize>,
    options: &Options<'_>,
    reply: impl Fn(&V) -> Reply,
) -> Vec<Reply> {
    let mut items = Vec::new();
    for (name, value) in map.as_slice()[range].iter().filter(|(name, _)| options.admits(name)) {
        items.push(bytes(name));
        if !options.no_values {
            items.push(reply(value));
        }
    }
    items
}

/// Answers one page of a collection.
fn collection<K: Kind>(
    keys: &mut Keyspace,
    arguments: &[&[u8]],
    command: &str,
    length: fn(&K) -> usize,
    items: impl Fn(&K, Range<usize>, &Options<'_>) -> Vec<Reply>,
) -> Answer {
    let cursor = cursor(arguments[1])?;
    let Some(collection) = keys.read::<K>(arguments[0])? else { return answer(0, Vec::new()) };
    let options = Options::parse(&arguments[2..], command)?;
    let count = options.count.max(if length(collection) <= ONE_PAGE { ONE_PAGE } else { 0 });
    let (range, next) = page(length(collection), cursor, count);
    answer(next, items(collection, range, &options))
}
