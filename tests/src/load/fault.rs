use std::fmt;

use valkey_cache::ErrorKind;

use super::record::Call;

/// Which writes may be lost although they were acknowledged: those that began before a moment.
#[derive(Clone, Copy)]
pub(super) enum Loses {
    Nothing,
    UntilItsBegin,
    UntilItsEnd,
}

/// Tells of a call, by its kind and its key, that it must not fail.
type Spares<'t> = Box<dyn Fn(Call, &str) -> bool + 't>;

/// What is done to servers, or to the way to them, and how it ends.
#[must_use]
pub struct Fault<'t> {
    pub(super) name: &'static str,
    pub(super) begin: Box<dyn Fn() + 't>,
    pub(super) end: Box<dyn Fn() + 't>,
    pub(super) loses: Loses,
    pub(super) kinds: &'static [ErrorKind],
    pub(super) spares: Spares<'t>,
    pub(super) says: Option<(ErrorKind, &'static str)>,
}

impl<'t> Fault<'t> {
    /// Makes a fault that costs no data and may fail any call, with `Connection` or `Timeout`.
    pub fn new(name: &'static str, begin: impl Fn() + 't, end: impl Fn() + 't) -> Self {
        Self {
            name,
            begin: Box::new(begin),
            end: Box::new(end),
            loses: Loses::Nothing,
            kinds: &[ErrorKind::Connection, ErrorKind::Timeout],
            spares: Box::new(|_, _| false),
            says: None,
        }
    }

    /// Costs data: of the writes that began before its end, even those that were acknowledged may be lost.
    pub fn loses_data(self) -> Self {
        Self { loses: Loses::UntilItsEnd, ..self }
    }

    /// Costs what had not reached the replicas yet: acknowledged writes that began before it may be lost.
    pub fn loses_the_latest(self) -> Self {
        Self { loses: Loses::UntilItsBegin, ..self }
    }

    /// Fails calls with errors of these kinds only.
    pub fn kinds(self, kinds: &'static [ErrorKind]) -> Self {
        Self { kinds, ..self }
    }

    /// Fails none of the calls, of which kind and key are given, for which this is true.
    pub fn spares(self, calls: impl Fn(Call, &str) -> bool + 't) -> Self {
        Self { spares: Box::new(calls), ..self }
    }

    /// Fails some call with an error of this kind, the text of which has this in it.
    pub fn says(self, kind: ErrorKind, part: &'static str) -> Self {
        Self { says: Some((kind, part)), ..self }
    }

    /// Returns its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Debug for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").field("name", &self.name).finish_non_exhaustive()
    }
}
