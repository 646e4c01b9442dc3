//! Faults of each topology, one after the other, while callers go on with a cache of each style, which is
//! never opened anew.
//!
//! No call outlasts its timeout, no answer belongs to another key, what a server that stayed alive has acknowledged is
//! there, and errors are of the kinds, and concern the keys, that the fault accounts for.

use std::time::Duration;

use valkey_cache_tests::load::{Calls, Topology, Trial};
use valkey_cache_tests::topologies::{Clustered, Replicated, Sharded, Single, Watched};

fn endures(topology: &dyn Topology) {
    Trial::begin(topology, Calls::ALL, 1).strike_all();
}

#[test]
fn one_server() {
    endures(&Single::start());
}

#[test]
fn a_primary_and_replicas() {
    endures(&Replicated::start());
}

#[test]
fn shards() {
    endures(&Sharded::start());
}

#[test]
fn a_service_of_sentinels() {
    endures(&Watched::start());
}

#[test]
fn a_cluster() {
    endures(&Clustered::start());
}

/// Of these faults, those in which connections are made.
#[test]
fn an_encrypted_service_of_sentinels() {
    let group = Watched::start_encrypted();
    let faults = ["failover by command", "primary killed", "black hole before the primary", "replica killed"];
    Trial::begin(&group, Calls::ALL, 1).strike_each(&faults);
}

/// Goes through those faults that come between who reads from replicas and who writes to the primary.
fn endures_four(topology: &dyn Topology) {
    let faults = ["primary killed", "primary paused", "replica killed", "replica paused"];
    // These go on beside those above, and leave them the machine.
    Trial::begin(topology, Calls::ALL, 1).paced(Duration::from_millis(10)).strike_each(&faults);
}

#[test]
fn a_herd_of_a_service_of_sentinels() {
    endures_four(&Watched::start().with_herds(Calls::ALL));
}

#[test]
fn a_herd_of_a_cluster() {
    endures_four(&Clustered::start().with_herds(Calls::ALL));
}

#[test]
fn a_cluster_whose_replicas_are_read() {
    endures_four(&Clustered::start().with_readers_of_replicas(Calls::ALL));
}
