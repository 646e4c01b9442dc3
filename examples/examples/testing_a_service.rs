//! A service that uses a cache, and its tests: the tests open the same cache at `memory://`, and need no server.
//!
//! Run the tests with `cargo test -p valkey-cache-examples --example testing_a_service`.

use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "service")]
struct AppCache;

/// Limits how often somebody may call.
struct Limiter {
    cache: AppCache,
    calls_per_hour: i64,
}

impl Limiter {
    async fn allows(&self, caller: &str) -> valkey_cache::Result<bool> {
        let key = format!("calls:{caller}");
        let hour = std::time::Duration::from_secs(3600);
        // `add` does nothing if the counter is there, so its hour goes on.
        let (added, calls) =
            self.cache.batch((self.cache.add(&key, &0).timeout(hour), self.cache.incr(&key, 1))).await?;
        added?;
        Ok(calls? <= self.calls_per_hour)
    }
}

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let limiter = Limiter { cache: AppCache::open(url)?, calls_per_hour: 2 };
    for call in 1..=3 {
        println!("call {call}: {}", if limiter.allows("Ada").await? { "allowed" } else { "refused" });
    }
    limiter.cache.clear().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each `memory://` is a store of its own, so tests run in parallel and see nothing of each other.
    fn limiter(calls_per_hour: i64) -> Limiter {
        Limiter { cache: AppCache::open("memory://").unwrap(), calls_per_hour }
    }

    #[tokio::test]
    async fn refuses_the_call_after_the_last() {
        let limiter = limiter(2);
        assert!(limiter.allows("Ada").await.unwrap());
        assert!(limiter.allows("Ada").await.unwrap());
        assert!(!limiter.allows("Ada").await.unwrap());
    }

    #[tokio::test]
    async fn counts_each_caller_alone() {
        let limiter = limiter(1);
        assert!(limiter.allows("Ada").await.unwrap());
        assert!(limiter.allows("Grace").await.unwrap());
    }

    #[tokio::test]
    async fn an_hour_is_an_hour() {
        let limiter = limiter(1);
        limiter.allows("Ada").await.unwrap();
        // Time need not pass to be tested: look at what is stored.
        let Ttl::Left(left) = limiter.cache.ttl("calls:Ada").await.unwrap() else { panic!("it never expires") };
        assert!(left.as_secs() <= 3600 && left.as_secs() > 3500);
    }
}
