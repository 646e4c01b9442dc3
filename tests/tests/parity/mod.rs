//! The store in this process and a server give the same answers: random sequences of operations on both.

mod draw;
mod operations;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Namespace, fresh_prefix};

use draw::{Step, sequences};

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct ParityCache;

/// How many sequences are tried; they are the same each time.
const SEQUENCES: u32 = 400;

fn open(location: String, codec: &CacheConfig) -> ParityCache {
    // A prefix that is a pattern, were it not escaped.
    let config = CacheConfig::new().location(location).key_prefix("p[r]*").scan_itersize(3);
    ParityCache::from_config(&config.merged_over(codec)).unwrap()
}

fn compare(codec: CacheConfig) {
    let memory = open(format!("memory://{}", fresh_prefix()), &codec);
    let server = open(Namespace::new().url(), &codec);
    let config = Config { cases: SEQUENCES, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&sequences(), |sequence| same(&memory, &server, &sequence));
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn same(memory: &ParityCache, server: &ParityCache, sequence: &[Step]) -> Result<(), TestCaseError> {
    for cache in [memory, server] {
        cache.flush_db().run().unwrap();
    }
    for (number, step) in sequence.iter().enumerate() {
        let (here, there) = (step.run(memory), step.run(server));
        if here != there {
            let message = format!("step {number}, {step:?}:\n  memory answers {here}\n  server answers {there}");
            return Err(TestCaseError::fail(message));
        }
    }
    Ok(())
}

#[test]
fn plain() {
    compare(CacheConfig::new());
}

#[test]
fn compressed() {
    compare(CacheConfig::new().serializer("msgpack").compressor("zstd").timeout(Timeout::Never));
}
