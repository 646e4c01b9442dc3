use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
fn tenant_key() -> String {
    String::new()
}

fn main() {}
