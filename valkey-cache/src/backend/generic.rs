//! The bounds of code that serves several backends.

use super::base::BaseValkeyCache;
#[cfg(feature = "async")]
use crate::factory::{Async, Waits};
use crate::factory::{BaseConnectionFactory, CallingStyle};
#[cfg(feature = "blocking")]
use crate::factory::{Blocking, Blocks};

/// A backend whose calls end in `.await`, whatever its client and its servers.
///
/// It is the bound of code that stays as it is when one server becomes a cluster. What some clients lack needs their
/// [capability](crate::client) as well.
///
/// ```
/// # #[cfg(all(feature = "memory", feature = "json"))] {
/// use valkey_cache::AsyncCache;
/// use valkey_cache::prelude::*;
///
/// async fn greeting(cache: &impl AsyncCache, name: &str) -> valkey_cache::Result<String> {
///     cache.get_or_set(name, async || format!("Hello, {name}!")).await
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let cache = AsyncValkeyCache::open("memory://").unwrap();
/// assert_eq!(greeting(&cache, "Ada").await.unwrap(), "Hello, Ada!");
/// # } main() }
/// ```
#[cfg(feature = "async")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a cache whose calls end in `.await`",
    label = "expected a backend with a factory such as `AsyncConnectionFactory`"
)]
pub trait AsyncCache:
    BaseValkeyCache<Factory: BaseConnectionFactory<Style: Waits + CallingStyle<Ending = Async>>>
{
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<B> AsyncCache for B where
    B: BaseValkeyCache<Factory: BaseConnectionFactory<Style: Waits + CallingStyle<Ending = Async>>>
{
}

/// A backend whose calls end in `.run()`, whatever its client and its servers; the bound of code that serves several.
#[cfg_attr(feature = "async", doc = " [`AsyncCache`] is its counterpart.")]
///
/// ```
/// # #[cfg(all(feature = "memory", feature = "json"))] {
/// use valkey_cache::BlockingCache;
/// use valkey_cache::prelude::*;
///
/// fn greeting(cache: &impl BlockingCache, name: &str) -> valkey_cache::Result<String> {
///     cache.get_or_set(name, || format!("Hello, {name}!")).run()
/// }
///
/// let cache = ValkeyCache::open("memory://").unwrap();
/// assert_eq!(greeting(&cache, "Ada").unwrap(), "Hello, Ada!");
/// # }
/// ```
#[cfg(feature = "blocking")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a cache whose calls end in `.run()`",
    label = "expected a backend with a factory such as `ConnectionFactory`"
)]
pub trait BlockingCache:
    BaseValkeyCache<Factory: BaseConnectionFactory<Style: Blocks + CallingStyle<Ending = Blocking>>>
{
}

#[cfg(feature = "blocking")]
#[diagnostic::do_not_recommend]
impl<B> BlockingCache for B where
    B: BaseValkeyCache<Factory: BaseConnectionFactory<Style: Blocks + CallingStyle<Ending = Blocking>>>
{
}
