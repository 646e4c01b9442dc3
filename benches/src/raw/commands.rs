use std::collections::HashMap;

use redis::{Cmd, Pipeline, cmd, pipe};

use crate::{Fixture, PREFIX, TIMEOUT, User};

const VERSION: u64 = 1;
/// As many keys per page as our own default.
const PAGE: usize = 1000;

fn key(key: &str) -> String {
    format!("{PREFIX}:{VERSION}:{key}")
}

fn encode(user: &User) -> Vec<u8> {
    serde_json::to_vec(user).expect("a user can be written")
}

pub(super) fn decode(bytes: &[u8]) -> User {
    serde_json::from_slice(bytes).expect("what was stored is a user")
}

pub(super) fn get(fixture: &Fixture, step: usize) -> Cmd {
    let mut get = cmd("GET");
    get.arg(key(fixture.key(step)));
    get
}

pub(super) fn set(fixture: &Fixture, step: usize) -> Cmd {
    let mut set = cmd("SET");
    set.arg(key(fixture.key(step))).arg(encode(&fixture.user)).arg("PX").arg(TIMEOUT.as_millis() as u64);
    set
}

pub(super) fn get_many(fixture: &Fixture, step: usize) -> Cmd {
    let mut get = cmd("MGET");
    for name in fixture.many(step) {
        get.arg(key(name));
    }
    get
}

/// Makes of the answer what a caller of ours gets: the values by key.
pub(super) fn by_key(fixture: &Fixture, step: usize, values: Vec<Option<Vec<u8>>>) -> HashMap<String, User> {
    let keys = fixture.many(step).iter().cloned();
    keys.zip(values).filter_map(|(key, bytes)| Some((key, decode(&bytes?)))).collect()
}

pub(super) fn set_many(fixture: &Fixture, step: usize) -> Pipeline {
    let mut set = pipe();
    for name in fixture.many(step) {
        set.cmd("SET").arg(key(name)).arg(encode(&fixture.user)).arg("PX").arg(TIMEOUT.as_millis() as u64).ignore();
    }
    set
}

pub(super) fn scan(cursor: u64, pattern: &str) -> Cmd {
    let mut scan = cmd("SCAN");
    scan.arg(cursor).arg("MATCH").arg(key(pattern)).arg("COUNT").arg(PAGE);
    scan
}

pub(super) fn unlink(keys: Vec<Vec<u8>>) -> Cmd {
    let mut unlink = cmd("UNLINK");
    unlink.arg(keys);
    unlink
}
