//! From a recorded call to one of ours, and to its answer.

use std::fmt;
use std::time::Duration;

use valkey_cache::backend::{Action, BaseValkeyCache};
use valkey_cache::codec::Value;
use valkey_cache::commands::Pages;
use valkey_cache::operation::Operation;
use valkey_cache::{Error, ErrorKind, Timeout};
use valkey_cache_tests::conformance::Style;

use super::recording::Case;

/// What our operation did, or why there is none.
pub(super) type Called = Result<Answer, Unanswered>;

pub(super) enum Answer {
    Value(Value),
    /// Something with methods, such as a lock.
    Object,
    Error(ErrorKind, String),
}

#[derive(Debug)]
pub(super) enum Unanswered {
    /// There is no such operation for this client.
    Unknown,
    /// There is, and it cannot be called with this: it would not compile.
    Inexpressible(&'static str),
}

use Unanswered::Inexpressible;

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "{value:?}"),
            Self::Object => f.write_str("an object"),
            Self::Error(kind, text) => write!(f, "{kind:?} ({text})"),
        }
    }
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("this client has no such operation"),
            Self::Inexpressible(reason) => f.write_str(reason),
        }
    }
}

impl Case {
    /// Refuses what our operation does not take, so that nothing is left out in silence.
    pub(super) fn takes(&self, names: &[&str]) -> Result<(), Unanswered> {
        match self.kwargs.keys().all(|name| names.contains(name)) {
            true => Ok(()),
            false => Err(Inexpressible("there is no such option")),
        }
    }

    /// Returns an argument by its position or its name, if it is there.
    pub(super) fn given(&self, position: usize, name: &str) -> Result<Option<&Value>, Unanswered> {
        match self.args.get(position).or_else(|| self.kwargs.get(name)) {
            None => Ok(None),
            Some(None) => Err(Inexpressible("it is no value in Rust")),
            Some(Some(value)) => Ok(Some(value)),
        }
    }

    pub(super) fn value(&self, position: usize) -> Result<&Value, Unanswered> {
        let value = self.given(position, "")?;
        Ok(value.unwrap_or_else(|| panic!("{} has no argument {position}", self.name)))
    }

    pub(super) fn text(&self, position: usize) -> Result<&str, Unanswered> {
        match self.value(position)? {
            Value::Str(text) => Ok(text),
            _ => Err(Inexpressible("it takes a text")),
        }
    }

    pub(super) fn key(&self, position: usize) -> Result<String, Unanswered> {
        key(self.value(position)?)
    }

    /// Returns the keys of a list.
    pub(super) fn keys(&self, position: usize) -> Result<Vec<String>, Unanswered> {
        match self.value(position)? {
            Value::List(keys) | Value::Tuple(keys) => keys.iter().map(key).collect(),
            _ => Err(Inexpressible("it takes keys")),
        }
    }

    /// Returns the keys and values of a dict.
    pub(super) fn entries(&self, position: usize) -> Result<Vec<(String, &Value)>, Unanswered> {
        match self.value(position)? {
            Value::Dict(entries) => entries.iter().map(|(name, value)| Ok((key(name)?, value))).collect(),
            _ => Err(Inexpressible("it takes keys and values")),
        }
    }

    /// Returns all arguments from a position on.
    pub(super) fn rest(&self, from: usize) -> Result<Vec<&Value>, Unanswered> {
        (from..self.args.len()).map(|position| self.value(position)).collect()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.kwargs.get(name), Some(Some(Value::Bool(true))))
    }

    pub(super) fn count(&self, position: usize, name: &str) -> Result<Option<usize>, Unanswered> {
        match self.given(position, name)? {
            None => Ok(None),
            Some(Value::Int(count)) => Ok(usize::try_from(*count).ok()),
            Some(_) => Err(Inexpressible("it takes a whole number")),
        }
    }

    pub(super) fn version(&self, name: &str) -> Option<u64> {
        match self.kwargs.get(name)? {
            Some(Value::Int(version)) => Some(u64::try_from(*version).expect("a version")),
            other => panic!("a version that is {other:?}"),
        }
    }

    /// Returns a timeout, where one is given: a number of seconds, or none for never.
    pub(super) fn timeout(&self, position: usize) -> Result<Option<Timeout>, Unanswered> {
        self.given(position, "timeout")?.map(timeout).transpose()
    }
}

fn key(value: &Value) -> Result<String, Unanswered> {
    match value {
        Value::Str(text) => Ok(text.clone()),
        Value::Int(number) => Ok(number.to_string()),
        _ => Err(Inexpressible("a key is a text")),
    }
}

pub(super) fn timeout(value: &Value) -> Result<Timeout, Unanswered> {
    match value {
        Value::None => Ok(Timeout::Never),
        Value::Int(seconds) => Ok(Timeout::from_secs_f64(*seconds as f64)),
        Value::Float(seconds) => Ok(Timeout::from_secs_f64(*seconds)),
        Value::TimeDelta(delta) => {
            Ok(Duration::from_micros(delta.total_microseconds().try_into().unwrap_or_default()).into())
        }
        _ => Err(Inexpressible("a timeout is a time")),
    }
}

/// Ends an operation, and makes a value of what it answers.
pub(super) async fn ask<'c, B, S, O>(
    case: &Case,
    action: Action<'c, B, O>,
    value: impl FnOnce(O::Output) -> Value,
) -> Called
where
    B: BaseValkeyCache,
    S: Style<B>,
    O: Operation + 'c,
{
    let action = match case.version("version") {
        Some(version) => action.version(version),
        None => action,
    };
    Ok(answer(S::go(action).await.map(value)))
}

/// Goes through all pages.
pub(super) async fn ask_all<'c, B, S, T>(case: &Case, pages: Pages<'c, B, T>, page: Option<usize>) -> Called
where
    B: BaseValkeyCache,
    S: Style<B>,
    T: Into<Value> + Send + 'c,
{
    let pages = match case.version("version") {
        Some(version) => pages.version(version),
        None => pages,
    };
    let pages = match page {
        Some(count) => pages.itersize(count),
        None => pages,
    };
    Ok(answer(S::items(pages).await.map(Value::from)))
}

pub(super) fn answer(result: Result<Value, Error>) -> Answer {
    match result {
        Ok(value) => Answer::Value(value),
        Err(error) => Answer::Error(error.kind(), error.to_string()),
    }
}
