use valkey_cache::prelude::*;

fn load<B: BaseValkeyCache>(cache: &B) -> valkey_cache::Result<Option<u64>> {
    cache.get("hits").run()
}

fn main() {}
