use valkey_cache::prelude::*;

struct Ron;

#[serializer(name = "ron")]
impl Ron {}

fn main() {}
