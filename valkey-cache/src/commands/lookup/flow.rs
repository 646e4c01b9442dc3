//! The flow of `get_or_set` and `get_or_try_set`: read, and let one of those who miss a key load it for all of them.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use super::super::loader::Loaded;
use super::super::strings::Set;
use super::super::swap::swap;
use crate::backend::{Conditional as _, Timed as _};
use crate::config::{Timeout, Undecodable};
use crate::error::{Error, ErrorKind, Result};
use crate::key::{CacheKey, Key};
use crate::operation::reply::{self, Found};
use crate::operation::{
    Argument, Executor, Freshness, IntoCommand, Landing, Lead, Moment, Place, Reading, Reply, read, read_primary,
};

/// What `get_or_set` and `get_or_try_set` are asked for.
pub(super) struct Lookup<'c, L, F> {
    pub(super) key: Key<'c>,
    pub(super) timeout: Option<Timeout>,
    pub(super) load: L,
    pub(super) share: Option<Share<F>>,
}

/// How an error of the loader's own type gets to those who waited.
pub(super) struct Share<F> {
    pack: fn(&F) -> Box<dyn Any + Send + Sync>,
    unpack: fn(&(dyn Any + Send + Sync)) -> Option<F>,
}

impl<F: Clone + Send + Sync + 'static> Share<F> {
    pub(super) fn by_clone() -> Self {
        Self { pack: |error| Box::new(error.clone()), unpack: |packed| packed.downcast_ref().cloned() }
    }
}

/// A value as it is stored, and as it is for who loads: it may be another process's, and of another type.
struct Outcome<T> {
    bytes: Vec<u8>,
    value: Result<T>,
}

/// What the one who loads saw before.
struct Seen {
    /// The value that is to be renewed, as it is stored; nothing if there was none.
    stale: Option<Vec<u8>>,
    /// Whether another load of the key may have ended since.
    ask_again: bool,
}

impl<L, T, F> Lookup<'_, L, F>
where
    L: Future<Output = Result<T, F>> + Send,
    T: Loaded + Send,
    F: fmt::Debug + Send,
{
    pub(super) async fn execute<E: Executor>(self, executor: &E) -> Result<Result<T, F>> {
        let asked = executor.flights().now();
        let get = read("GET").key(&self.key).returns(reply::found::<T>);
        let asked = match executor.call(get).await {
            Ok(Some(found)) if found.freshness == Freshness::Due => {
                return Box::pin(self.renew(executor, asked, found)).await;
            }
            Ok(Some(found)) => return Ok(Ok(found.value)),
            Ok(None) => Some(asked),
            // When an unreachable server is to be ignored, nothing is known and all that counts is the loader.
            Err(error) if executor.settings().ignores(&error) => None,
            Err(error) => return Err(error),
        };
        // In a box, since a value is mostly there, and every look-up would carry the room of a miss with it.
        Box::pin(self.miss(executor, asked)).await
    }

    /// Loads the value anew; while somebody else does, the one that is there will do.
    async fn renew<E: Executor>(self, executor: &E, asked: Moment, found: Found<T>) -> Result<Result<T, F>> {
        let key = executor.settings().keys.make_key(&self.key, executor.version());
        match executor.flights().join(&key, asked) {
            Place::Leading(lead) => {
                let seen = Seen { stale: Some(found.bytes), ask_again: lead.may_be_stored() };
                self.lead(executor, &key, lead, seen).await
            }
            Place::Following(_) => Ok(Ok(found.value)),
        }
    }

    /// Loads the value, or waits for who does. `asked` is when the server said that it has none.
    async fn miss<E: Executor>(self, executor: &E, asked: Option<Moment>) -> Result<Result<T, F>> {
        let key = executor.settings().keys.make_key(&self.key, executor.version());
        loop {
            let flight = match executor.flights().join(&key, asked.unwrap_or_default()) {
                Place::Leading(lead) => {
                    let seen = Seen { stale: None, ask_again: asked.is_some() && lead.may_be_stored() };
                    return self.lead(executor, &key, lead, seen).await;
                }
                Place::Following(flight) => flight,
            };
            let landing = executor.wait(flight.landed()).await.map_err(|error| error.with_key(key.as_str()))?;
            if let Some(answer) = receive(executor, &key, landing, self.share.as_ref()) {
                return answer;
            }
        }
    }

    async fn lead<E: Executor>(
        self,
        executor: &E,
        key: &CacheKey,
        mut lead: Lead<'_>,
        seen: Seen,
    ) -> Result<Result<T, F>> {
        let Self { timeout, load, share, .. } = self;
        let (landing, answer) = match find(executor, key, timeout, lead.run(load), seen).await {
            Ok(Ok(Outcome { bytes, value })) => (Landing::Value(bytes), value.map(Ok)),
            // To put the error into words may take a while: it may have a backtrace.
            Ok(Err(error)) if !lead.close() => return Ok(Err(error)),
            Ok(Err(error)) => {
                let told = format!("another caller was loading the value, and its loader failed: {error:?}");
                let told = Error::new(ErrorKind::Load, told).with_key(key.as_str());
                let own = share.as_ref().map(|share| (share.pack)(&error));
                (Landing::Failed { own, told }, Ok(Err(error)))
            }
            Err(error) => (Landing::Error(error.clone()), Err(error)),
        };
        lead.land(landing);
        answer
    }
}

/// Loads and stores the value; one that somebody else has stored counts before it.
async fn find<E: Executor, T: Loaded + Send, F: Send>(
    executor: &E,
    key: &CacheKey,
    timeout: Option<Timeout>,
    load: impl Future<Output = Result<T, F>> + Send,
    Seen { stale, ask_again }: Seen,
) -> Result<Result<Outcome<T>, F>> {
    if ask_again
        && let Some(outcome) = stored(executor, key).await?
        && stale.as_ref() != Some(&outcome.bytes)
    {
        return Ok(Ok(outcome));
    }
    let value = match load.await {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    let settings = executor.settings();
    let (encoded, timeout) = (settings.encode(&value)?, timeout.unwrap_or(settings.timeout));
    let set = || {
        let mut set = Set::new(key.into(), Ok(encoded.clone()));
        set.set_timeout(timeout);
        set
    };
    let renews = stale.is_some();
    let is_stored = match stale {
        None => {
            let mut first = set();
            first.set_nx();
            store(executor, first).await?
        }
        Some(_) if timeout == Timeout::After(Duration::ZERO) => store(executor, set()).await?,
        Some(stale) => {
            let (bytes, lifetime) = settings.seal(encoded.clone(), timeout)?;
            store(executor, swap("SET", key, stale, bytes, lifetime)).await?
        }
    };
    if !is_stored {
        // Somebody else was quicker, so that value is the one that counts.
        if let Some(outcome) = stored(executor, key).await? {
            return Ok(Ok(outcome));
        }
        // It is gone already, or what stands there cannot be read.
        if renews || settings.undecodable == Undecodable::Missing {
            store(executor, set()).await?;
        }
    }
    // For those who wait it does not matter when it is stale.
    let (bytes, _) = settings.seal(encoded, Timeout::Never)?;
    Ok(Ok(Outcome { bytes, value: Ok(value) }))
}

/// Tells whether it was stored, as far as anybody knows.
async fn store<E: Executor>(executor: &E, set: impl IntoCommand<Output = bool>) -> Result<bool> {
    match executor.call(set).await {
        Err(error) if executor.settings().ignores(&error) => Ok(true),
        answer => answer,
    }
}

/// Returns what is stored at this moment, which a replica may not know yet.
async fn stored<E: Executor, T: Loaded + Send>(executor: &E, key: &CacheKey) -> Result<Option<Outcome<T>>> {
    match executor.call(read_primary("GET").key(key).returns(outcome)).await {
        Err(error) if executor.settings().ignores(&error) => Ok(None),
        answer => answer,
    }
}

fn outcome<T: Loaded>(reply: Reply, reading: &Reading<'_>) -> Result<Option<Outcome<T>>> {
    let Some(bytes) = reply::bytes(reply, reading)? else { return Ok(None) };
    let value = value(&bytes, reading).transpose();
    Ok(value.map(|value| Outcome { bytes, value }))
}

/// Reads a value as one that comes from the server, stale or not; nothing if it cannot be read and counts as missing.
fn value<T: Loaded>(bytes: &[u8], reading: &Reading<'_>) -> Result<Option<T>> {
    let found = reply::found(Reply::Bytes(bytes.to_vec()), reading);
    found.map(|found| found.map(|found| found.value)).map_err(|error| error.with_operation(reading.operation))
}

/// Makes a caller's answer out of how the load ended; nothing if this caller has to load itself: the load was abandoned,
/// or its value counts as missing to this one.
fn receive<E: Executor, T: Loaded, F>(
    executor: &E,
    key: &CacheKey,
    landing: &Landing,
    share: Option<&Share<F>>,
) -> Option<Result<Result<T, F>>> {
    match landing {
        Landing::Value(bytes) => {
            let (settings, version) = (executor.settings(), executor.version());
            let arguments = &[Argument::Key(key.into())];
            let reading = Reading { operation: "GET", settings, version, arguments };
            value(bytes, &reading).map(|value| value.map(Ok)).transpose()
        }
        Landing::Failed { own, told } => {
            let own = own.as_deref().zip(share).and_then(|(own, share)| (share.unpack)(own));
            Some(own.map_or_else(|| Err(told.clone()), |own| Ok(Err(own))))
        }
        Landing::Error(error) => Some(Err(error.clone())),
        Landing::Abandoned => None,
    }
}
