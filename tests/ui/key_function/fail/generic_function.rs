use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key<T>(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

fn main() {}
