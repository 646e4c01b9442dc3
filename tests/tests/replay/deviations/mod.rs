//! Where the reference is not followed, and why.

mod clusters;
mod collections;
mod herds;
mod keys;
mod shards;
mod values;

use super::recording::{Recording, clients};

/// What is compared with the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Aspect {
    /// What the caller is told.
    Answer,
    /// What is on the servers then.
    State,
}

use Aspect::{Answer, State};

pub(super) struct Deviation {
    pub(super) reason: &'static str,
    aspects: &'static [Aspect],
    clients: &'static [&'static str],
    /// Names of cases, and of steps within them. A `*` at the end stands for any rest.
    cases: &'static [&'static str],
}

const EVERY: &[&str] =
    &["default", "default_json", "async_default", "shard", "sentinel", "cluster", "herd", "async_herd", "herd_json"];
const PICKLE_HERDS: &[&str] = &["herd", "async_herd"];
const ALL: &[&str] =
    &["default", "default_json", "async_default", "shard", "sentinel", "cluster", "herd", "async_herd"];
/// The async herd has fewer operations.
const NO_ASYNC_HERD: &[&str] = &["default", "default_json", "async_default", "shard", "sentinel", "cluster", "herd"];
const NO_HERD: &[&str] = &["default", "default_json", "async_default", "shard", "sentinel", "cluster"];
const ASYNC: &[&str] = &["async_default"];
const BOTH_ASYNC: &[&str] = &["async_default", "async_herd"];
const NO_ASYNC: &[&str] = &["default", "default_json", "shard", "sentinel", "cluster"];
const PICKLE: &[&str] = &["default", "async_default", "herd", "async_herd"];
const JSON: &[&str] = &["default_json", "shard", "sentinel", "cluster"];
const SHARD: &[&str] = &["shard"];
const NO_SHARD: &[&str] = &["default", "default_json", "async_default", "sentinel", "cluster", "herd", "async_herd"];
const ONE_SERVER: &[&str] = &["default", "default_json", "async_default", "sentinel"];
const CLUSTER: &[&str] = &["cluster"];

const BOTH: &[Aspect] = &[Answer, State];

/// Returns all rows.
pub(super) fn all() -> impl Iterator<Item = &'static Deviation> {
    [values::ROWS, keys::ROWS, collections::ROWS, shards::ROWS, clusters::ROWS, herds::ROWS].into_iter().flatten()
}

impl Deviation {
    pub(super) fn covers(&self, client: &str, case: &str, aspect: Aspect) -> bool {
        self.clients.contains(&client)
            && self.aspects.contains(&aspect)
            && self.cases.iter().any(|name| fits(name, case))
    }
}

fn fits(pattern: &str, case: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => case.starts_with(start),
        None => pattern == case,
    }
}

#[test]
fn every_deviation_is_of_a_recorded_case() {
    let recordings: Vec<_> = clients().map(Recording::of).collect();
    for Deviation { reason, clients, cases, .. } in all() {
        for client in *clients {
            let recording = recordings.iter().find(|recording| recording.client == *client).expect(client);
            let names = recording.cases.iter().flat_map(|case| case.names());
            let names: Vec<_> = names.collect();
            let fits_one = |pattern: &&str| names.iter().any(|name| fits(pattern, name));
            let idle: Vec<_> = cases.iter().filter(|pattern| !fits_one(pattern)).collect();
            assert!(idle.is_empty(), "{client} has no cases {idle:?}, of the deviation '{reason}'");
        }
    }
}
