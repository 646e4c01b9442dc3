use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
mod app_cache {}

fn main() {}
