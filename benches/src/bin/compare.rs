//! Compares the cache with the plain driver on a server of its own, and prints a table.
//!
//! `cargo run --release -p valkey-cache-benches --bin compare [ROUNDS [ONLY]]`: 60 rounds unless told otherwise; only
//! the rows whose operation and style, as `get async`, have the text ONLY in them.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use valkey_cache_benches::{
    AsyncSide, BlockingSide, Comparison, Cost, Fixture, OursAsync, OursBlocking, RawAsync, RawBlocking, Side,
    Stopwatch, Work, calibrate, compare, drive_async, drive_blocking,
};

const TASKS: [usize; 3] = [1, 64, 512];
const THREADS: [usize; 2] = [1, 16];
/// About as long as one side works in one round.
const ROUND: Duration = Duration::from_millis(20);
/// How many keys `delete_pattern` finds, and in how many rounds.
const DELETED: usize = 100_000;
const DELETE_ROUNDS: usize = 7;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(60, |rounds| rounds.parse().expect("ROUNDS is a whole number above 0"));
    let only = arguments.next().unwrap_or_default();
    let fixture = Arc::new(Fixture::start());
    println!(
        "{:14} {:8} {:>5} {:>10} {:>10}   op/s min / median / max  processor min / median / max",
        "operation", "style", "conc.", "ours op/s", "raw op/s"
    );
    let wanted = |what: &str, style: &str| format!("{what} {style}").contains(&only);
    with_tasks(&fixture, rounds, wanted);
    with_threads(&fixture, rounds, wanted);
}

fn with_tasks(fixture: &Arc<Fixture>, rounds: usize, wanted: impl Fn(&str, &str) -> bool) {
    for work in Work::ALL.into_iter().filter(|work| wanted(&work.to_string(), "async")) {
        for tasks in TASKS {
            let runtime = runtime(tasks);
            let (ours, raw) = (OursAsync::new(fixture), runtime.block_on(RawAsync::connect(fixture)));
            let mut drive = |side, steps| match side {
                Side::Ours => runtime.block_on(drive_async(&ours, work, tasks, steps)),
                Side::Raw => runtime.block_on(drive_async(&raw, work, tasks, steps)),
            };
            let steps = calibrate(ROUND, &mut drive).max(8);
            let outcome = compare(rounds, tasks * steps, |side| drive(side, steps));
            row(&work.to_string(), "async", tasks, &outcome);
        }
    }
    if wanted("delete_pattern", "async") {
        let runtime = runtime(1);
        let (mut ours, mut raw) = (OursAsync::new(fixture), runtime.block_on(RawAsync::connect(fixture)));
        let outcome = compare(DELETE_ROUNDS, DELETED, |side| {
            fill(fixture);
            runtime.block_on(async {
                match side {
                    Side::Ours => timed_delete(&mut ours).await,
                    Side::Raw => timed_delete(&mut raw).await,
                }
            })
        });
        row("delete_pattern", "async", 1, &outcome);
    }
}

/// One task has one thread, so that it is not left to chance whether its neighbour, the connection, runs on the same.
fn runtime(tasks: usize) -> Runtime {
    let mut builder = if tasks == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    builder.enable_all().build().expect("a runtime starts")
}

fn with_threads(fixture: &Arc<Fixture>, rounds: usize, wanted: impl Fn(&str, &str) -> bool) {
    for work in Work::ALL.into_iter().filter(|work| wanted(&work.to_string(), "blocking")) {
        for threads in THREADS {
            let mut ours = vec![OursBlocking::new(fixture, threads as u32); threads];
            let mut raw: Vec<_> = (0..threads).map(|_| RawBlocking::connect(fixture)).collect();
            let mut drive = |side, steps| match side {
                Side::Ours => drive_blocking(&mut ours, work, steps),
                Side::Raw => drive_blocking(&mut raw, work, steps),
            };
            let steps = calibrate(ROUND, &mut drive).max(8);
            let outcome = compare(rounds, threads * steps, |side| drive(side, steps));
            row(&work.to_string(), "blocking", threads, &outcome);
        }
    }
    if wanted("delete_pattern", "blocking") {
        let (mut ours, mut raw) = (OursBlocking::new(fixture, 1), RawBlocking::connect(fixture));
        let outcome = compare(DELETE_ROUNDS, DELETED, |side| {
            fill(fixture);
            let start = Stopwatch::start();
            let deleted = match side {
                Side::Ours => ours.delete_pattern(PATTERN),
                Side::Raw => raw.delete_pattern(PATTERN),
            };
            check(deleted, start.stop())
        });
        row("delete_pattern", "blocking", 1, &outcome);
    }
}

const PATTERN: &str = "page:*";

fn fill(fixture: &Fixture) {
    let mut connection = fixture.client().get_connection().expect("the server is there");
    let names =
        (0..DELETED).map(|number| format!("{}:1:page:{number}", valkey_cache_benches::PREFIX)).collect::<Vec<_>>();
    for part in names.chunks(1000) {
        let mut pipe = redis::pipe();
        part.iter().for_each(|name| {
            pipe.set(name, "x").ignore();
        });
        pipe.exec(&mut connection).expect("the server stores");
    }
}

async fn timed_delete(side: &mut impl AsyncSide) -> Cost {
    let start = Stopwatch::start();
    let deleted = side.delete_pattern(PATTERN).await;
    check(deleted, start.stop())
}

fn check(deleted: u64, took: Cost) -> Cost {
    assert_eq!(deleted, DELETED as u64, "every key was to be deleted");
    took
}

fn row(operation: &str, style: &str, concurrency: usize, outcome: &Comparison) {
    let Comparison { ours, raw, ratio, cpu } = outcome;
    println!(
        "{operation:14} {style:8} {concurrency:>5} {ours:>10.0} {raw:>10.0}   {:.2} / {:.3} / {:.2}   {:.2} / {:.3} / {:.2}",
        ratio.min, ratio.median, ratio.max, cpu.min, cpu.median, cpu.max
    );
}
