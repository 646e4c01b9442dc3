use valkey_cache::prelude::*;

struct Rot13;

#[compressor(name = "rot13")]
impl Rot13 {}

fn main() {}
