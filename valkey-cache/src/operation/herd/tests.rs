use std::sync::Mutex;

use super::*;

/// A clock that stands, and draws that are said beforehand; each is asked for at most once.
struct Script {
    now: Duration,
    draws: Mutex<Vec<u64>>,
    highest: u64,
}

impl HerdSource for Script {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.now
    }

    fn draw(&self, highest: u64) -> u64 {
        assert_eq!(highest, self.highest);
        self.draws.lock().unwrap().pop().expect("a draw that nobody expected")
    }
}

/// What the reference's client took for `now`, `timeout` and `CACHE_HERD_TIMEOUT` when its values were recorded.
const STORED: f64 = 1_700_000_000.25;
const TIMEOUT: Duration = Duration::from_secs(60);

fn herd(since: f64, draw: Option<u64>) -> Herd {
    let now = Duration::from_secs_f64(STORED + since);
    Herd::new(TIMEOUT).with_source(Script { now, draws: Mutex::new(Vec::from_iter(draw)), highest: 60 })
}

fn judged(since: f64, draw: Option<u64>) -> Freshness {
    let deadline = herd(0.0, None).deadline(TIMEOUT.into()).unwrap();
    assert_eq!(deadline, Deadline::Whole(1_700_000_060));
    herd(since, draw).judge(deadline)
}

/// The cases are those of the reference: what its clock and its random numbers were, and whether it found the value.
#[test]
fn it_refreshes_as_the_reference_does() {
    use Freshness::{Due, Fresh, Stale};
    for (since, draw, expected) in [
        (0.0, None, Fresh),
        (59.0, None, Fresh),
        (59.75, None, Fresh),
        (60.0, Some(60), Due),
        (60.0, Some(59), Stale),
        (61.0, Some(57), Stale),
        (61.0, Some(60), Due),
        (61.0, Some(59), Due),
        (90.0, Some(29), Stale),
        (90.0, Some(30), Due),
        (119.0, Some(1), Due),
        (119.75, None, Due),
        (120.0, None, Due),
        (1e9, None, Due),
    ] {
        assert_eq!(judged(since, draw), expected, "after {since} seconds, with {draw:?}");
    }
}

#[test]
fn a_time_that_never_comes_is_never_over() {
    for never in [Deadline::NEVER, Deadline::Fraction(f64::NAN)] {
        assert_eq!(herd(1e9, None).judge(never), Freshness::Fresh);
        assert!(!herd(1e9, None).has_passed(never));
    }
}

#[test]
fn values_stay_for_both_times() {
    let herd = herd(0.0, None);
    assert_eq!(herd.lifetime(Duration::from_millis(500).into()), Timeout::After(Duration::from_millis(60_500)));
    assert_eq!(herd.lifetime(Timeout::Never), Timeout::Never);
    assert_eq!(herd.deadline(Timeout::Never), None);
    assert_eq!(herd.deadline(Duration::from_millis(500).into()), Some(Deadline::Fraction(1_700_000_000.5)));
    assert_eq!(herd.lifetime(Duration::MAX.into()), Timeout::After(Duration::MAX));
    assert_eq!(herd.deadline(Duration::from_secs(u64::MAX).into()), Some(Deadline::Whole(i64::MAX)));
}

/// A herd timeout that is no whole number of seconds draws from the next one.
#[test]
fn herd_timeouts_have_fractions() {
    let due = |draw| {
        let now = Duration::from_secs(1000);
        let source = Script { now, draws: Mutex::new(vec![draw]), highest: 2 };
        Herd::new(Duration::from_millis(1500)).with_source(source).judge(Deadline::Fraction(999.75))
    };
    assert_eq!((due(1), due(2)), (Freshness::Stale, Freshness::Due));
}

#[test]
fn the_system_draws_every_number() {
    let draws = (0..1000).map(|_| System.draw(3)).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(draws, [1, 2, 3].into());
}
