//! The instances of Python's classes.

use super::Writer;
use crate::codec::pickle::PickleError;
use crate::codec::pickle::digits::{is_decimal, is_integer};
use crate::codec::pickle::global::Global;
use crate::codec::pickle::{long, opcode};
use crate::codec::value::{Date, DateTime, Kind, Time, TimeDelta, Zone, parse_uuid};

impl Writer<'_> {
    /// Writes a class or a function.
    pub(super) fn global(&mut self, global: Global) -> Result<(), PickleError> {
        self.boundary();
        if let Some(number) = *self.memo.global(global) {
            self.recall(number);
            return Ok(());
        }
        let (module, name) = global.path(self.protocol);
        if self.protocol >= 4 {
            match global {
                // A function of `builtins` has the name of that module from elsewhere than its classes.
                Global::Getattr => drop(self.new_text(module)?),
                _ => self.name(module)?,
            }
            match global {
                // Classes written in Python have their name as it stands in the source; others make a new text of it.
                Global::Uuid | Global::HerdMarker => self.name(name)?,
                _ => self.new_text(name).map(drop)?,
            }
            self.op(opcode::STACK_GLOBAL);
        } else {
            self.op_with(opcode::GLOBAL, module.as_bytes());
            self.out.push(b'\n');
            self.out.extend_from_slice(name.as_bytes());
            self.out.push(b'\n');
        }
        *self.memo.global(global) = Some(self.memoize());
        Ok(())
    }

    /// Makes a call of the function and the arguments that were written.
    pub(super) fn call(&mut self, tuple: u8) -> u32 {
        self.op(tuple);
        self.memoize();
        self.op(opcode::REDUCE);
        self.memoize()
    }

    /// Writes what a [`Value`](crate::codec::Value) gives as a text.
    pub(super) fn object(&mut self, kind: Kind, text: &str) -> Result<(), PickleError> {
        match kind {
            Kind::DateTime => self.datetime(&parsed(text)?),
            Kind::Date => self.date(parsed(text)?),
            Kind::Time => self.time(&parsed(text)?),
            Kind::TimeDelta => self.timedelta(parsed(text)?),
            Kind::Uuid => self.uuid(parse_uuid(text).ok_or_else(|| wrong(text, "a hyphenated UUID"))?),
            Kind::Decimal if is_decimal(text) => {
                self.global(Global::Decimal)?;
                self.new_text(text)?;
                self.call(opcode::TUPLE1);
                Ok(())
            }
            Kind::Decimal => Err(wrong(text, "a decimal number such as 1.10, 1E+5 or NaN")),
            Kind::BigInt if is_integer(text) => {
                self.boundary();
                let bytes = long::from_digits(text).ok_or_else(|| {
                    PickleError::new(format!(
                        "found a whole number of {} digits, expected at most {}",
                        text.len(),
                        long::MAX_DIGITS
                    ))
                })?;
                match long::to_i128(&bytes).map(i64::try_from) {
                    Some(Ok(small)) => self.int(small),
                    _ => self.long(&bytes),
                }
                Ok(())
            }
            Kind::BigInt => Err(wrong(text, "the digits of a whole number")),
            Kind::Tuple | Kind::Set | Kind::FrozenSet | Kind::Complex => Err(wrong(text, "a sequence")),
        }
    }

    pub(super) fn herd_marker(&mut self) -> Result<(), PickleError> {
        self.global(Global::HerdMarker)?;
        self.empty(opcode::EMPTY_TUPLE);
        self.op(opcode::NEWOBJ);
        self.memoize();
        Ok(())
    }

    fn datetime(&mut self, value: &DateTime) -> Result<(), PickleError> {
        self.global(Global::DateTime)?;
        let (date, time) = (date_bytes(value.date), time_bytes(&value.time));
        let mut state = [0; 10];
        state[..4].copy_from_slice(&date);
        state[4..].copy_from_slice(&time);
        self.bytes(&state)?;
        self.zone(value.time.zone.as_ref())
    }

    fn date(&mut self, value: Date) -> Result<(), PickleError> {
        self.global(Global::Date)?;
        self.bytes(&date_bytes(value))?;
        self.call(opcode::TUPLE1);
        Ok(())
    }

    fn time(&mut self, value: &Time) -> Result<(), PickleError> {
        self.global(Global::Time)?;
        self.bytes(&time_bytes(value))?;
        self.zone(value.zone.as_ref())
    }

    fn timedelta(&mut self, value: TimeDelta) -> Result<(), PickleError> {
        self.global(Global::TimeDelta)?;
        self.int(value.days.into());
        self.int(value.seconds.into());
        self.int(value.microseconds.into());
        self.call(opcode::TUPLE3);
        Ok(())
    }

    /// Writes the last argument of a time, and makes the call.
    fn zone(&mut self, zone: Option<&Zone>) -> Result<(), PickleError> {
        let Some(zone) = zone else {
            self.call(opcode::TUPLE1);
            return Ok(());
        };
        self.boundary();
        match zone {
            Zone::Utc => match self.memo.utc {
                Some(number) => self.recall(number),
                None => self.memo.utc = Some(self.offset(0)?),
            },
            Zone::Offset(seconds) => drop(self.offset(*seconds)?),
            Zone::Named(name) => match self.memo.zones.iter().find(|(known, _)| **known == **name) {
                Some((_, number)) => self.recall(*number),
                None => {
                    let number = self.named_zone(name)?;
                    self.memo.zones.push((name.to_string(), number));
                }
            },
        }
        self.call(opcode::TUPLE2);
        Ok(())
    }

    fn offset(&mut self, seconds: i32) -> Result<u32, PickleError> {
        self.global(Global::TimeZone)?;
        self.timedelta(TimeDelta::from_micros(i64::from(seconds) * 1_000_000))?;
        Ok(self.call(opcode::TUPLE1))
    }

    /// Writes `ZoneInfo._unpickle(name, True)`.
    fn named_zone(&mut self, name: &str) -> Result<u32, PickleError> {
        self.global(Global::Getattr)?;
        self.global(Global::ZoneInfo)?;
        self.new_text("_unpickle")?;
        self.call(opcode::TUPLE2);
        self.text(name)?;
        self.int(1);
        Ok(self.call(opcode::TUPLE2))
    }

    fn uuid(&mut self, bytes: [u8; 16]) -> Result<(), PickleError> {
        self.global(Global::Uuid)?;
        self.empty(opcode::EMPTY_TUPLE);
        self.op(opcode::NEWOBJ);
        self.memoize();
        self.empty(opcode::EMPTY_DICT);
        self.memoize();
        self.name("int")?;
        self.unsigned(u128::from_be_bytes(bytes));
        self.op(opcode::SETITEM);
        self.op(opcode::BUILD);
        Ok(())
    }

    pub(super) fn unsigned(&mut self, value: u128) {
        match i64::try_from(value) {
            Ok(value) => self.int(value),
            Err(_) => {
                self.boundary();
                let mut bytes = [0; 17];
                bytes[..16].copy_from_slice(&value.to_le_bytes());
                self.long(&bytes);
            }
        }
    }
}

fn parsed<T: std::str::FromStr<Err = crate::Error>>(text: &str) -> Result<T, PickleError> {
    text.parse().map_err(|error: crate::Error| PickleError::new(error.to_string()))
}

fn wrong(text: &str, expected: &str) -> PickleError {
    let shown: String = text.chars().take(60).collect();
    PickleError::new(format!("found '{shown}', expected {expected}"))
}

fn date_bytes(date: Date) -> [u8; 4] {
    let [high, low] = date.year.to_be_bytes();
    [high, low, date.month, date.day]
}

fn time_bytes(time: &Time) -> [u8; 6] {
    let [_, high, middle, low] = time.microsecond.to_be_bytes();
    [time.hour, time.minute, time.second, high, middle, low]
}
