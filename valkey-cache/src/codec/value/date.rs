use std::fmt;

/// A day of the Gregorian calendar, in the years 1 to 9999.
///
/// Its text, which [`FromStr`](std::str::FromStr) reads, is that of ISO 8601: `2024-02-29`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, from 1.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// A time of day, in a time zone or not.
///
/// Its text, which [`FromStr`](std::str::FromStr) reads, is that of ISO 8601: `23:59:58.007`, `23:59:58+05:30`. Digits
/// beyond microseconds are dropped when it is read, as Python does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// The hour, from 0 to 23.
    pub hour: u8,
    /// The minute, from 0 to 59.
    pub minute: u8,
    /// The second, from 0 to 59.
    pub second: u8,
    /// The microsecond, from 0 to 999,999.
    pub microsecond: u32,
    /// The time zone; none for a time that does not say where it is meant.
    pub zone: Option<Zone>,
}

/// A day and a time of it: Python's `datetime`.
///
/// Its text, which [`FromStr`](std::str::FromStr) reads, is that of ISO 8601, as chrono, time and jiff read and write
/// it: `2024-02-29T13:14:15.123456`, `2025-01-02T03:04:05Z`.
///
/// ```
/// use valkey_cache::codec::{DateTime, Zone};
///
/// let time: DateTime = "2025-01-02T03:04:05Z".parse()?;
/// assert_eq!((time.date.year, time.time.zone), (2025, Some(Zone::Utc)));
/// # Ok::<_, valkey_cache::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day, with the time zone.
    pub time: Time,
}

/// Where a time is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Zone {
    /// Universal time: `Z`.
    Utc,
    /// Seconds east of universal time, less than a day: `+05:30`.
    Offset(i32),
    /// A name of the time zone database: `[Europe/Berlin]`, as jiff reads and writes it.
    Named(Box<str>),
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        if self.microsecond != 0 {
            write!(f, ".{:06}", self.microsecond)?;
        }
        self.zone.as_ref().map_or(Ok(()), |zone| zone.fmt(f))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str("Z"),
            Self::Offset(seconds) => {
                let (sign, offset) = (if *seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60)?;
                if offset % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", offset % 60) }
            }
            Self::Named(name) => write!(f, "[{name}]"),
        }
    }
}
