use valkey_cache::prelude::*;

#[key_function(name = "tenant")]
struct TenantKey;

fn main() {}
