use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key<'a>(key: &'a str, _prefix: &str, _version: u64) -> &'a str {
    key
}

fn main() {}
