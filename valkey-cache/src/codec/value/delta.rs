use std::fmt;

const SECONDS_OF_A_DAY: i128 = 86_400;

/// A duration, which may be negative: Python's `timedelta`.
///
/// It is the sum of its fields, of which only the days may be negative. Its text is that of ISO 8601 in hours, minutes
/// and seconds, which jiff reads and writes: `PT36H`, `-PT0.5S`. [`FromStr`](std::str::FromStr) also reads weeks and
/// days, as Django writes them: `P1DT12H`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeDelta {
    /// The days, at most 999,999,999 in both directions.
    pub days: i32,
    /// The seconds, from 0 to 86,399.
    pub seconds: u32,
    /// The microseconds, from 0 to 999,999.
    pub microseconds: u32,
}

impl TimeDelta {
    /// The most days that Python counts.
    pub(super) const MAX_DAYS: i128 = 999_999_999;

    /// Makes a duration of that many microseconds.
    pub fn from_micros(microseconds: i64) -> Self {
        Self::from_total(microseconds.into()).unwrap_or_default()
    }

    /// Makes a duration of that many microseconds; none when it has too many days.
    pub(in crate::codec) fn from_total(microseconds: i128) -> Option<Self> {
        let seconds = microseconds.div_euclid(1_000_000);
        let days = seconds.div_euclid(SECONDS_OF_A_DAY);
        (days.abs() <= Self::MAX_DAYS).then_some(Self {
            days: days as i32,
            seconds: seconds.rem_euclid(SECONDS_OF_A_DAY) as u32,
            microseconds: microseconds.rem_euclid(1_000_000) as u32,
        })
    }

    /// Returns the duration in microseconds.
    pub fn total_microseconds(&self) -> i128 {
        let seconds = i128::from(self.days) * SECONDS_OF_A_DAY + i128::from(self.seconds);
        seconds * 1_000_000 + i128::from(self.microseconds)
    }
}

impl fmt::Display for TimeDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total_microseconds();
        let (seconds, fraction) = (total.unsigned_abs() / 1_000_000, total.unsigned_abs() % 1_000_000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        f.write_str(if total < 0 { "-PT" } else { "PT" })?;
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        match fraction {
            0 if total != 0 && seconds == 0 => Ok(()),
            0 => write!(f, "{seconds}S"),
            _ => write!(f, "{seconds}.{}S", format!("{fraction:06}").trim_end_matches('0')),
        }
    }
}
