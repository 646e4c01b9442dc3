use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key(key: &str, prefix: &str, version: u32) -> String {
    format!("{prefix}|{version}|{key}")
}

fn main() {}
