//! The closures that operations take: plain ones, and async ones where the cache is async.

use std::future::{Future, ready};

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "async")]
use crate::factory::Async;
#[cfg(feature = "blocking")]
use crate::factory::Blocking;

/// A closure that an operation runs: `|| value`, or `async || value` where the cache is async.
///
/// `M` tells the two apart and is found by the compiler; `S` is the calling style.
#[diagnostic::on_unimplemented(
    message = "this closure does not fit the cache",
    label = "expected `|| value`, or `async || value` if the cache is async",
    note = "for a closure that returns a `Result` use `get_or_try_set`",
    note = "what the closure returns must be `Send`, and on an async cache implement `serde::Serialize`"
)]
pub trait Loader<M, S>: Send {
    /// What the closure returns.
    type Output;

    /// Runs the closure.
    fn load(self) -> impl Future<Output = Self::Output> + Send;
}

/// A closure that may fail: `|| Ok(value)`, or `async || Ok(value)` where the cache is async.
#[diagnostic::on_unimplemented(
    message = "this closure does not fit the cache",
    label = "expected `|| Ok(value)`, or `async || Ok(value)` if the cache is async",
    note = "a blocking cache takes plain closures only",
    note = "for a closure that cannot fail use `get_or_set`"
)]
pub trait TryLoader<M, S>: Send {
    /// What the closure returns if all goes well.
    type Output;
    /// What the closure returns otherwise.
    type Error;

    /// Runs the closure.
    fn try_load(self) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// What the closures of `get_or_set` and `get_or_try_set` load: everything that serde can both write and read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored",
    label = "what this closure loads is stored, so it must implement `serde::Serialize` and `serde::Deserialize`",
    note = "for a closure that returns a `Result` use `get_or_try_set`",
    note = "for an async closure use an async cache; a blocking one takes `|| value`"
)]
pub trait Loaded: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Loaded for T {}

/// Marks a plain closure.
#[derive(Debug)]
pub enum Plain {}

/// Marks an async closure.
#[derive(Debug)]
pub enum Awaited {}

#[cfg(feature = "blocking")]
impl<F, T> Loader<Plain, Blocking> for F
where
    F: FnOnce() -> T + Send,
    T: Send,
{
    type Output = T;

    fn load(self) -> impl Future<Output = T> + Send {
        ready(self())
    }
}

// `Serialize` is what a future never is: it tells the two kinds of closures of an async cache apart.
#[cfg(feature = "async")]
impl<F, T> Loader<Plain, Async> for F
where
    F: FnOnce() -> T + Send,
    T: Serialize + Send,
{
    type Output = T;

    fn load(self) -> impl Future<Output = T> + Send {
        ready(self())
    }
}

#[cfg(feature = "async")]
impl<F, Fut> Loader<Awaited, Async> for F
where
    F: FnOnce() -> Fut + Send,
    Fut: Future + Send,
{
    type Output = Fut::Output;

    fn load(self) -> impl Future<Output = Fut::Output> + Send {
        self()
    }
}

// Where there is this impl only, its bounds would be told in place of the message above.
#[diagnostic::do_not_recommend]
impl<F, T, E, S> TryLoader<Plain, S> for F
where
    F: FnOnce() -> Result<T, E> + Send,
    T: Send,
    E: Send,
{
    type Output = T;
    type Error = E;

    fn try_load(self) -> impl Future<Output = Result<T, E>> + Send {
        ready(self())
    }
}

#[cfg(feature = "async")]
impl<F, Fut, T, E> TryLoader<Awaited, Async> for F
where
    F: FnOnce() -> Fut + Send,
    Fut: Future<Output = Result<T, E>> + Send,
{
    type Output = T;
    type Error = E;

    fn try_load(self) -> impl Future<Output = Result<T, E>> + Send {
        self()
    }
}
