//! What is still open when a soak is over.

use std::time::Duration;

use redis::{RedisResult, from_redis_value};

use crate::load::{Topology, Trial};
use crate::{Server, eventually_ok};

/// Bounds a soak that found a leak.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a server may have at most of one cache of each style: the whole pool of a blocking cache, the connection of an
/// async one, and what listens to a sentinel.
const MOST: usize = 12;

/// What caches had open on their servers before they were closed.
#[derive(Debug)]
pub(super) struct Census {
    pub(super) topology: &'static str,
    /// By server.
    pub(super) connections: Vec<usize>,
    /// Tasks in the runtimes of async caches.
    pub(super) tasks: usize,
    pub(super) complaints: Vec<String>,
}

/// Counts, closes the caches, and waits until nothing of them is left.
///
/// # Panics
/// When a connection stays open.
pub(super) fn take(topology: &dyn Topology, trial: Trial<'_>) -> Census {
    topology.wait_until_whole();
    topology.forget_swallowed();
    let connections = topology.servers().into_iter().map(|server| count(server).expect("all is well again"));
    let connections = connections.collect::<Vec<_>>();
    let tasks = trial.caches().map(|cache| cache.tasks()).sum();
    let all = connections.iter().sum::<usize>();
    let mut complaints = Vec::new();
    if connections.iter().any(|connections| *connections > MOST) {
        complaints.push(format!("{}: connections leak: {connections:?}, at most {MOST} each", topology.name()));
    }
    // Each connection has a task that drives it, and one may be on its way.
    if tasks > all + MOST {
        complaints.push(format!("{}: {tasks} tasks, where {all} connections are", topology.name()));
    }
    drop(trial);
    topology.forget_swallowed();
    for server in topology.servers() {
        eventually_ok(PATIENCE, || match count(server) {
            Ok(0) => Ok(()),
            Ok(left) => Err(format!("{}: {left} connections of closed caches stayed open", topology.name())),
            Err(error) => Err(error.to_string()),
        });
    }
    Census { topology: topology.name(), connections, tasks, complaints }
}

/// Counts the connections of this crate, and the listeners of a sentinel.
fn count(server: &Server) -> RedisResult<usize> {
    let list: String = from_redis_value(server.command(&["CLIENT", "LIST"])?)?;
    Ok(list.lines().filter(|client| client.contains(" lib-name=valkey-cache")).count())
}
