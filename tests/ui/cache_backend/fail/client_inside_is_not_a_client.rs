use valkey_cache::client::BaseClient;
use valkey_cache::prelude::*;

#[derive(Default)]
struct Around<C>(C);

impl<C: BaseClient> BaseClient for Around<C> {}

#[cache_backend(client = Around<String>, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
