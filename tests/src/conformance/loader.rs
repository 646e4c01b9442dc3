use std::future::{Future, ready};

use valkey_cache::commands::Loader;

/// A closure as a loader for both calling styles, where the compiler does not know which it is.
pub(super) struct Load<F>(pub(super) F);

/// Marks it.
pub(super) enum Loaded {}

impl<F, T, S> Loader<Loaded, S> for Load<F>
where
    F: FnOnce() -> T + Send,
    T: Send,
{
    type Output = T;

    fn load(self) -> impl Future<Output = T> + Send {
        ready((self.0)())
    }
}
