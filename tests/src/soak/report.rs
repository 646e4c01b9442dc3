use std::fmt;
use std::time::Duration;

use super::census::Census;
use super::memory::Memory;
use super::tally::Tally;

/// What came of a soak.
#[derive(Debug)]
pub struct Report {
    seed: u64,
    took: Duration,
    tally: Tally,
    counts: Vec<Census>,
    memory: Memory,
    complaints: Vec<String>,
}

impl Report {
    pub(super) fn new(
        seed: u64,
        took: Duration,
        mut tally: Tally,
        counts: Vec<Result<Census, String>>,
        memory: Memory,
    ) -> Self {
        let mut complaints = std::mem::take(&mut tally.complaints);
        let mut known = Vec::new();
        for count in counts {
            match count {
                Ok(count) => {
                    complaints.extend_from_slice(&count.complaints);
                    known.push(count);
                }
                Err(text) => complaints.push(text),
            }
        }
        Self { seed, took, tally, counts: known, memory, complaints }
    }

    /// Returns what the caches did that they must not, and what was left open or stuck.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = &self.tally.record;
        writeln!(f, "Soak of {:.0?} with the seed {}", self.took, self.seed)?;
        writeln!(f, "{} calls, {} errors, longest call {:.1?}", record.calls, record.error_count(), record.longest)?;
        for ((call, kind), times) in &record.errors {
            writeln!(f, "  {call:?} {kind}: {times}")?;
        }
        writeln!(
            f,
            "{} acknowledged writes looked for, {} lost to faults that may",
            self.tally.sought, self.tally.lost
        )?;
        writeln!(f, "{:<48} times  errors  longest  trouble  recovery  lost", "fault, and its worst")?;
        for (what, of) in &self.tally.faults {
            writeln!(
                f,
                "{what:<48} {:>5} {:>7} {:>8.0?} {:>8.0?} {:>9.0?} {:>5}",
                of.times, of.errors, of.longest, of.trouble, of.recovery, of.lost
            )?;
        }
        for Census { topology, connections, tasks, .. } in &self.counts {
            writeln!(f, "{topology}: connections at the end {connections:?}, {tasks} tasks; none once it was closed")?;
        }
        self.memory.lines().try_for_each(|line| writeln!(f, "{line}"))?;
        match self.complaints.as_slice() {
            [] => write!(f, "no complaints"),
            complaints => write!(f, "COMPLAINTS\n{}", complaints.join("\n")),
        }
    }
}
