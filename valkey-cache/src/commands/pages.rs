//! Going through a large collection page by page: an iterator, or a stream.

use std::collections::VecDeque;
use std::fmt;
#[cfg(feature = "async")]
use std::future::Future;
#[cfg(feature = "async")]
use std::pin::Pin;
#[cfg(feature = "async")]
use std::task::{Context, Poll, ready};

use crate::backend::{Action, BaseValkeyCache};
use crate::error::Result;
#[cfg(feature = "blocking")]
use crate::factory::Blocks;
#[cfg(any(feature = "async", feature = "blocking"))]
use crate::factory::StyleOf;
#[cfg(feature = "async")]
use crate::factory::Waits;
use crate::operation::reply::Page;
use crate::operation::{Command, Draft};

type MakePage<'c, T> = Box<dyn Fn(u64, usize) -> Command<'c, Page<T>> + Send + Sync + 'c>;
#[cfg(feature = "async")]
type PendingPage<'c, T> = Pin<Box<dyn Future<Output = Result<Page<T>>> + Send + 'c>>;

/// What a collection holds, page by page: an `Iterator` of results (blocking), or a `Stream` (async).
///
/// After an error it ends.
#[must_use = "nothing is asked of the server until the first item is"]
pub struct Pages<'c, B, T> {
    cache: &'c B,
    page: MakePage<'c, T>,
    itersize: usize,
    version: Option<u64>,
    ready: VecDeque<T>,
    /// Where the next page starts; nothing after the last.
    cursor: Option<u64>,
    #[cfg(feature = "async")]
    pending: Option<PendingPage<'c, T>>,
}

impl<'c, B: BaseValkeyCache, T> Pages<'c, B, T> {
    pub(super) fn new(cache: &'c B, page: impl Fn(u64, usize) -> Command<'c, Page<T>> + Send + Sync + 'c) -> Self {
        Self {
            cache,
            page: Box::new(page),
            itersize: cache.core().settings().itersize,
            version: None,
            ready: VecDeque::new(),
            cursor: Some(0),
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

    fn next_page(&self, cursor: u64) -> Action<'c, B, Command<'c, Page<T>>> {
        let action = self.cache.action((self.page)(cursor, self.itersize));
        match self.version {
            Some(version) => action.version(version),
            None => action,
        }
    }

    fn take(&mut self, page: Result<Page<T>>) -> Result<()> {
        // An error leaves the cursor empty, which ends the iteration.
        self.cursor = None;
        let Page { cursor, items } = page?;
        self.cursor = (cursor != 0).then_some(cursor);
        self.ready.extend(items);
        Ok(())
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
            let page = self.next_page(self.cursor?).run();
            if let Err(error) = self.take(page) {
                return Some(Err(error));
            }
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
    /// As every operation; after an error nothing comes.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(cursor) = self.cursor else { return Poll::Ready(None) };
            if self.pending.is_none() {
                self.pending = Some(self.next_page(cursor).into_future());
            }
            let Some(pending) = self.pending.as_mut() else { continue };
            let page = ready!(pending.as_mut().poll(cx));
            self.pending = None;
            if let Err(error) = self.take(page) {
                return Poll::Ready(Some(Err(error)));
            }
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
        f.debug_struct("Pages").field("cursor", &self.cursor).field("itersize", &self.itersize).finish_non_exhaustive()
    }
}
