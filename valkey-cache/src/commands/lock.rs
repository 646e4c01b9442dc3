//! Locks that hold among processes: `SET key token NX PX`, as the reference's.

mod guard;
mod scripts;

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::marker::PhantomData;
use std::time::Duration;

pub use guard::{LockGuard, Release};

use self::guard::Hold;
use super::loader::Loader;
use super::strings::expiring;
use crate::backend::{Action, BaseValkeyCache};
use crate::config::Timeout;
use crate::error::Result;
use crate::factory::EndingOf;
use crate::key::{CacheKey, Key};
use crate::operation::{Command, Executor, Operation, read_primary, reply, write};

/// Locks that hold among processes, and against django-valkey's.
pub trait LockCommands: BaseValkeyCache {
    /// Names a lock; nothing happens until it is [acquired](Lock::acquire) or [used](Lock::with).
    fn get_lock<'c>(&'c self, key: impl Into<Key<'c>>) -> Lock<'c, Self> {
        Lock {
            cache: self,
            key: key.into(),
            version: None,
            timeout: Timeout::Never,
            blocking: Timeout::Never,
            poll_interval: Duration::from_millis(100),
            token: None,
        }
    }
}

impl<B: BaseValkeyCache> LockCommands for B {}

/// A lock and how to wait for it.
pub struct Lock<'c, B> {
    cache: &'c B,
    key: Key<'c>,
    version: Option<u64>,
    timeout: Timeout,
    blocking: Timeout,
    poll_interval: Duration,
    token: Option<String>,
}

impl<'c, B: BaseValkeyCache> Lock<'c, B> {
    /// Sets after what time the server frees the lock by itself; by default never.
    ///
    /// With it a process that dies holds nobody up for longer.
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets how long to wait for the lock; by default without end. Zero tries once.
    pub fn blocking_timeout(mut self, limit: impl Into<Timeout>) -> Self {
        self.blocking = limit.into();
        self
    }

    /// Sets how long to wait between two attempts; 100 ms by default.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Sets the token by which the holder is known; by default 32 random hexadecimal digits.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Uses a key of this version instead of the cache's.
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Tells whether anybody holds the lock. The primary answers: a replica may not know yet.
    pub fn is_locked(&self) -> Action<'c, B, Command<'c, bool>> {
        self.cache.action(read_primary("EXISTS").key(self.made_key()).returns(reply::flag))
    }

    /// Acquires the lock; answers nothing if somebody else held it for the whole of the waiting time.
    pub fn acquire(self) -> Action<'c, B, Acquire<'c, B>> {
        self.cache.action(Acquire(self))
    }

    /// Acquires the lock, runs `body` and releases the lock; answers what `body` returned, or nothing if somebody else
    /// held the lock for the whole of the waiting time.
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out when `body` was done: somebody else may have held it meanwhile.
    pub fn with<L, M>(self, body: L) -> Action<'c, B, Locked<'c, B, L, M>>
    where
        L: Loader<M, EndingOf<B::Factory>>,
    {
        self.cache.action(Locked { lock: self, body, marker: PhantomData })
    }

    fn made_key(&self) -> CacheKey {
        self.cache.make_key(self.key.clone(), self.version)
    }
}

/// Waits for a lock.
#[derive(Debug)]
pub struct Acquire<'c, B>(Lock<'c, B>);

impl<'c, B: BaseValkeyCache> Operation for Acquire<'c, B> {
    type Output = Option<LockGuard<'c, B>>;

    fn name(&self) -> &'static str {
        "acquire"
    }

    /// Without a server there is no lock to be had.
    fn fallback(&self) -> Option<Self::Output> {
        Some(None)
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let lock = self.0;
        let (key, cache) = (lock.made_key(), lock.cache);
        let started = executor.now();
        // There before it is held: if this future is dropped, or the answer is lost, the lock is released all the same.
        let token = lock.token.unwrap_or_else(random_token);
        let mut guard = LockGuard { cache, key, token, timeout: lock.timeout, hold: Hold::Unknown };
        loop {
            let set = write("SET").once().key(&guard.key).text(guard.token.as_str()).word("NX");
            let set = set.reject_if(is_no_time(lock.timeout), || NO_TIME.to_owned());
            let stored = executor.call(expiring(set, "PX", lock.timeout).returns(reply::flag)).await;
            if stored.inspect_err(|error| guard.hold = Hold::after(error))? {
                guard.hold = Hold::Held;
                return Ok(Some(guard));
            }
            let waited = executor.now().saturating_duration_since(started);
            let wait = match lock.blocking {
                Timeout::Never => lock.poll_interval,
                Timeout::After(limit) if waited >= limit => {
                    guard.hold = Hold::Free;
                    return Ok(None);
                }
                Timeout::After(limit) => lock.poll_interval.min(limit - waited),
            };
            executor.sleep(wait).await;
        }
    }
}

/// Runs a closure while a lock is held.
pub struct Locked<'c, B, L, M> {
    lock: Lock<'c, B>,
    body: L,
    marker: PhantomData<fn() -> M>,
}

impl<B, L, M> Operation for Locked<'_, B, L, M>
where
    B: BaseValkeyCache,
    L: Loader<M, EndingOf<B::Factory>>,
    L::Output: Send,
{
    type Output = Option<L::Output>;

    fn name(&self) -> &'static str {
        "with_lock"
    }

    /// Without a server there is no lock to be had.
    fn fallback(&self) -> Option<Self::Output> {
        Some(None)
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let Some(guard) = Acquire(self.lock).execute(executor).await? else { return Ok(None) };
        let output = self.body.load().await;
        Release(guard).execute(executor).await?;
        Ok(Some(output))
    }
}

const NO_TIME: &str = "a lock with a timeout of zero is free at once; give it time";

fn is_no_time(timeout: Timeout) -> bool {
    timeout == Timeout::After(Duration::ZERO)
}

/// 128 bits from the operating system's entropy, by way of the standard library's hash keys.
fn random_token() -> String {
    let bits = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", bits(), bits())
}

impl<B> fmt::Debug for Lock<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<B, L, M> fmt::Debug for Locked<'_, B, L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locked").field("lock", &self.lock).finish_non_exhaustive()
    }
}
