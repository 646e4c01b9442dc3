//! Going through a large collection page by page: an iterator, or a stream.

use std::collections::VecDeque;
use std::fmt;
#[cfg(feature = "async")]
use std::future::Future;
#[cfg(feature = "async")]
use std::pin::Pin;
use std::sync::Arc;
#[cfg(feature = "async")]
use std::task::{Context, Poll, ready};

use crate::backend::{Action, BaseValkeyCache};
use crate::error::{Error, Result};
#[cfg(feature = "blocking")]
use crate::factory::Blocks;
#[cfg(any(feature = "async", feature = "blocking"))]
use crate::factory::StyleOf;
#[cfg(feature = "async")]
use crate::factory::Waits;
use crate::operation::reply::Page;
use crate::operation::{Command, Draft, Executor, Operation};

type MakePage<'c, T> = Arc<dyn Fn(u64, usize) -> Command<'c, Page<T>> + Send + Sync + 'c>;
#[cfg(feature = "async")]
type PendingPage<'c, T> = Pin<Box<dyn Future<Output = Result<Found<T>>> + Send + 'c>>;

/// What a collection holds, page by page: an `Iterator` of results (blocking), or a `Stream` (async).
///
/// An error comes last: where servers share the keys among them and one cannot be reached, what the others have comes
/// before it. With `ignore_exceptions` it does not come.
#[must_use = "nothing is asked of the server until the first item is"]
pub struct Pages<'c, B, T> {
    cache: &'c B,
    page: MakePage<'c, T>,
    itersize: usize,
    version: Option<u64>,
    ready: VecDeque<T>,
    /// Where the next page starts; nothing after the last.
    next: Option<Position>,
    /// What comes after the last item: the first error.
    failure: Option<Error>,
    #[cfg(feature = "async")]
    pending: Option<PendingPage<'c, T>>,
}

/// Where a page starts.
#[derive(Clone, Debug)]
struct Position {
    cursor: u64,
    nodes: Nodes,
}

/// Whose pages are gone through.
#[derive(Clone, Debug)]
enum Nodes {
    /// Those of the server that has the key.
    OfKey,
    /// Those of all nodes; which there are is not known yet.
    All,
    /// Those of these nodes; the last one is under way.
    Left(Vec<usize>),
}

/// One page, or why a node gave none.
struct Found<T> {
    page: Page<T>,
    next: Position,
    failure: Option<Error>,
}

/// Asks for one page.
struct NextPage<'c, T> {
    page: MakePage<'c, T>,
    itersize: usize,
    at: Position,
}

impl<T: Send> Operation for NextPage<'_, T> {
    type Output = Found<T>;

    fn name(&self) -> &'static str {
        (self.page)(0, 1).name()
    }

    fn fallback(&self) -> Option<Self::Output> {
        Some(Found { page: Page::default(), next: Position { cursor: 0, nodes: Nodes::OfKey }, failure: None })
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let Position { cursor, nodes } = self.at;
        let command = (self.page)(cursor, self.itersize);
        let mut left = match nodes {
            Nodes::OfKey => {
                let page = executor.call(command).await?;
                let next = Position { cursor: page.cursor, nodes: Nodes::OfKey };
                return Ok(Found { page, next, failure: None });
            }
            Nodes::All => executor.nodes().await?,
            Nodes::Left(nodes) => nodes,
        };
        let node = left.last().copied().unwrap_or_default();
        let (page, failure) = match executor.call(command.at(node)).await {
            Ok(page) => (page, None),
            // The others have their own keys, and their cursors still hold.
            Err(error) if error.is_transient() => {
                (Page::default(), (!executor.settings().ignores(&error)).then_some(error))
            }
            Err(error) => return Err(error),
        };
        let cursor = page.cursor;
        if cursor == 0 {
            left.pop();
        }
        Ok(Found { page, next: Position { cursor, nodes: Nodes::Left(left) }, failure })
    }
}

impl Position {
    fn is_end(&self) -> bool {
        self.cursor == 0 && !matches!(&self.nodes, Nodes::Left(left) if !left.is_empty())
    }
}

impl<'c, B: BaseValkeyCache, T> Pages<'c, B, T> {
    /// Goes through what is at one key.
    pub(super) fn of_key(cache: &'c B, page: impl Fn(u64, usize) -> Command<'c, Page<T>> + Send + Sync + 'c) -> Self {
        Self::new(cache, Nodes::OfKey, Arc::new(page))
    }

    /// Goes through what is on all servers.
    pub(super) fn of_all(cache: &'c B, page: impl Fn(u64, usize) -> Command<'c, Page<T>> + Send + Sync + 'c) -> Self {
        Self::new(cache, Nodes::All, Arc::new(page))
    }

    fn new(cache: &'c B, nodes: Nodes, page: MakePage<'c, T>) -> Self {
        Self {
            cache,
            page,
            itersize: cache.core().settings().itersize,
            version: None,
            ready: VecDeque::new(),
            next: Some(Position { cursor: 0, nodes }),
            failure: None,
            #[cfg(feature = "async")]
            pending: None,
        }
    }

    /// Uses keys of this version instead of the cache's.
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets about how many items the server looks at for one page; the default is the cache's `scan_itersize`.
    pub fn itersize(mut self, itersize: usize) -> Self {
        self.itersize = itersize;
        self
    }

    fn next_page(&self, at: Position) -> Action<'c, B, NextPage<'c, T>> {
        let action = self.cache.action(NextPage { page: Arc::clone(&self.page), itersize: self.itersize, at });
        match self.version {
            Some(version) => action.version(version),
            None => action,
        }
    }

    fn take(&mut self, found: Result<Found<T>>) {
        // An error that is not of one node leaves no position, which ends the iteration.
        self.next = None;
        let failure = match found {
            Ok(Found { page, next, failure }) => {
                self.next = (!next.is_end()).then_some(next);
                self.ready.extend(page.items);
                failure
            }
            Err(error) => Some(error),
        };
        self.failure = self.failure.take().or(failure);
    }
}

/// Adds about how many items the server looks at for one page.
pub(super) fn page_size(draft: Draft<'_>, itersize: usize) -> Draft<'_> {
    let draft = draft.word("COUNT").count(itersize);
    draft.reject_if(itersize == 0, || "an `itersize` of 0 finds nothing; 1000 is the default".to_owned())
}

#[cfg(feature = "blocking")]
impl<B, T> Iterator for Pages<'_, B, T>
where
    B: BaseValkeyCache,
    T: Send,
    StyleOf<B::Factory>: Blocks,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            let Some(next) = self.next.clone() else { return self.failure.take().map(Err) };
            let page = self.next_page(next).run();
            self.take(page);
        }
    }
}

#[cfg(feature = "async")]
impl<'c, B, T> Pages<'c, B, T>
where
    B: BaseValkeyCache,
    T: Send + 'c,
    StyleOf<B::Factory>: Waits,
{
    /// Returns the next item; nothing after the last.
    ///
    /// # Errors
    ///
    /// As every operation. An error comes last.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(next) = &self.next else { return Poll::Ready(self.failure.take().map(Err)) };
            if self.pending.is_none() {
                self.pending = Some(self.next_page(next.clone()).into_future());
            }
            let Some(pending) = self.pending.as_mut() else { continue };
            let page = ready!(pending.as_mut().poll(cx));
            self.pending = None;
            self.take(page);
        }
    }
}

#[cfg(feature = "async")]
impl<'c, B, T> futures_core::Stream for Pages<'c, B, T>
where
    B: BaseValkeyCache,
    T: Send + Unpin + 'c,
    StyleOf<B::Factory>: Waits,
{
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.get_mut().poll_item(cx)
    }
}

impl<B, T> fmt::Debug for Pages<'_, B, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.next).field("itersize", &self.itersize).finish_non_exhaustive()
    }
}
