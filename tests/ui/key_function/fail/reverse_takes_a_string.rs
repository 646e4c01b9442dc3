use valkey_cache::prelude::*;

#[key_function(name = "tenant", reverse = back)]
fn tenant_key(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

fn back(made: String) -> String {
    made
}

fn main() {}
