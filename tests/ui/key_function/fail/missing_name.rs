use valkey_cache::prelude::*;

#[key_function(reverse = back)]
fn tenant_key(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

fn back(made: &str) -> String {
    made.to_owned()
}

fn main() {}
