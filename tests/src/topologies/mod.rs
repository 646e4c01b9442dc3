//! Groups of servers under load, each with the faults that can be done to it.

mod clustered;
pub use clustered::Clustered;
mod replicated;
pub use replicated::Replicated;
mod sharded;
pub use sharded::Sharded;
mod single;
pub use single::Single;
mod watched;
pub use watched::Watched;

use std::time::Duration;

use valkey_cache::ErrorKind;

use crate::load::{Call, Fault};
use crate::{Proxy, Server};

/// What a server answers that comes back, until it has read its data, beside what a dead one does.
const RESTARTS: &[ErrorKind] = &[ErrorKind::Connection, ErrorKind::Timeout, ErrorKind::Unavailable];

/// How long a herd client serves what is stale: long enough that not everyone who meets it is to renew it.
const HERD_TIMEOUT: Duration = Duration::from_secs(2);

fn kill<'t>(name: &'static str, server: &'t Server) -> Fault<'t> {
    Fault::new(name, || server.kill(), || server.restart()).loses_data().kinds(RESTARTS)
}

fn pause<'t>(name: &'static str, server: &'t Server) -> Fault<'t> {
    Fault::new(name, || server.pause(), || server.resume())
}

fn black_hole<'t>(name: &'static str, proxy: &'t Proxy) -> Fault<'t> {
    Fault::new(name, || proxy.black_hole(), || proxy.pass())
}

/// Makes the fault of a moment: there is nothing to end.
fn at_once<'t>(name: &'static str, act: impl Fn() + 't) -> Fault<'t> {
    Fault::new(name, act, || {})
}

/// Everything is killed, and then comes back.
fn restart_all<'t>(servers: Vec<&'t Server>) -> Fault<'t> {
    let back = servers.clone();
    Fault::new(
        "everything restarted",
        move || servers.iter().for_each(|server| server.kill()),
        move || back.iter().for_each(|server| server.restart()),
    )
    .loses_data()
    .kinds(RESTARTS)
}

/// Tells of every call that it must not fail.
fn all(_: Call, _: &str) -> bool {
    true
}

/// Tells of reads that they must not fail.
fn reads(call: Call, _: &str) -> bool {
    call.reads()
}
