use std::time::Duration;

/// Who does the work of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The cache.
    Ours,
    /// The plain driver.
    Raw,
}

/// What came out of many rounds.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Operations a second, the median over the rounds.
    pub ours: f64,
    /// The same of the plain driver.
    pub raw: f64,
    /// Ours divided by the driver's of the same round: above 1 is faster.
    pub ratio: Spread,
}

/// How far the rounds lie apart.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The least.
    pub min: f64,
    /// The one in the middle.
    pub median: f64,
    /// The greatest.
    pub max: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self { min: values[0], median: values[values.len() / 2], max: values[values.len() - 1] }
    }
}

/// Lets both sides work in turn, on the same server and under the same load of the machine.
///
/// `round` does some work for one side, returns how long it took, and is called twice for each round: the two
/// neighbours make one ratio. Who is first changes with every round. `operations` is how many a round does.
pub fn compare(rounds: usize, operations: usize, mut round: impl FnMut(Side) -> Duration) -> Comparison {
    let mut rate = |side| operations as f64 / round(side).as_secs_f64();
    let pairs: Vec<(f64, f64)> = (0..rounds)
        .map(|number| {
            if number % 2 == 0 {
                let ours = rate(Side::Ours);
                (ours, rate(Side::Raw))
            } else {
                let raw = rate(Side::Raw);
                (rate(Side::Ours), raw)
            }
        })
        .collect();
    let median = |rate: fn(&(f64, f64)) -> f64| Spread::of(pairs.iter().map(rate).collect()).median;
    Comparison {
        ours: median(|&(ours, _)| ours),
        raw: median(|&(_, raw)| raw),
        ratio: Spread::of(pairs.iter().map(|(ours, raw)| ours / raw).collect()),
    }
}
