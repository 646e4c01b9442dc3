use super::case::Case;
use super::deviations::{DEVIATIONS, Deviation, Step};

/// Counts the cases that agree with the reference, and those of each deviation.
pub(super) struct Tally {
    step: Step,
    agreeing: usize,
    deviating: Vec<usize>,
    surprises: Vec<String>,
}

impl Tally {
    pub(super) fn new(step: Step) -> Self {
        Self { step, agreeing: 0, deviating: vec![0; DEVIATIONS.len()], surprises: Vec::new() }
    }

    /// Takes down one case; what differs, if anything does, has to be in the table, and nothing else.
    pub(super) fn note(&mut self, case: &Case, difference: Option<String>) {
        let rows: Vec<_> = (0..DEVIATIONS.len()).filter(|row| DEVIATIONS[*row].covers(self.step, case)).collect();
        match (&*rows, difference) {
            ([], None) => self.agreeing += 1,
            ([row], Some(_)) => self.deviating[*row] += 1,
            ([], Some(difference)) => self.surprises.push(format!("{case}: {difference}")),
            ([row], None) => self.surprises.push(format!("{case} needs no deviation: '{}'", DEVIATIONS[*row].reason)),
            (rows, _) => self.surprises.push(format!("{case} is in {} deviations", rows.len())),
        }
    }

    /// Fails on surprises, on a deviation that no case shows, and when the numbers are not those expected.
    pub(super) fn close(self, agreeing: usize, deviating: usize) {
        let Self { step, surprises, .. } = self;
        assert!(surprises.is_empty(), "{step:?}: {} surprises\n{}", surprises.len(), surprises.join("\n"));
        for (Deviation { reason, .. }, count) in
            DEVIATIONS.iter().zip(&self.deviating).filter(|(row, _)| row.step == step)
        {
            assert_ne!(*count, 0, "no case shows the deviation '{reason}' any more");
        }
        assert_eq!((self.agreeing, self.deviating.iter().sum()), (agreeing, deviating), "{step:?}");
    }
}
