use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

use super::Calls;
use super::fault::{Fault, Loses};
use super::record::Record;

/// What a fault did to the callers.
#[derive(Debug)]
pub struct Figures {
    topology: &'static str,
    calls: Calls,
    fault: &'static str,
    /// What happened to all callers.
    pub record: Record,
    /// Acknowledged writes that are not there any more.
    pub lost: usize,
    /// From the first error to the last.
    pub trouble: Duration,
    /// From the end of the fault to the last error.
    pub recovery: Duration,
    complaints: Vec<String>,
}

/// When a fault began, ended, and when everything was well again.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) began: Instant,
    pub(super) ended: Instant,
    pub(super) whole: Instant,
    /// What a call may take.
    pub(super) limit: Duration,
}

impl Figures {
    pub(super) fn new(
        (topology, calls): (&'static str, Calls),
        fault: &Fault<'_>,
        times: Times,
        record: Record,
        lost: &[Instant],
    ) -> Self {
        let (trouble, recovery) = record
            .trouble
            .map_or_else(Default::default, |(first, last)| (last - first, last.saturating_duration_since(times.ended)));
        let complaints = complaints(fault, times, &record, lost);
        let lost = lost.len();
        let mut figures =
            Self { topology, calls, fault: fault.name, record, lost, trouble, recovery, complaints: Vec::new() };
        figures.complaints = complaints.into_iter().map(|text| format!("{}: {text}", figures.what())).collect();
        figures
    }

    /// Returns which fault was done to what.
    pub fn what(&self) -> String {
        format!("{}, {}, {:?}", self.topology, self.fault, self.calls)
    }

    /// Returns what the cache did that it must not: an answer that belongs to another key, a call that outlasted its
    /// timeout, an error of a kind or for a key that the fault does not account for, a lost write.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }
}

fn complaints(fault: &Fault<'_>, times: Times, record: &Record, lost: &[Instant]) -> Vec<String> {
    let mut complaints = record.wrong.clone();
    if record.longest > times.limit {
        complaints.push(format!("a call took {:?}", record.longest));
    }
    let kinds: BTreeSet<_> = fault.kinds.iter().map(|kind| format!("{kind:?}")).collect();
    let strange = record.texts.iter().filter(|(kind, _)| !kinds.contains(*kind));
    complaints.extend(strange.map(|(kind, text)| format!("an error of kind {kind}: {text}")));
    let harmed: Vec<_> = record.failed.iter().filter(|(call, key)| (fault.spares)(*call, key)).collect();
    if !harmed.is_empty() {
        let texts = record.texts.values();
        complaints.push(format!("{} keys failed that the fault spares, as {:?}: {texts:?}", harmed.len(), harmed[0]));
    }
    if let Some((kind, part)) = fault.says
        && !record.texts.get(&format!("{kind:?}")).is_some_and(|text| text.contains(part))
    {
        complaints.push(format!("no error of kind {kind:?} says {part:?}: {:?}", record.texts));
    }
    let excused = |began: Instant| match fault.loses {
        Loses::Nothing => false,
        Loses::UntilItsBegin => began < times.began,
        Loses::UntilItsEnd => began < times.whole,
    };
    let blamed = lost.iter().filter(|began| !excused(**began)).count();
    if blamed > 0 {
        complaints.push(format!("{blamed} acknowledged writes are lost"));
    }
    complaints
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { topology, calls, fault, record, lost, trouble, recovery, .. } = self;
        write!(
            f,
            "{topology} | {fault} | {calls:?} | {} calls | {} errors | longest {:.1?} | trouble {trouble:.1?} | well {recovery:.1?} \
             after it | {lost} of {} writes lost | {} wrong",
            record.calls,
            record.error_count(),
            record.longest,
            record.once_count(),
            record.wrong.len()
        )?;
        let errors: Vec<_> =
            record.errors.iter().map(|((call, kind), times)| format!("{call:?} {kind} {times}")).collect();
        if errors.is_empty() { Ok(()) } else { write!(f, " | {}", errors.join(", ")) }
    }
}
