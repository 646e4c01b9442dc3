//! Stored values that were changed, by a fault or by somebody who knows the format.
//!
//! To run them for long: `PROPTEST_CASES=100000 cargo test -p valkey-cache --all-features --lib mutations`.

use std::collections::BTreeMap;
use std::thread;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::IgnoredAny;

use super::codecs;
use super::hostile::Untagged;
use super::properties::{self, value};
use crate::codec::packed::{Deadline, Encoded};
use crate::codec::{Codec, Value};

/// A quarter of what threads usually have.
const STACK: usize = 512 << 10;

#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Cut(Index),
    Insert(Index, Vec<u8>),
    /// Goes on with the rest of another value.
    Splice(Index, Index),
    Duplicate(Index, Index),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, other: &[u8]) {
        let place = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
        match self {
            Self::Flip(at, mask) => {
                let at = place(at, bytes);
                bytes[at..].iter_mut().take(1).for_each(|byte| *byte ^= mask);
            }
            Self::Cut(at) => bytes.truncate(place(at, bytes)),
            Self::Insert(at, inserted) => {
                let at = place(at, bytes);
                bytes.splice(at..at, inserted.iter().copied());
            }
            Self::Splice(at, from) => {
                bytes.truncate(place(at, bytes));
                bytes.extend_from_slice(&other[place(from, other)..]);
            }
            Self::Duplicate(start, end) => {
                let (start, end) = (place(start, bytes), place(end, bytes));
                let (start, end) = (start.min(end), start.max(end));
                let copy = bytes[start..end].to_vec();
                bytes.splice(end..end, copy);
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 1..=u8::MAX).prop_map(|(at, mask)| Change::Flip(at, mask)),
        at().prop_map(Change::Cut),
        (at(), vec(any::<u8>(), 1..10)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), at()).prop_map(|(at, from)| Change::Splice(at, from)),
        (at(), at()).prop_map(|(start, end)| Change::Duplicate(start, end)),
    ]
}

macro_rules! reads_or_fails {
    ($codec:ident, $bytes:ident: $($type:ty),*) => { $(
        drop($codec.decode::<$type>($bytes));
        drop($codec.unpack::<$type>($bytes));
    )* };
}

/// Reads the bytes as types of every sort, as any client and as one of a herd does, on a small stack.
fn read(codec: &Codec, bytes: &[u8]) {
    let reads = || {
        reads_or_fails!(
            codec, bytes: Value, properties::Value, Untagged, Vec<u8>, String, f64, i128, serde_json::Value, IgnoredAny,
            BTreeMap<String, Vec<Option<bool>>>
        );
        if let Some(old) = codec.deadline(bytes) {
            move_time(codec, bytes, old);
        }
    };
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, reads).expect("a thread");
        reader.join().expect("it is read, or an error");
    });
}

/// Moves the time in the bytes. What an envelope is around stays as it is; a pickle that was changed may mean anything.
fn move_time(codec: &Codec, bytes: &[u8], old: Deadline) {
    let moved = codec.redate(bytes, old, Deadline::Whole(1_700_000_000));
    if let Some((_, bare)) = bytes.strip_prefix(b"\xFFherd").and_then(|rest| rest.split_first_chunk::<8>()) {
        let expected = [b"\xFFherd", &1_700_000_000_f64.to_be_bytes()[..], bare].concat();
        assert_eq!(moved.expect("an envelope can be written"), expected);
    }
}

fn deadline() -> impl Strategy<Value = Deadline> {
    prop_oneof![any::<i64>().prop_map(Deadline::Whole), any::<f64>().prop_map(Deadline::Fraction)]
}

proptest! {
    #[test]
    fn changed_bytes_never_panic(
        (value, other) in (value(), value()),
        codec in select(codecs()),
        changes in vec(change(), 1..4),
    ) {
        let mut stored = codec.encode(&value).expect("it can be written");
        let other = codec.encode(&other).expect("it can be written");
        changes.iter().for_each(|change| change.apply(&mut stored, &other));
        read(&codec, &stored);
    }

    /// In a stream that is whole.
    #[test]
    fn changed_payloads_never_panic(
        (value, other) in (value(), value()),
        codec in select(codecs()),
        changes in vec(change(), 1..4),
    ) {
        let mut payload = codec.serializer().serialize(&value).expect("it can be written");
        let other = codec.serializer().serialize(&other).expect("it can be written");
        changes.iter().for_each(|change| change.apply(&mut payload, &other));
        let stored = codec.compressor().compress(&payload).expect("anything can be compressed");
        read(&codec, &stored);
    }
    /// As a herd client stores them.
    #[test]
    fn changed_packed_values_never_panic(
        (value, other) in (value(), value()),
        codec in select(codecs()),
        deadline in deadline(),
        changes in vec(change(), 1..4),
    ) {
        let pack = |value| Encoded::of_herd(value, &codec)?.seal(&codec, Some(deadline));
        let mut stored = pack(&value).expect("it can be written");
        let other = pack(&other).expect("it can be written");
        changes.iter().for_each(|change| change.apply(&mut stored, &other));
        read(&codec, &stored);
    }
}
