use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key(key: &str, _version: u64) -> String {
    key.to_owned()
}

fn main() {}
