//! Deleting by pattern: page by page, so that neither the server nor this process stops for it.

use super::pages::page_size;
use super::tally::Tally;
use crate::backend::{Action, BaseValkeyCache, Paged};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::reply::{self, Page};
use crate::operation::{Draft, Executor, Merge, Operation, read_primary, write};

/// Deleting by pattern.
pub trait PatternCommands: BaseValkeyCache {
    /// Deletes the keys of this cache's prefix and version that match a pattern; returns how many.
    /// [SCAN](https://valkey.io/commands/scan) and [UNLINK](https://valkey.io/commands/unlink) per page
    ///
    /// Keys that are written meanwhile may stay. Option: [`itersize`](Action::itersize).
    ///
    /// # Errors
    ///
    /// `InvalidInput` for an empty pattern; to delete all keys of the cache use [`clear`](Self::clear). Where servers share
    /// the keys among them and one cannot be reached, the others have done their part.
    fn delete_pattern<'c>(&'c self, pattern: &'c str) -> Action<'c, Self, DeletePattern<'c>> {
        self.action(DeletePattern { pattern, itersize: None })
    }

    /// Deletes all keys of this cache's prefix and version, and no others; returns how many.
    ///
    /// Options: [`itersize`](Action::itersize), [`all_versions`](Action::all_versions).
    fn clear(&self) -> Action<'_, Self, Clear> {
        self.action(Clear { all_versions: false, itersize: None })
    }
}

impl<B: BaseValkeyCache> PatternCommands for B {}

/// Deletes the keys that match a pattern.
#[derive(Debug)]
pub struct DeletePattern<'c> {
    pattern: &'c str,
    itersize: Option<usize>,
}

impl Paged for DeletePattern<'_> {
    fn set_itersize(&mut self, itersize: usize) {
        self.itersize = Some(itersize);
    }
}

impl Operation for DeletePattern<'_> {
    type Output = u64;

    fn name(&self) -> &'static str {
        "delete_pattern"
    }

    fn fallback(&self) -> Option<u64> {
        Some(0)
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<u64> {
        let name = self.name();
        if self.pattern.is_empty() {
            let message =
                "the pattern is empty; give one, such as `user:*`, or use `clear` to delete all keys of the cache";
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        delete_matching(executor, name, |draft| draft.pattern(self.pattern), |_| true, self.itersize).await
    }
}

/// Deletes all keys of a cache.
#[derive(Debug)]
pub struct Clear {
    all_versions: bool,
    itersize: Option<usize>,
}

impl<B: BaseValkeyCache> Action<'_, B, Clear> {
    /// Deletes the keys of all versions of the prefix. Works with the default key function only.
    pub fn all_versions(mut self) -> Self {
        self.operation.all_versions = true;
        self
    }
}

impl Paged for Clear {
    fn set_itersize(&mut self, itersize: usize) {
        self.itersize = Some(itersize);
    }
}

impl Operation for Clear {
    type Output = u64;

    fn name(&self) -> &'static str {
        "clear"
    }

    fn fallback(&self) -> Option<u64> {
        Some(0)
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<u64> {
        let name = self.name();
        if !self.all_versions {
            return delete_matching(executor, name, |draft| draft.pattern("*"), |_| true, self.itersize).await;
        }
        let keys = &executor.settings().keys;
        let pattern = keys.pattern_of_all_versions().ok_or_else(|| {
            let message =
                "`all_versions` needs the default key function: where another one puts the version is not known";
            Error::new(ErrorKind::Unsupported, message)
        })?;
        let ours = |key: &[u8]| keys.is_of_any_version(key);
        delete_matching(executor, name, |draft| draft.text(pattern.clone()), ours, self.itersize).await
    }
}

/// Deletes page by page, on all nodes at the same time; never holds more than one page of keys of each.
async fn delete_matching<'p, E: Executor>(
    executor: &E,
    operation: &'static str,
    pattern: impl Fn(Draft<'p>) -> Draft<'p> + Send + Sync,
    ours: impl Fn(&[u8]) -> bool + Send + Sync,
    itersize: Option<usize>,
) -> Result<u64> {
    let itersize = itersize.unwrap_or(executor.settings().itersize);
    let mut at = executor.nodes().await?.into_iter().map(|node| (node, 0)).collect::<Vec<_>>();
    let mut tally = Tally::default();
    while !at.is_empty() {
        let scans = at.iter().map(|(node, cursor)| {
            let scan = pattern(read_primary("SCAN").text(cursor.to_string()).word("MATCH"));
            page_size(scan, itersize).returns(reply::page_of_bytes).at(*node)
        });
        let pages = match executor.call_all(scans.collect()).await {
            Ok(pages) => pages,
            Err(error) => {
                tally.add(Err(error))?;
                break;
            }
        };
        let mut unlinks = Vec::new();
        for ((node, cursor), page) in at.iter_mut().zip(pages) {
            let Page { cursor: next, mut items } = match page {
                Ok(page) => page,
                Err(error) => {
                    // The others go on.
                    tally.add(Err(error))?;
                    Page::default()
                }
            };
            *cursor = next;
            items.retain(|key| ours(key));
            if !items.is_empty() {
                // They go where they were found: with another list of shards, that need not be where they belong.
                let unlink = write("UNLINK").each("key", items, Draft::key_bytes).by_key(Merge::Sum);
                unlinks.push(unlink.returns(reply::count).at(*node));
            }
        }
        if !unlinks.is_empty() && tally.add_all(executor.call_all(unlinks).await)? {
            break;
        }
        at.retain(|(_, cursor)| *cursor != 0);
    }
    tally.end(executor, operation)
}
