use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
fn app_cache() {}

fn main() {}
