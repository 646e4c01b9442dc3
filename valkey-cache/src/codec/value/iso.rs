//! The texts of dates, times, durations and UUIDs.

use std::fmt;
use std::str::FromStr;

use super::{Date, DateTime, Time, TimeDelta, Zone};
use crate::{Error, ErrorKind};

/// What is left of a text that is read from the left.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn skip(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// Takes exactly that many digits.
    fn number(&mut self, digits: usize) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    }

    /// Takes the digits that come next, at least one.
    fn digits(&mut self) -> Option<&[u8]> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        (count > 0).then_some(digits)
    }

    /// Takes what follows the point of seconds; digits beyond microseconds are dropped.
    fn microseconds(&mut self) -> Option<u32> {
        let digits = self.digits()?;
        let first = digits.iter().copied().chain(std::iter::repeat(b'0')).take(6);
        Some(first.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    fn date(&mut self) -> Option<Date> {
        let year = self.number(4)? as u16;
        self.skip(b'-')?;
        let month = self.number(2)? as u8;
        self.skip(b'-')?;
        let day = self.number(2)? as u8;
        let date = Date { year, month, day };
        date.is_valid().then_some(date)
    }

    /// Takes a number below `limit` after a colon.
    fn sixtieth(&mut self) -> Option<u32> {
        self.skip(b':')?;
        self.number(2).filter(|number| *number < 60)
    }

    fn time(&mut self) -> Option<Time> {
        let hour = self.number(2).filter(|hour| *hour < 24)?;
        let minute = self.sixtieth()?;
        let second = if self.0.starts_with(b":") { self.sixtieth()? } else { 0 };
        let microsecond = if self.skip(b'.').is_some() { self.microseconds()? } else { 0 };
        let zone = self.zone()?;
        Some(Time { hour: hour as u8, minute: minute as u8, second: second as u8, microsecond, zone })
    }

    /// Takes a time zone, or nothing. The offset of a time counts for more than the name that jiff writes after it.
    fn zone(&mut self) -> Option<Option<Zone>> {
        let offset = match self.0 {
            [b'Z', ..] => {
                self.skip(b'Z')?;
                Some(Zone::Utc)
            }
            [sign @ (b'+' | b'-'), ..] => {
                let is_east = *sign == b'+';
                self.skip(*sign)?;
                let hours = self.number(2).filter(|hours| *hours < 24)?;
                let mut seconds = hours * 3600 + self.sixtieth()? * 60;
                if self.0.starts_with(b":") {
                    seconds += self.sixtieth()?;
                }
                let seconds = seconds as i32;
                Some(if seconds == 0 { Zone::Utc } else { Zone::Offset(if is_east { seconds } else { -seconds }) })
            }
            _ => None,
        };
        let [b'[', name @ .., b']'] = self.0 else { return Some(offset) };
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_+-.".contains(byte);
        if name.is_empty() || !name.iter().all(allowed) {
            return None;
        }
        self.0 = b"";
        let name = || Zone::Named(String::from_utf8_lossy(name).into());
        Some(offset.or_else(|| Some(name())))
    }

    /// Takes a duration, in microseconds.
    fn duration(&mut self) -> Option<i128> {
        let is_negative = self.skip(b'-').is_some();
        self.skip(b'P')?;
        let mut units: &[(u8, i128)] = &[(b'W', 604_800), (b'D', 86_400)];
        let (mut total, mut in_time, mut count) = (0_i128, false, 0);
        while !self.0.is_empty() {
            if !in_time && self.skip(b'T').is_some() {
                (in_time, units) = (true, &[(b'H', 3600), (b'M', 60), (b'S', 1)]);
            }
            let number: i128 = std::str::from_utf8(self.digits()?).ok()?.parse().ok()?;
            let fraction = if in_time && self.skip(b'.').is_some() { Some(self.microseconds()?) } else { None };
            let unit = units.iter().position(|(letter, _)| self.0.first() == Some(letter))?;
            let (letter, seconds) = units[unit];
            if fraction.is_some() && letter != b'S' {
                return None;
            }
            self.skip(letter)?;
            let micros = number.checked_mul(seconds * 1_000_000)?;
            total = total.checked_add(micros)?.checked_add(fraction.unwrap_or(0).into())?;
            units = &units[unit + 1..];
            count += 1;
        }
        (count > 0).then_some(if is_negative { -total } else { total })
    }
}

impl Date {
    /// Tells whether the calendar has this day.
    pub(in crate::codec) fn is_valid(&self) -> bool {
        let is_leap = (self.year.is_multiple_of(4) && !self.year.is_multiple_of(100)) || self.year.is_multiple_of(400);
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(is_leap),
            _ => return false,
        };
        (1..=9999).contains(&self.year) && (1..=days).contains(&self.day)
    }
}

macro_rules! from_str {
    ($($type:ident: $parse:expr, $expected:literal;)*) => { $(
        impl FromStr for $type {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                let mut rest = Text(text.as_bytes());
                let parse: fn(&mut Text<'_>) -> Option<Self> = $parse;
                parse(&mut rest).filter(|_| rest.end().is_some()).ok_or_else(|| {
                    let shown: String = text.chars().take(60).collect();
                    Error::new(ErrorKind::Decode, format!("found '{shown}', expected {}", $expected))
                })
            }
        }
    )* };
}

from_str! {
    Date: |text| text.date(), "a date such as 2024-02-29";
    Time: |text| text.time(), "a time such as 23:59:58 or 23:59:58.25Z";
    DateTime: |text| {
        let date = text.date()?;
        text.skip(b'T').or_else(|| text.skip(b' '))?;
        Some(Self { date, time: text.time()? })
    }, "a date with a time such as 2024-02-29T13:14:15 or 2024-02-29T13:14:15.25+05:30";
    TimeDelta: |text| Self::from_total(text.duration()?), "a duration such as PT36H or P1DT12H, of less than \
        a billion days";
}

/// Reads the hyphenated text of a UUID.
pub(in crate::codec) fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let digits = text.split('-').map(str::len).eq([8, 4, 4, 4, 12]).then(|| text.replace('-', ""))?;
    let number = u128::from_str_radix(&digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    Some(number.to_be_bytes())
}

/// Prints a UUID as hyphenated text.
pub(in crate::codec) struct Hyphenated(pub(in crate::codec) [u8; 16]);

impl fmt::Display for Hyphenated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u128::from_be_bytes(self.0);
        let part = |shift: u32, digits: u32| (number >> shift) & ((1_u128 << (4 * digits)) - 1);
        let (a, b, c, d, e) = (part(96, 8), part(80, 4), part(64, 4), part(48, 4), part(0, 12));
        write!(f, "{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}")
    }
}
