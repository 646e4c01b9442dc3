//! All faults at random, for minutes: what leaks, what hangs and what happens once in a thousand times shows here.

mod census;
mod memory;
mod report;
mod tally;
pub use report::Report;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::load::{Calls, Topology, Trial};
use crate::topologies::{Clustered, Replicated, Sharded, Single, Watched};
use memory::Memory;
use tally::Tally;

/// What a caller rests after each turn, so that the callers of all topologies have their share of the machine.
const REST: Duration = Duration::from_millis(10);

/// Does faults to all topologies at the same time, for as long as `time`, with caches of both styles; tells a line of
/// figures for each.
///
/// Which faults those are, and in which order, follows from `seed`. If it is `encrypted`, the caches on sentinels speak TLS.
pub fn soak(time: Duration, seed: u64, encrypted: bool, tell: impl Fn(&str) + Sync) -> Report {
    let (begin, is_over) = (Instant::now(), AtomicBool::new(false));
    let (tally, memory) = (Mutex::new(Tally::default()), Mutex::new(Memory::default()));
    // One style has a herd client, and with the cluster the other one reads from replicas; the seed says which.
    let [herd, reader] = [seed, !seed].map(|number| Calls::ALL[(number % 2) as usize]);
    let starts: [Box<dyn Fn() -> Box<dyn Topology> + Send>; _] = [
        Box::new(|| Box::new(Single::start())),
        Box::new(|| Box::new(Replicated::start())),
        Box::new(|| Box::new(Sharded::start())),
        Box::new(move || {
            let group = if encrypted { Watched::start_encrypted() } else { Watched::start() };
            Box::new(group.with_herds([herd]))
        }),
        Box::new(move || Box::new(Clustered::start().with_herds([herd]).with_readers_of_replicas([reader]))),
    ];
    thread::scope(|scope| {
        let soakers = starts.into_iter().zip(seed..).map(|(start, seed)| {
            let (tally, tell) = (&tally, &tell);
            scope.spawn(move || {
                let topology = start();
                let mut trial = Trial::begin(&*topology, Calls::ALL, seed).paced(REST);
                while begin.elapsed() < time {
                    for figures in trial.strike_any() {
                        tell(&figures.to_string());
                        tally.lock().unwrap_or_else(PoisonError::into_inner).add(&figures);
                    }
                }
                census::take(&*topology, trial)
            })
        });
        let soakers = soakers.collect::<Vec<_>>();
        let watcher = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                memory.lock().unwrap_or_else(PoisonError::into_inner).look(begin.elapsed());
                thread::park_timeout(time / 20);
            }
        });
        let counts = soakers.into_iter().map(|soaker| soaker.join().map_err(panic_text)).collect::<Vec<_>>();
        is_over.store(true, Ordering::Relaxed);
        watcher.thread().unpark();
        let tally = std::mem::take(&mut *tally.lock().unwrap_or_else(PoisonError::into_inner));
        let memory = std::mem::take(&mut *memory.lock().unwrap_or_else(PoisonError::into_inner));
        Report::new(seed, begin.elapsed(), tally, counts, memory)
    })
}

/// What a thread said when it gave up.
fn panic_text(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "a panic".to_owned())
}
