//! Counting what several servers, or several round trips, have done.

use crate::error::{Error, Result};
use crate::operation::Executor;

/// How much was done, and the first error of a server that did not do its part.
#[derive(Debug, Default)]
pub(super) struct Tally {
    done: u64,
    failure: Option<Error>,
}

impl Tally {
    /// Counts what an answer says; a server that is away is not the end.
    ///
    /// # Errors
    ///
    /// One that does not go away by waiting.
    pub(super) fn add(&mut self, answer: Result<u64>) -> Result<()> {
        match answer {
            Ok(done) => self.done += done,
            Err(error) if error.is_transient() => _ = self.failure.get_or_insert(error),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Counts what answers say, each its own; answers whether that was the end, as nobody could be asked.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub(super) fn add_all<T: Into<u64>>(&mut self, answers: Result<Vec<Result<T>>>) -> Result<bool> {
        match answers {
            Ok(answers) => answers.into_iter().try_for_each(|answer| self.add(answer.map(Into::into))).map(|()| false),
            Err(error) => self.add(Err(error)).map(|()| true),
        }
    }

    /// Returns how much was done.
    ///
    /// # Errors
    ///
    /// The first one. Where exceptions are ignored, only if nothing was done: the caller then gets what an empty cache
    /// would answer.
    pub(super) fn end<E: Executor>(self, executor: &E, operation: &'static str) -> Result<u64> {
        let settings = executor.settings();
        let Some(error) = self.failure else { return Ok(self.done) };
        let error = error.with_operation(operation).with_alias(settings.alias.as_str());
        if self.done > 0 && settings.ignores(&error) { Ok(self.done) } else { Err(error) }
    }
}
