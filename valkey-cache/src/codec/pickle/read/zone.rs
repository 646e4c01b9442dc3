//! Dates and times, from the bytes and time zones of Python's `datetime`.

use super::document::Document;
use super::node::{Id, Node};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::value::{Date, DateTime, Time, TimeDelta, Zone};

impl Document<'_> {
    /// Reads the arguments of `datetime(state, zone)`; none when they are something else.
    pub(super) fn datetime(&self, args: Id) -> Option<Result<DateTime, PickleError>> {
        let (state, zone) = self.state::<10>(args)?;
        let [high, low, month, day, time @ ..] = state;
        // Newer protocols put the fold, the second of two equal hours, into the month.
        let (month, fold) = (month & 0x7F, month & 0x80 != 0);
        let (date, zone) = (date([high, low, month, day])?, self.zone(zone, fold)?);
        match zone {
            Ok(zone) => Some(Ok(DateTime { date, time: time_of(time, zone)? })),
            Err(error) => Some(Err(error)),
        }
    }

    /// Reads the arguments of `date(state)`.
    pub(super) fn date(&self, args: Id) -> Option<Date> {
        let (state, _) = self.state::<4>(args)?;
        date(state)
    }

    /// Reads the arguments of `time(state, zone)`.
    pub(super) fn time(&self, args: Id) -> Option<Result<Time, PickleError>> {
        let (mut state, zone) = self.state::<6>(args)?;
        let fold = state[0] & 0x80 != 0;
        state[0] &= 0x7F;
        match self.zone(zone, fold)? {
            Ok(zone) => Some(Ok(time_of(state, zone)?)),
            Err(error) => Some(Err(error)),
        }
    }

    fn state<const N: usize>(&self, args: Id) -> Option<([u8; N], Option<Id>)> {
        let (state, zone) = match (self.exactly(args), self.exactly(args)) {
            (Some([state]), _) => (state, None),
            (_, Some([state, zone])) => (state, Some(zone)),
            _ => return None,
        };
        Some((<[u8; N]>::try_from(&*self.bytes(state)?.ok()?).ok()?, zone))
    }

    /// Reads the arguments of `timedelta(days, seconds, microseconds)`.
    pub(super) fn timedelta(&self, args: Id) -> Option<TimeDelta> {
        let [days, seconds, microseconds] = self.exactly(args)?.map(|id: Id| match self.node(id) {
            Node::Int(value) => Some(i128::from(value)),
            _ => None,
        });
        TimeDelta::from_total((days? * 86_400 + seconds?) * 1_000_000 + microseconds?)
    }

    /// Reads a time zone; none when it is of an unknown class.
    fn zone(&self, zone: Option<Id>, fold: bool) -> Option<Result<Option<Zone>, PickleError>> {
        let Some(zone) = zone.filter(|zone| *zone != Id::NONE) else { return Some(Ok(None)) };
        let Node::Object { callable, args, .. } = self.node(zone) else { return None };
        let zone = match self.node(callable) {
            Node::Global(Global::PytzUtc) => Zone::Utc,
            // pytz says what the name is at that time.
            Node::Global(Global::PytzZone) => match (self.exactly(args), self.exactly(args)) {
                (Some([_name, offset, _summer, _short]), _) => {
                    self.offset(i128::from(self.small(offset)?) * 1_000_000)?
                }
                (_, Some([name])) => self.named(name)?,
                _ => return None,
            },
            Node::Global(Global::TimeZone) => {
                let delta = match (self.exactly(args), self.exactly(args)) {
                    (Some([delta]), _) => delta,
                    (_, Some([delta, _name])) => delta,
                    _ => return None,
                };
                let Node::Object { callable, args, .. } = self.node(delta) else { return None };
                match self.node(callable) {
                    Node::Global(Global::TimeDelta) => self.offset(self.timedelta(args)?.total_microseconds())?,
                    _ => return None,
                }
            }
            Node::Object { callable, args: attribute, .. } => {
                let [class, method] = self.exactly(attribute)?;
                let is_getattr = matches!(self.node(callable), Node::Global(Global::Getattr));
                let is_zoneinfo = matches!(self.node(class), Node::Global(Global::ZoneInfo));
                let method = self.text(self.node(method))?.ok()?;
                if !(is_getattr && is_zoneinfo && method == "_unpickle") {
                    return None;
                }
                let [name, _from_cache] = self.exactly(args)?;
                self.named(name)?
            }
            _ => return None,
        };
        if fold && let Zone::Named(name) = &zone {
            return Some(Err(PickleError::new(format!(
                "found a time in the second of two equal hours in {name}, which no text without an offset tells; store \
                 it in UTC"
            ))));
        }
        Some(Ok(Some(zone)))
    }

    fn small(&self, id: Id) -> Option<i64> {
        match self.node(id) {
            Node::Int(value) => Some(value),
            _ => None,
        }
    }

    fn offset(&self, microseconds: i128) -> Option<Zone> {
        let seconds = i32::try_from(microseconds / 1_000_000).ok()?;
        let is_whole = microseconds % 1_000_000 == 0 && seconds.abs() < 86_400;
        is_whole.then_some(if seconds == 0 { Zone::Utc } else { Zone::Offset(seconds) })
    }

    fn named(&self, name: Id) -> Option<Zone> {
        let name = self.text(self.node(name))?.ok()?;
        Some(if name == "UTC" { Zone::Utc } else { Zone::Named(name.into()) })
    }
}

fn date([high, low, month, day]: [u8; 4]) -> Option<Date> {
    let date = Date { year: u16::from_be_bytes([high, low]), month, day };
    date.is_valid().then_some(date)
}

fn time_of([hour, minute, second, a, b, c]: [u8; 6], zone: Option<Zone>) -> Option<Time> {
    let microsecond = u32::from_be_bytes([0, a, b, c]);
    let is_valid = hour < 24 && minute < 60 && second < 60 && microsecond < 1_000_000;
    is_valid.then_some(Time { hour, minute, second, microsecond, zone })
}
