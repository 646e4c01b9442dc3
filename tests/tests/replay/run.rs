//! Does the operations of a recording again, one after the other.

use std::time::{Duration, Instant, SystemTime};

use valkey_cache::CacheConfig;
use valkey_cache::backend::BaseValkeyCache;
use valkey_cache_tests::conformance::Style;

use super::call::{Answer, Called, Unanswered};
use super::compare;
use super::deviations::Aspect::{Answer as Answered, State};
use super::locks::{self, Played};
use super::operations::expiry::moment;
use super::recording::{Case, Recording};
use super::state::{Entry, Place, is_about};
use super::tally::Tally;

/// A case that took longer says nothing about times to live, and is done again from its beginning.
const SOON: Duration = Duration::from_millis(250);

/// What a case came to here.
struct Done {
    called: Called,
    steps: Vec<Played>,
    state: Vec<Entry>,
}

/// Replays what was recorded of `client`, by `call`, on servers that `place` makes.
pub(super) fn replay<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    client: &'static str,
    place: fn(&Recording) -> (Place, CacheConfig),
    call: impl AsyncFn(&B, &Case) -> Called,
) -> Tally {
    let recording = Recording::of(client);
    let (place, config) = place(&recording);
    let cache = B::from_config(&config.merged_over(&recording.config())).expect("the configuration is right");
    let mut tally = Tally::new(client);
    for case in &recording.cases {
        let done = loop {
            place.restore(&case.before);
            place.set(case.moment);
            let started = Instant::now();
            let done = S::block_on(async {
                let (called, steps) = match locks::lock(&cache, case) {
                    Ok(_) => (Ok(Answer::Object), locks::play::<B, S>(&cache, case, &place).await),
                    Err(Unanswered::Unknown) => (call(&cache, case).await, Vec::new()),
                    Err(other) => (Err(other), Vec::new()),
                };
                Done { called, steps, state: place.read() }
            });
            if started.elapsed() <= SOON {
                break done;
            }
        };
        note(&mut tally, case, done);
    }
    tally
}

fn note(tally: &mut Tally, case: &Case, Done { called, steps, state }: Done) {
    tally.note(case.name, Answered, compare::difference(case.op, &case.outcome, &called));
    for ((step, name), Played { called, held }) in case.steps.iter().zip(case.names().skip(1)).zip(steps) {
        tally.note(&name, Answered, compare::difference(step.call, &step.outcome, &called));
        let is_same = match (&held, step.token) {
            (Some((token, pttl)), Some(theirs)) => token == theirs.as_bytes() && is_about(*pttl, step.pttl),
            (None, None) => true,
            _ => false,
        };
        let theirs = step.token.map(|token| (token, step.pttl));
        tally.note(&name, State, (!is_same).then(|| format!("they leave {theirs:?}, we {held:?}")));
    }
    let expected = expected(case);
    let is_same =
        state.len() == expected.len() && state.iter().zip(&expected).all(|(ours, theirs)| ours.is_like(theirs));
    tally.note(case.name, State, (!is_same).then(|| format!("they leave {expected:?}, we {state:?}")));
}

/// Returns the state that the reference left. What expires at a moment has less time left than when it was recorded.
fn expected(case: &Case) -> Vec<Entry> {
    let mut expected = case.after.clone();
    if matches!(case.op, "expire_at" | "pexpire_at") {
        let moment = moment(case).expect("every recorded moment is one");
        let left = moment.duration_since(SystemTime::now()).unwrap_or_default().as_millis() as i64;
        expected.iter_mut().filter(|entry| entry.pttl >= 0).for_each(|entry| entry.pttl = left);
    }
    expected.sort();
    expected
}

impl Case {
    /// Returns the name, and those of the steps with a lock.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let steps = self.steps.iter().enumerate();
        let steps = steps.map(|(position, step)| format!("{}/{position}.{}", self.name, step.call));
        std::iter::once(self.name.to_owned()).chain(steps)
    }
}

impl Recording {
    /// Returns the names of the servers that the keys are on, in order.
    pub(super) fn servers(&self) -> Vec<String> {
        let states = self.cases.iter().flat_map(|case| case.before.iter().chain(&case.after));
        let mut servers: Vec<_> = states.filter_map(|entry| entry.at.clone()).collect();
        servers.sort();
        servers.dedup();
        servers
    }
}
