//! One function for all topologies, by calling style.

use valkey_cache::prelude::*;
use valkey_cache::{AsyncCache, BlockingCache};

#[cache_backend(client = HerdClient<DefaultClusterClient>)]
struct HerdOverCluster;

#[cache_backend(client = HerdClient<ShardClient>, factory = ConnectionFactory)]
struct HerdOverShards;

async fn awaited<C: AsyncCache>(cache: &C) -> valkey_cache::Result<u32> {
    let _guard = cache.get_lock("lock").acquire().await?;
    cache.set("key", &1).await?;
    let (read,) = cache.batch((cache.get::<u32>("key"),)).await?;
    cache.get_or_set("other", async || 2).await.and(read.map(Option::unwrap_or_default))
}

fn run<C: BlockingCache>(cache: &C) -> valkey_cache::Result<u32> {
    let _guard = cache.get_lock("lock").acquire().run()?;
    cache.set("key", &1).run()?;
    let (read,) = cache.batch((cache.get::<u32>("key"),)).run()?;
    cache.get_or_set("other", || 2).run().and(read.map(Option::unwrap_or_default))
}

#[tokio::test]
async fn all_that_are_awaited_fit() {
    assert_eq!(awaited(&AsyncValkeyCache::open("memory://").unwrap()).await.unwrap(), 1);
    let _ = awaited::<AsyncSentinelValkeyCache>;
    let _ = awaited::<AsyncHerdValkeyCache>;
    let _ = awaited::<AsyncClusterValkeyCache>;
    let _ = awaited::<HerdOverCluster>;
}

#[test]
fn all_that_are_run_fit() {
    assert_eq!(run(&ValkeyCache::open("memory://").unwrap()).unwrap(), 1);
    let _ = run::<SentinelValkeyCache>;
    let _ = run::<HerdValkeyCache>;
    let _ = run::<ClusterValkeyCache>;
    let _ = run::<HerdOverShards>;
}
