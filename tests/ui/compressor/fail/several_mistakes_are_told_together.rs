use valkey_cache::prelude::*;

struct Rot13<T>(T);

#[compressor(nmae = "rot13", crate = )]
impl<T> Rot13<T> {}

fn main() {}
