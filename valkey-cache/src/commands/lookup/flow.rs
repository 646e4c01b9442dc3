//! The flow of `get_or_set` and `get_or_try_set`: read, and let one of those who miss a key load it for all of them.

use std::any::Any;
use std::fmt;
use std::future::Future;

use super::super::loader::Loaded;
use super::super::strings::Set;
use crate::backend::{Conditional as _, Timed as _};
use crate::config::{Timeout, Undecodable};
use crate::error::{Error, ErrorKind, Result};
use crate::key::{CacheKey, Key};
use crate::operation::{Argument, Executor, Landing, Lead, Moment, Place, Reading, Reply, read, read_primary, reply};

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
struct Found<T> {
    bytes: Vec<u8>,
    value: Result<T>,
}

impl<L, T, F> Lookup<'_, L, F>
where
    L: Future<Output = Result<T, F>> + Send,
    T: Loaded + Send,
    F: fmt::Debug + Send,
{
    pub(super) async fn execute<E: Executor>(self, executor: &E) -> Result<Result<T, F>> {
        let asked = executor.flights().now();
        let get = read("GET").key(&self.key).returns(reply::value::<T>);
        let asked = match executor.call(get).await {
            Ok(Some(value)) => return Ok(Ok(value)),
            Ok(None) => Some(asked),
            // When an unreachable server is to be ignored, nothing is known and all that counts is the loader.
            Err(error) if executor.settings().ignores(&error) => None,
            Err(error) => return Err(error),
        };
        // In a box, since a value is mostly there, and every look-up would carry the room of a miss with it.
        Box::pin(self.miss(executor, asked)).await
    }

    /// Loads the value, or waits for who does. `asked` is when the server said that it has none.
    async fn miss<E: Executor>(self, executor: &E, asked: Option<Moment>) -> Result<Result<T, F>> {
        let key = executor.settings().keys.make_key(&self.key, executor.version());
        loop {
            let flight = match executor.flights().join(&key, asked.unwrap_or_default()) {
                Place::Leading(lead) => {
                    let ask_again = asked.is_some() && lead.may_be_stored();
                    return self.lead(executor, &key, lead, ask_again).await;
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
        ask_again: bool,
    ) -> Result<Result<T, F>> {
        let Self { timeout, load, share, .. } = self;
        let (landing, answer) = match find(executor, key, timeout, lead.run(load), ask_again).await {
            Ok(Ok(Found { bytes, value })) => (Landing::Value(bytes), value.map(Ok)),
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
    ask_again: bool,
) -> Result<Result<Found<T>, F>> {
    if ask_again && let Some(found) = stored(executor, key).await? {
        return Ok(Ok(found));
    }
    let value = match load.await {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    let settings = executor.settings();
    let bytes = settings.codec.encode(&value)?;
    let set = || {
        let mut set = Set::new(key.into(), Ok(bytes.clone()));
        timeout.into_iter().for_each(|timeout| set.set_timeout(timeout));
        set
    };
    let mut first = set();
    first.set_nx();
    if !store(executor, first).await? {
        // Somebody else was quicker, so that value is the one that counts.
        if let Some(found) = stored(executor, key).await? {
            return Ok(Ok(found));
        }
        // It is gone already, or what stands there cannot be read.
        if settings.undecodable == Undecodable::Missing {
            store(executor, set()).await?;
        }
    }
    Ok(Ok(Found { bytes, value: Ok(value) }))
}

/// Tells whether it was stored, as far as anybody knows.
async fn store<E: Executor>(executor: &E, set: Set<'_>) -> Result<bool> {
    match executor.call(set).await {
        Err(error) if executor.settings().ignores(&error) => Ok(true),
        answer => answer,
    }
}

/// Returns what is stored at this moment, which a replica may not know yet.
async fn stored<E: Executor, T: Loaded + Send>(executor: &E, key: &CacheKey) -> Result<Option<Found<T>>> {
    match executor.call(read_primary("GET").key(key).returns(found)).await {
        Err(error) if executor.settings().ignores(&error) => Ok(None),
        answer => answer,
    }
}

fn found<T: Loaded>(reply: Reply, reading: &Reading<'_>) -> Result<Option<Found<T>>> {
    let Some(bytes) = reply::bytes(reply, reading)? else { return Ok(None) };
    let value = value(&bytes, reading).transpose();
    Ok(value.map(|value| Found { bytes, value }))
}

/// Reads a value as one that comes from the server; nothing if it cannot be read and counts as missing.
fn value<T: Loaded>(bytes: &[u8], reading: &Reading<'_>) -> Result<Option<T>> {
    reply::value(Reply::Bytes(bytes.to_vec()), reading).map_err(|error| error.with_operation(reading.operation))
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
