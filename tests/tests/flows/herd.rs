//! What a herd client sends when somebody else writes in between, and when the server is away.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use valkey_cache::ErrorKind;
use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec};
use valkey_cache::operation::{Herd, HerdSource, Reply, ServerError};
use valkey_cache::prelude::*;

use super::{Scripted, cache, finish};

const NOW: u64 = 1_700_000_000;
const MINUTE: Duration = Duration::from_secs(60);

/// A clock that stands, and the highest draw: what is stale is to be renewed.
struct Fixed;

impl HerdSource for Fixed {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn draw(&self, highest: u64) -> u64 {
        highest
    }
}

fn herd() -> Scripted {
    Scripted::new().with_settings(|settings| settings.herd = Some(Herd::new(MINUTE).with_source(Fixed)))
}

/// A value in its envelope.
fn packed(json: &str, deadline: u64) -> Vec<u8> {
    [&b"\xFFherd"[..], &(deadline as f64).to_be_bytes(), json.as_bytes()].concat()
}

fn swapped(old: &[u8], new: &[u8], lifetime: u64) -> String {
    let [old, new] = [old, new].map(String::from_utf8_lossy);
    format!("script:SET app:1:k {old} {new} {lifetime}")
}

const GET: &str = "GET app:1:k";

#[test]
fn touch_loses_no_write() {
    let [theirs, ours] = [packed("\"theirs\"", NOW + 300), packed("\"theirs\"", NOW + 60)];
    let [old, touched] = [packed("\"old\"", NOW + 10), packed("\"old\"", NOW + 60)];
    let script = herd()
        .expect(GET, Reply::Bytes(old.clone()))
        .expect(&swapped(&old, &touched, 120_000), Reply::Int(0))
        .expect(GET, Reply::Bytes(theirs.clone()))
        .expect(&swapped(&theirs, &ours, 120_000), Reply::Int(1));
    assert!(finish(cache().touch("k").timeout(MINUTE).execute_on(&script)).unwrap());
    script.done();
}

#[test]
fn touch_does_not_bring_back_what_is_deleted() {
    let old = packed("5", NOW + 10);
    let script = herd()
        .expect(GET, Reply::Bytes(old.clone()))
        .expect(&swapped(&old, &packed("5", NOW + 300), 360_000), Reply::Int(0))
        .expect(GET, Reply::Nil);
    assert!(!finish(cache().touch("k").execute_on(&script)).unwrap());
    script.done();
}

#[test]
fn touch_lets_collections_expire() {
    let wrong_type =
        Reply::Error(ServerError::new("WRONGTYPE", "Operation against a key holding the wrong kind of value"));
    let script = herd().expect(GET, wrong_type).expect("PEXPIRE app:1:k 60000", Reply::Int(1));
    assert!(finish(cache().touch("k").timeout(MINUTE).execute_on(&script)).unwrap());
    script.done();
}

/// No pickler writes such a tuple in protocol 2; what the time in it is can be told, but not where it stands.
#[test]
fn touch_says_what_it_cannot_do() {
    let pickle = b"\x80\x02(cdjango_valkey.base_client\nMarker\n)\x81I1\nI1700000300\nt.";
    let codec = Codec::from_parts(AnySerializer::named("pickle").unwrap(), AnyCompressor::default());
    let script = herd().with_settings(|settings| settings.codec = codec).expect(GET, Reply::Bytes(pickle.to_vec()));
    let error = finish(cache().touch("k").execute_on(&script)).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::Unsupported, Some("app:1:k")));
    script.done();
}

#[test]
fn a_renewed_value_replaces_the_one_that_was_read() {
    let [old, new] = [packed("5", NOW - 10), packed("6", NOW + 60)];
    let script = herd().expect(GET, Reply::Bytes(old.clone())).expect(&swapped(&old, &new, 120_000), Reply::Int(1));
    assert_eq!(finish(cache().get_or_set("k", || 6).timeout(MINUTE).execute_on(&script)).unwrap(), 6);
    script.done();
}

/// A stale value of another process is served as it is: to load again because of it could go on for ever.
#[test]
fn what_another_process_stored_counts_however_old() {
    let [old, theirs, new] = [packed("5", NOW - 10), packed("7", NOW - 5), packed("6", NOW + 60)];
    let script = herd()
        .expect(GET, Reply::Bytes(old.clone()))
        .expect(&swapped(&old, &new, 120_000), Reply::Int(0))
        .expect(GET, Reply::Bytes(theirs));
    assert_eq!(finish(cache().get_or_set("k", || 6).timeout(MINUTE).execute_on(&script)).unwrap(), 7);
    script.done();
}

#[test]
fn a_loaded_value_is_returned_when_the_server_goes() {
    let [old, new] = [packed("5", NOW - 10), packed("6", NOW + 60)];
    let script = herd()
        .with_settings(|settings| settings.ignore_exceptions = true)
        .expect(GET, Reply::Bytes(old.clone()))
        .expect_failure(&swapped(&old, &new, 120_000), ErrorKind::Connection);
    assert_eq!(finish(cache().get_or_set("k", || 6).timeout(MINUTE).execute_on(&script)).unwrap(), 6);
    script.done();
}

#[test]
fn a_missing_value_is_stored_with_its_time() {
    let set = format!("SET app:1:k {} PX 120000 NX", String::from_utf8_lossy(&packed("6", NOW + 60)));
    let script = herd().expect(GET, Reply::Nil).expect(&set, Reply::Ok);
    assert_eq!(finish(cache().get_or_set("k", || 6).timeout(MINUTE).execute_on(&script)).unwrap(), 6);
    script.done();
}
