use valkey_cache::prelude::*;

#[compressor(name = "rot13")]
struct Rot13;

fn main() {}
