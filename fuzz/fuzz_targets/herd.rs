#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| valkey_cache_fuzz::herd(bytes));
