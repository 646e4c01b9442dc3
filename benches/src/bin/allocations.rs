//! Counts the allocations of one operation, ours and the plain driver's, and the memory that `delete_pattern` holds; then
//! those of each codec and the crate that it is built on.
//!
//! `cargo run --release -p valkey-cache-benches --bin allocations`: a program of its own, since counting slows every
//! allocation down. The driver's allocations count on both sides.

use std::sync::Arc;

use allocation_counter::{AllocationInfo, measure};
use tokio::runtime::{Builder, Runtime};
use valkey_cache_benches::{
    AsyncSide, BlockingSide, CodecWork, Fixture, OursAsync, OursBlocking, PREFIX, RawAsync, RawBlocking, Side, Work,
};

/// So often each operation is done; all but the first counts are the same.
const TIMES: usize = 100;
/// How many keys `delete_pattern` finds.
const DELETED: [usize; 2] = [10_000, 100_000];

fn main() {
    let fixture = Arc::new(Fixture::start());
    // One thread, so that the driver's own task is counted too.
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let mut ours = (OursAsync::new(&fixture), OursBlocking::new(&fixture, 1));
    let mut raw = (runtime.block_on(RawAsync::connect(&fixture)), RawBlocking::connect(&fixture));

    println!(
        "{:14} {:8} {:>12} {:>12} {:>12} {:>12}",
        "allocations of", "style", "ours", "raw", "ours bytes", "raw bytes"
    );
    for work in Work::ALL {
        row(work, "async", awaited(&runtime, &mut ours.0, work), awaited(&runtime, &mut raw.0, work));
        row(work, "blocking", waited(&mut ours.1, work), waited(&mut raw.1, work));
    }

    println!("\n{:14} {:8} {:>12} {:>12} {:>12}", "memory held by", "style", "keys", "ours bytes", "raw bytes");
    for keys in DELETED {
        let held = |delete: &mut dyn FnMut() -> u64| {
            fill(&fixture, keys);
            measure(|| assert_eq!(delete(), keys as u64)).bytes_max
        };
        let both = (
            held(&mut || runtime.block_on(ours.0.delete_pattern("page:*"))),
            held(&mut || runtime.block_on(raw.0.delete_pattern("page:*"))),
        );
        println!("{:14} {:8} {keys:>12} {:>12} {:>12}", "delete_pattern", "async", both.0, both.1);
        let both = (held(&mut || ours.1.delete_pattern("page:*")), held(&mut || raw.1.delete_pattern("page:*")));
        println!("{:14} {:8} {keys:>12} {:>12} {:>12}", "delete_pattern", "blocking", both.0, both.1);
    }

    println!(
        "\n{:24} {:12} {:>12} {:>12} {:>12} {:>12}",
        "allocations of", "plain", "ours", "plain", "ours bytes", "plain bytes"
    );
    for work in CodecWork::all() {
        let once = |side| {
            // What is kept from one time to the next is there by then.
            work.perform(side);
            measure(|| work.perform(side))
        };
        let (ours, raw) = (once(Side::Ours), once(Side::Raw));
        println!(
            "{:24} {:12} {:>12} {:>12} {:>12} {:>12}",
            work.name, work.plain, ours.count_total, raw.count_total, ours.bytes_total, raw.bytes_total
        );
    }
}

fn awaited(runtime: &Runtime, side: &mut impl AsyncSide, work: Work) -> AllocationInfo {
    let mut perform = |times| {
        runtime.block_on(async {
            for step in 0..times {
                side.perform(work, step).await;
            }
        })
    };
    perform(1);
    measure(|| perform(TIMES))
}

fn waited(side: &mut impl BlockingSide, work: Work) -> AllocationInfo {
    side.perform(work, 0);
    measure(|| (0..TIMES).for_each(|step| side.perform(work, step)))
}

fn fill(fixture: &Fixture, keys: usize) {
    let mut connection = fixture.client().get_connection().expect("the server is there");
    let mut pipe = redis::pipe();
    (0..keys).for_each(|number| {
        pipe.set(format!("{PREFIX}:1:page:{number}"), "x").ignore();
    });
    pipe.exec(&mut connection).expect("the server stores");
}

fn row(work: Work, style: &str, ours: AllocationInfo, raw: AllocationInfo) {
    let each = |number: u64| number as f64 / TIMES as f64;
    println!(
        "{work:14} {style:8} {:>12.2} {:>12.2} {:>12.0} {:>12.0}",
        each(ours.count_total),
        each(raw.count_total),
        each(ours.bytes_total),
        each(raw.bytes_total)
    );
}
