#![no_main]

use libfuzzer_sys::fuzz_target;
use valkey_cache_fuzz::reads;

fuzz_target!(|bytes: &[u8]| reads("msgpack", &[], bytes));
