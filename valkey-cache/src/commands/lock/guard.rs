//! A lock that is held: what its token may do.

use std::fmt;
use std::time::Duration;

use super::super::strings::milliseconds;
use super::scripts::{EXTEND, IS_OWNED, RELEASE, REPLACE_TTL};
use super::{NO_TIME, is_no_time};
use crate::backend::{Action, BaseValkeyCache, Session};
use crate::config::Timeout;
use crate::error::{Error, ErrorKind, Result};
use crate::factory::{CallingStyle as _, StyleOf};
use crate::key::CacheKey;
use crate::operation::{Command, Executor, Operation, Reading, Reply, reply, script};

/// A lock that is held.
///
/// Dropping it releases the lock as far as that is possible: a blocking one waits for the server's answer, at most for
/// the cache's `socket_timeout`; an async one leaves the release to a task of the runtime, and where there is none the lock
/// stays until its timeout. An `acquire` or a `release` that failed is followed by one more release, which nobody waits for. An async `acquire` that is dropped midway releases over another connection if the cache has
/// several, or has just made a new one: the release may arrive first then, and the lock stays until its timeout too. Call
/// [`release`](Self::release) to know that it is free.
pub struct LockGuard<'c, B: BaseValkeyCache> {
    pub(super) cache: &'c B,
    pub(super) key: CacheKey,
    pub(super) token: String,
    /// The one that it was acquired with.
    pub(super) timeout: Timeout,
    pub(super) hold: Hold,
}

/// What is known of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    Held,
    /// The answer is not there yet, or never came.
    Unknown,
    Free,
}

impl Hold {
    /// What is known after a failure: a refusal is an answer.
    pub(super) fn after(error: &Error) -> Self {
        if error.is_transient() { Self::Unknown } else { Self::Free }
    }
}

impl<'c, B: BaseValkeyCache> LockGuard<'c, B> {
    /// Returns the token by which the holder is known.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Tells whether the lock is still held by this token: it has not run out, and nobody took it over.
    pub fn is_owned(&self) -> Action<'_, B, Command<'_, bool>> {
        self.cache.action(script("is_owned", &IS_OWNED).key(&self.key).text(&self.token).returns(reply::flag))
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
    /// A lock that never runs out stays so.
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out, whoever holds it now.
    pub fn extend(&self, additional: Duration) -> Action<'_, B, Command<'_, ()>> {
        let draft = script("extend", &EXTEND).key(&self.key).text(&self.token);
        self.cache.action(milliseconds(draft, additional).returns_or_fails(owned))
    }

    /// Holds the lock for `timeout` from now on, whatever time was left. [PEXPIRE](https://valkey.io/commands/pexpire)
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out, whoever holds it now. `InvalidInput` if the timeout is zero.
    pub fn replace_ttl(&self, timeout: impl Into<Timeout>) -> Action<'_, B, Command<'_, ()>> {
        self.cache.action(self.held_for("replace_ttl", timeout.into()))
    }

    /// Holds the lock from now on for the timeout that it was acquired with. [PEXPIRE](https://valkey.io/commands/pexpire)
    ///
    /// # Errors
    ///
    /// `LockLost` if the lock had run out, whoever holds it now.
    pub fn reacquire(&self) -> Action<'_, B, Command<'_, ()>> {
        self.cache.action(self.held_for("reacquire", self.timeout))
    }

    fn held_for(&self, name: &'static str, timeout: Timeout) -> Command<'_, ()> {
        let draft = script(name, &REPLACE_TTL).key(&self.key).text(&self.token);
        let draft = match timeout {
            Timeout::After(time) => milliseconds(draft, time),
            Timeout::Never => draft.int(0),
        };
        draft.reject_if(is_no_time(timeout), || NO_TIME.to_owned()).returns_or_fails(owned)
    }
}

impl<B: BaseValkeyCache> Drop for LockGuard<'_, B> {
    fn drop(&mut self) {
        let (core, key, token) = (self.cache.core().clone(), self.key.clone(), std::mem::take(&mut self.token));
        let released = async move {
            let session = Session::new(&core, "release", None, tracing::Span::none());
            if let Err(error) = session.call(release(&key, &token)).await {
                tracing::debug!("a lock was dropped and not released: {error}");
            }
        };
        match self.hold {
            Hold::Held => StyleOf::<B::Factory>::conclude(released),
            // The call that failed has used up its time.
            Hold::Unknown => StyleOf::<B::Factory>::detach(released),
            Hold::Free => {}
        }
    }
}

/// Releases a lock.
#[derive(Debug)]
pub struct Release<'c, B: BaseValkeyCache>(pub(super) LockGuard<'c, B>);

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
        self.0.hold = released.as_ref().err().map_or(Hold::Free, Hold::after);
        released
    }
}

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

impl<B: BaseValkeyCache> fmt::Debug for LockGuard<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockGuard").field("key", &self.key).field("hold", &self.hold).finish_non_exhaustive()
    }
}
