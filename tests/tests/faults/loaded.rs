//! Faults of each topology, one after the other, while callers go on with one cache that is never opened anew.
//!
//! No call outlasts its timeout, no answer belongs to another key, what a server that stayed alive has acknowledged is
//! there, and errors are of the kinds, and concern the keys, that the fault accounts for.

use valkey_cache_tests::load::{Calls, Trial};
use valkey_cache_tests::topologies::{Clustered, Replicated, Sharded, Single, Watched};

macro_rules! topologies {
    ($($name:ident: $topology:ident;)+) => {
        mod blocking {
            $(#[test] fn $name() { super::endure::<super::$topology>(super::$topology::start, super::Calls::ByRun) })+
        }
        mod asynchronous {
            $(#[test] fn $name() { super::endure::<super::$topology>(super::$topology::start, super::Calls::ByAwait) })+
        }
    };
}

topologies! {
    one_server: Single;
    replicas: Replicated;
    shards: Sharded;
    sentinels: Watched;
    cluster: Clustered;
}

fn endure<T: valkey_cache_tests::load::Topology>(start: fn() -> T, calls: Calls) {
    Trial::begin(&start(), calls, 1).strike_all();
}
