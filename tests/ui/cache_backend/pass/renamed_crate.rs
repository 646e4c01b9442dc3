mod vendored {
    pub use valkey_cache as cache;
}

use vendored::cache::prelude::*;

#[cache_backend(client = DefaultClient, crate = crate::vendored::cache)]
struct AppCache;

fn main() {
    assert_eq!(AppCache::NAME, "AppCache");
}
