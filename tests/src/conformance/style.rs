use std::future::{Future, ready};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Builder, Runtime};
use valkey_cache::Result;
use valkey_cache::backend::{Action, BaseValkeyCache};
use valkey_cache::commands::Pages;
use valkey_cache::factory::{Blocks, StyleOf, Waits};
use valkey_cache::operation::Operation;

/// How the operations of a backend are ended, so that a behaviour is written once for both ways.
pub trait Style<B: BaseValkeyCache>: Send + Sync + 'static {
    /// Ends an operation.
    fn go<'c, O: Operation + 'c>(action: Action<'c, B, O>) -> impl Future<Output = Result<O::Output>>;

    /// Goes through all pages.
    fn items<'c, T: Send + 'c>(pages: Pages<'c, B, T>) -> impl Future<Output = Result<Vec<T>>>;

    /// Runs a behaviour to its end.
    fn block_on<T>(behaviour: impl Future<Output = T>) -> T;
}

/// Operations end in `.await`.
#[derive(Debug)]
pub enum ByAwait {}

/// Operations end in `.run()`.
#[derive(Debug)]
pub enum ByRun {}

impl<B: BaseValkeyCache> Style<B> for ByAwait
where
    StyleOf<B::Factory>: Waits,
{
    fn go<'c, O: Operation + 'c>(action: Action<'c, B, O>) -> impl Future<Output = Result<O::Output>> {
        action.into_future()
    }

    async fn items<'c, T: Send + 'c>(mut pages: Pages<'c, B, T>) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn block_on<T>(behaviour: impl Future<Output = T>) -> T {
        // One runtime for all, which goes on when the thread of a behaviour waits for another thread.
        static RUNTIME: LazyLock<Runtime> =
            LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("no runtime"));
        RUNTIME.block_on(behaviour)
    }
}

impl<B: BaseValkeyCache> Style<B> for ByRun
where
    StyleOf<B::Factory>: Blocks,
{
    fn go<'c, O: Operation + 'c>(action: Action<'c, B, O>) -> impl Future<Output = Result<O::Output>> {
        ready(action.run())
    }

    fn items<'c, T: Send + 'c>(pages: Pages<'c, B, T>) -> impl Future<Output = Result<Vec<T>>> {
        ready(pages.collect())
    }

    fn block_on<T>(behaviour: impl Future<Output = T>) -> T {
        match pin!(behaviour).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("a behaviour of a blocking cache waits for something that is no operation"),
        }
    }
}
