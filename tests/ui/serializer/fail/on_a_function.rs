use valkey_cache::prelude::*;

#[serializer(name = "ron")]
fn ron() {}

fn main() {}
