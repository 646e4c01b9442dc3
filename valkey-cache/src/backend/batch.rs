//! Batches: several commands in one round trip.

use std::fmt;
use std::marker::PhantomData;

use super::action::Action;
use super::base::BaseValkeyCache;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Executor, IntoCommand, Operation, Prepared, Reply};

/// Commands that go to the server in one round trip; each has a result of its own.
pub struct Batch<B, I> {
    items: I,
    belongs: bool,
    cache: PhantomData<fn() -> B>,
}

impl<B, I: BatchItems<B>> Batch<B, I> {
    pub(super) fn new(cache: &B, items: I) -> Self {
        Self { belongs: items.belong_to(cache), items, cache: PhantomData }
    }
}

/// What can be batched by a cache `B`: a tuple of up to twelve of its command actions, or a `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as one batch",
    label = "expected a tuple (up to 12) or a `Vec` of commands of this cache",
    note = "write `cache.batch((cache.get::<User>(\"user:1\"), cache.incr(\"hits\", 1)))`: the batch is awaited or run, its elements are not",
    note = "every element belongs to the same cache; a single one is written `(command,)`"
)]
pub trait BatchItems<B>: Send + Sized {
    /// One result for each command, in order.
    type Output: Send;

    /// Tells whether all commands are of this cache: on another one they would use its keys and its codec.
    fn belong_to(&self, cache: &B) -> bool;

    /// Returns what a caller gets when the server is unreachable and exceptions are ignored.
    fn fallback(&self) -> Option<Self::Output>;

    /// Sends the commands and reads their answers.
    fn execute<E: Executor>(self, executor: &E) -> impl Future<Output = Result<Self::Output>> + Send;
}

impl<B, I: BatchItems<B>> Operation for Batch<B, I> {
    type Output = I::Output;

    fn name(&self) -> &'static str {
        "batch"
    }

    fn fallback(&self) -> Option<I::Output> {
        self.items.fallback()
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<I::Output> {
        if !self.belongs {
            let message = "a command of the batch is of another cache; give each cache a batch of its own commands";
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        self.items.execute(executor).await
    }
}

impl<B, I: fmt::Debug> fmt::Debug for Batch<B, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Batch").field(&self.items).finish()
    }
}

impl<'c, B: BaseValkeyCache, O> Action<'c, B, O>
where
    O: IntoCommand + 'c,
{
    fn is_of(&self, cache: &B) -> bool {
        self.cache.core().is(cache.core())
    }

    fn prepare<E: Executor>(self, executor: &E) -> Prepared<'c, O::Output> {
        let settings = executor.settings();
        Prepared::new(self.operation.into_command(settings), settings, self.version.or(executor.version()))
    }
}

impl<'c, B: BaseValkeyCache, O> BatchItems<B> for Vec<Action<'c, B, O>>
where
    O: IntoCommand + Send + 'c,
    O::Output: Send,
{
    type Output = Vec<Result<O::Output>>;

    fn belong_to(&self, cache: &B) -> bool {
        self.iter().all(|action| action.is_of(cache))
    }

    fn fallback(&self) -> Option<Self::Output> {
        self.iter().map(|action| action.operation.fallback().map(Ok)).collect()
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let mut prepared = self.into_iter().map(|action| action.prepare(executor)).collect::<Vec<_>>();
        let requests = prepared.iter_mut().filter_map(Prepared::take_request).collect::<Vec<_>>();
        let mut replies = reached(executor.send_all(requests).await?)?.into_iter();
        Ok(prepared.into_iter().map(|command| command.finish(&mut replies, executor.settings())).collect())
    }
}

/// Returns the outcomes of a batch, unless servers share the keys and none of those that are concerned could be reached.
fn reached(outcomes: Vec<Result<Reply>>) -> Result<Vec<Result<Reply>>> {
    let is_lost = |outcome: &Result<Reply>| outcome.as_ref().is_err_and(Error::is_transient);
    match outcomes.first() {
        Some(Err(error)) if outcomes.iter().all(is_lost) => Err(error.clone()),
        _ => Ok(outcomes),
    }
}

macro_rules! batch_of_tuple {
    ($($operation:ident $index:tt),+) => {
        impl<'c, BACKEND: BaseValkeyCache, $($operation),+> BatchItems<BACKEND> for ($(Action<'c, BACKEND, $operation>,)+)
        where
            $($operation: IntoCommand + Send + 'c, $operation::Output: Send,)+
        {
            type Output = ($(Result<$operation::Output>,)+);

            fn belong_to(&self, cache: &BACKEND) -> bool {
                true $(&& self.$index.is_of(cache))+
            }

            fn fallback(&self) -> Option<Self::Output> {
                Some(($(Ok(self.$index.operation.fallback()?),)+))
            }

            async fn execute<EXECUTOR: Executor>(self, executor: &EXECUTOR) -> Result<Self::Output> {
                let mut prepared = ($(self.$index.prepare(executor),)+);
                let mut requests = Vec::new();
                $(requests.extend(prepared.$index.take_request());)+
                let mut replies = reached(executor.send_all(requests).await?)?.into_iter();
                let settings = executor.settings();
                Ok(($(prepared.$index.finish(&mut replies, settings),)+))
            }
        }
    };
}

batch_of_tuple!(A 0);
batch_of_tuple!(A 0, B 1);
batch_of_tuple!(A 0, B 1, C 2);
batch_of_tuple!(A 0, B 1, C 2, D 3);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
batch_of_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

#[cfg(all(test, feature = "blocking", feature = "memory", feature = "json"))]
mod tests;
