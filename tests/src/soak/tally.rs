use std::collections::BTreeMap;
use std::time::Duration;

use crate::load::{Figures, Record};

/// All figures together.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) record: Record,
    /// Acknowledged writes that were looked for afterwards.
    pub(super) sought: usize,
    pub(super) lost: usize,
    pub(super) faults: BTreeMap<String, OfFault>,
    pub(super) complaints: Vec<String>,
}

/// The worst that a fault did.
#[derive(Debug, Default)]
pub(super) struct OfFault {
    pub(super) times: u64,
    pub(super) errors: u64,
    pub(super) longest: Duration,
    pub(super) trouble: Duration,
    pub(super) recovery: Duration,
    pub(super) lost: usize,
}

impl Tally {
    pub(super) fn add(&mut self, figures: &Figures) {
        self.sought += figures.record.once_count();
        self.lost += figures.lost;
        let of_fault = self.faults.entry(figures.what()).or_default();
        of_fault.times += 1;
        of_fault.errors += figures.record.error_count();
        of_fault.longest = of_fault.longest.max(figures.record.longest);
        of_fault.trouble = of_fault.trouble.max(figures.trouble);
        of_fault.recovery = of_fault.recovery.max(figures.recovery);
        of_fault.lost += figures.lost;
        self.record.add_counts(&figures.record);
        self.complaints.extend_from_slice(figures.complaints());
    }
}
