#![no_main]

use libfuzzer_sys::fuzz_target;
use valkey_cache_fuzz::reads;

// A few bytes may refer to a list ten million times, as far as the default goes. That is slow, and no news.
fuzz_target!(|bytes: &[u8]| reads("pickle", &[("max_nodes", 20_000)], bytes));
