use super::deviations::{self, Aspect, Deviation};

/// Counts what agrees with the reference, and what deviates, in the replay of one client.
pub(super) struct Tally {
    client: &'static str,
    agreeing: usize,
    deviating: usize,
    surprises: Vec<String>,
}

impl Tally {
    pub(super) fn new(client: &'static str) -> Self {
        Self { client, agreeing: 0, deviating: 0, surprises: Vec::new() }
    }

    /// Takes down one aspect of a case; what differs, if anything does, has to be in the table, and nothing else.
    pub(super) fn note(&mut self, case: &str, aspect: Aspect, difference: Option<String>) {
        let rows: Vec<_> = deviations::all().filter(|row| row.covers(self.client, case, aspect)).collect();
        let surprise = match (&*rows, difference) {
            ([], None) => return self.agreeing += 1,
            ([_], Some(_)) => return self.deviating += 1,
            ([], Some(difference)) => difference,
            ([Deviation { reason, .. }], None) => format!("needs no deviation: '{reason}'"),
            (rows, _) => format!("is in {} deviations", rows.len()),
        };
        self.surprises.push(format!("{case}, {aspect:?}: {surprise}"));
    }

    /// Fails on surprises, and when the numbers are not those expected.
    pub(super) fn close(self, agreeing: usize, deviating: usize) {
        let Self { client, surprises, .. } = self;
        assert!(surprises.is_empty(), "{client}: {} surprises\n{}", surprises.len(), surprises.join("\n"));
        assert_eq!((self.agreeing, self.deviating), (agreeing, deviating), "{client}");
    }
}
