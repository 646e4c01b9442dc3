//! Locks that hold among processes: `SET key token NX PX`, as the reference's.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::marker::PhantomData;
use std::time::Duration;

use super::loader::Loader;
use super::strings::{expiring, milliseconds};
use crate::backend::{Action, BaseValkeyCache, Session};
use crate::config::Timeout;
use crate::error::{Error, ErrorKind, Result};
use crate::factory::{CallingStyle as _, EndingOf, StyleOf};
use crate::key::{CacheKey, Key};
use crate::operation::{Command, Executor, Operation, Reading, Reply, Script, read, reply, script, write};

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

    /// Tells whether anybody holds the lock.
    pub fn is_locked(&self) -> Action<'c, B, Command<'c, bool>> {
        self.cache.action(read("EXISTS").key(self.made_key()).returns(reply::flag))
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

/// A lock that is held.
///
/// Dropping it releases the lock as far as that is possible: a blocking one waits for the server's answer, at most for
/// the cache's `socket_timeout`; an async one leaves the release to a task of the runtime, and where there is none the lock
/// stays until its timeout. An async `acquire` that is dropped midway releases over another connection if the cache has
/// several, or has just made a new one: the release may arrive first then, and the lock stays until its timeout too. Call
/// [`release`](Self::release) to know that it is free.
pub struct LockGuard<'c, B: BaseValkeyCache> {
    cache: &'c B,
    key: CacheKey,
    token: String,
    held: bool,
}

impl<'c, B: BaseValkeyCache> LockGuard<'c, B> {
    /// Returns the token by which the holder is known.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Releases the lock.
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out, whoever holds it now.
    pub fn release(self) -> Action<'c, B, Release<'c, B>> {
        self.cache.action(Release(self))
    }

    /// Holds the lock for `additional` time longer. [PEXPIRE](https://valkey.io/commands/pexpire)
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out, whoever holds it now.
    pub fn extend(&self, additional: Duration) -> Action<'_, B, Command<'_, ()>> {
        let draft = script("extend", &EXTEND).key(&self.key).text(&self.token);
        self.cache.action(milliseconds(draft, additional).returns_or_fails(owned))
    }
}

impl<B: BaseValkeyCache> Drop for LockGuard<'_, B> {
    fn drop(&mut self) {
        if !self.held {
            return;
        }
        let (core, key, token) = (self.cache.core().clone(), self.key.clone(), std::mem::take(&mut self.token));
        StyleOf::<B::Factory>::detach(async move {
            let session = Session::new(&core, None, tracing::Span::none());
            if let Err(error) = session.call(release(&key, &token)).await {
                tracing::debug!("a lock was dropped and not released: {error}");
            }
        });
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
        // Held before it is known: if this future is dropped, or the answer is lost, the lock is released all the same.
        let mut guard = LockGuard { cache, key, token: lock.token.unwrap_or_else(random_token), held: true };
        loop {
            let no_time = lock.timeout == Timeout::After(Duration::ZERO);
            let set = write("SET").once().key(&guard.key).text(guard.token.as_str()).word("NX");
            let set =
                set.reject_if(no_time, || "a lock with a timeout of zero is free at once; give it time".to_owned());
            if executor.call(expiring(set, "PX", lock.timeout).returns(reply::flag)).await? {
                return Ok(Some(guard));
            }
            let waited = executor.now().saturating_duration_since(started);
            let wait = match lock.blocking {
                Timeout::Never => lock.poll_interval,
                Timeout::After(limit) if waited >= limit => {
                    guard.held = false;
                    return Ok(None);
                }
                Timeout::After(limit) => lock.poll_interval.min(limit - waited),
            };
            executor.sleep(wait).await;
        }
    }
}

/// Releases a lock.
#[derive(Debug)]
pub struct Release<'c, B: BaseValkeyCache>(LockGuard<'c, B>);

impl<B: BaseValkeyCache> Operation for Release<'_, B> {
    type Output = ();

    fn name(&self) -> &'static str {
        "release"
    }

    fn fallback(&self) -> Option<()> {
        Some(())
    }

    async fn execute<E: Executor>(mut self, executor: &E) -> Result<()> {
        let released = executor.call(release(&self.0.key, &self.0.token)).await;
        // After an answer there is nothing left to release; without one, dropping tries again.
        self.0.held = released.as_ref().is_err_and(Error::is_transient);
        released
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

static RELEASE: Script = Script::new(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0",
    |call, keys, args| match call(&[b"GET", keys[0]]) {
        Reply::Bytes(token) if token == args[0] => call(&[b"DEL", keys[0]]),
        _ => Reply::Int(0),
    },
);

static EXTEND: Script = Script::new(
    "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end \
     local left = redis.call('PTTL', KEYS[1]) \
     if left < 0 then return 1 end \
     return redis.call('PEXPIRE', KEYS[1], left + ARGV[2])",
    |call, keys, args| match (call(&[b"GET", keys[0]]), call(&[b"PTTL", keys[0]])) {
        (Reply::Bytes(token), _) if token != args[0] => Reply::Int(0),
        (Reply::Bytes(_), Reply::Int(left)) if left < 0 => Reply::Int(1),
        (Reply::Bytes(_), Reply::Int(left)) => {
            let additional = std::str::from_utf8(args[1]).ok().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
            call(&[b"PEXPIRE", keys[0], left.saturating_add(additional).to_string().as_bytes()])
        }
        _ => Reply::Int(0),
    },
);

fn release<'k>(key: &'k CacheKey, token: &'k str) -> Command<'k, ()> {
    script("release", &RELEASE).key(key).text(token).returns_or_fails(owned)
}

fn owned(reply: Reply, reading: &Reading<'_>) -> Result<()> {
    if reply::flag(reply, reading)? {
        return Ok(());
    }
    let message = "the lock is not held by this token any more: it ran out, or was taken over; a longer `timeout`, or `extend` in time, helps";
    Err(Error::new(ErrorKind::LockLost, message))
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

impl<B: BaseValkeyCache> fmt::Debug for LockGuard<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockGuard").field("key", &self.key).field("held", &self.held).finish_non_exhaustive()
    }
}

impl<B, L, M> fmt::Debug for Locked<'_, B, L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locked").field("lock", &self.lock).finish_non_exhaustive()
    }
}
