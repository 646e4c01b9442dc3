//! Batches: several commands in one round trip.

use super::action::Action;
use super::base::BaseValkeyCache;
use crate::error::Result;
use crate::operation::{Executor, IntoCommand, Operation, Prepared};

/// Commands that go to the server in one round trip; each has a result of its own.
#[derive(Debug)]
pub struct Batch<I>(pub(crate) I);

/// What can be batched: a tuple of up to twelve command actions, or a `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as one batch",
    label = "expected a tuple (up to 12) or a `Vec` of commands of this cache",
    note = "write `cache.batch((cache.get::<User>(\"user:1\"), cache.incr(\"hits\", 1)))`: the batch is awaited or run, its elements are not",
    note = "every element belongs to the same cache; a single one is written `(command,)`"
)]
pub trait BatchItems: Send + Sized {
    /// One result for each command, in order.
    type Output: Send;

    /// Returns what a caller gets when the server is unreachable and exceptions are ignored.
    fn fallback(&self) -> Option<Self::Output>;

    /// Sends the commands and reads their answers.
    fn execute<E: Executor>(self, executor: &E) -> impl Future<Output = Result<Self::Output>> + Send;
}

impl<I: BatchItems> Operation for Batch<I> {
    type Output = I::Output;

    fn name(&self) -> &'static str {
        "batch"
    }

    fn fallback(&self) -> Option<I::Output> {
        self.0.fallback()
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<I::Output> {
        self.0.execute(executor).await
    }
}

impl<'c, B: BaseValkeyCache, O> Action<'c, B, O>
where
    O: IntoCommand + 'c,
{
    fn prepare<E: Executor>(self, executor: &E) -> Prepared<'c, O::Output> {
        let settings = executor.settings();
        Prepared::new(self.operation.into_command(settings), settings, self.version.or(executor.version()))
    }
}

impl<'c, B: BaseValkeyCache, O> BatchItems for Vec<Action<'c, B, O>>
where
    O: IntoCommand + Send + 'c,
    O::Output: Send,
{
    type Output = Vec<Result<O::Output>>;

    fn fallback(&self) -> Option<Self::Output> {
        self.iter().map(|action| action.operation.fallback().map(Ok)).collect()
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let mut prepared = self.into_iter().map(|action| action.prepare(executor)).collect::<Vec<_>>();
        let requests = prepared.iter_mut().filter_map(Prepared::take_request).collect::<Vec<_>>();
        let mut replies = requests.iter().zip(executor.send_all(&requests).await?);
        Ok(prepared.into_iter().map(|command| command.finish(&mut replies, executor.settings())).collect())
    }
}

macro_rules! batch_of_tuple {
    ($($operation:ident $index:tt),+) => {
        impl<'c, BACKEND: BaseValkeyCache, $($operation),+> BatchItems for ($(Action<'c, BACKEND, $operation>,)+)
        where
            $($operation: IntoCommand + Send + 'c, $operation::Output: Send,)+
        {
            type Output = ($(Result<$operation::Output>,)+);

            fn fallback(&self) -> Option<Self::Output> {
                Some(($(Ok(self.$index.operation.fallback()?),)+))
            }

            async fn execute<EXECUTOR: Executor>(self, executor: &EXECUTOR) -> Result<Self::Output> {
                let mut prepared = ($(self.$index.prepare(executor),)+);
                let mut requests = Vec::new();
                $(requests.extend(prepared.$index.take_request());)+
                let mut replies = requests.iter().zip(executor.send_all(&requests).await?);
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
