use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key(_key: &str, _prefix: &str, _version: u64) {}

fn main() {}
