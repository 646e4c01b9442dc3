use std::time::Duration;

use crate::Cost;

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
    /// The driver's processor time divided by ours, in this process: above 1 is cheaper. Steadier on a busy machine.
    pub cpu: Spread,
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
/// `round` does some work for one side, returns what it took, and is called twice for each round: the two
/// neighbours make one ratio. Who is first changes with every round. `operations` is how many a round does.
pub fn compare(rounds: usize, operations: usize, mut round: impl FnMut(Side) -> Cost) -> Comparison {
    let pairs: Vec<(Cost, Cost)> = (0..rounds)
        .map(|number| {
            if number % 2 == 0 {
                let ours = round(Side::Ours);
                (ours, round(Side::Raw))
            } else {
                let raw = round(Side::Raw);
                (round(Side::Ours), raw)
            }
        })
        .collect();
    let spread = |of: &dyn Fn(&(Cost, Cost)) -> f64| Spread::of(pairs.iter().map(of).collect());
    let rate = |cost: &Cost| operations as f64 / cost.wall.as_secs_f64();
    Comparison {
        ours: spread(&|(ours, _)| rate(ours)).median,
        raw: spread(&|(_, raw)| rate(raw)).median,
        ratio: spread(&|(ours, raw)| raw.wall.as_secs_f64() / ours.wall.as_secs_f64()),
        cpu: spread(&|(ours, raw)| raw.cpu.as_secs_f64() / ours.cpu.as_secs_f64()),
    }
}

/// Finds how many steps take about as long as a round should, and warms both sides up.
pub fn calibrate(round: Duration, drive: &mut impl FnMut(Side, usize) -> Cost) -> usize {
    let mut steps = 1;
    loop {
        drive(Side::Ours, steps);
        let took = drive(Side::Raw, steps).wall;
        if took * 4 >= round {
            let wanted = steps as f64 * round.as_secs_f64() / took.as_secs_f64();
            return (wanted as usize).max(1);
        }
        steps *= 2;
    }
}
