//! What the objects of the known classes stand for.

use super::document::Document;
use super::node::{Id, Node};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::value::{Date, DateTime, Time, TimeDelta};

/// What an object stands for.
pub(super) enum Made {
    /// Another node.
    Same(Id),
    Bytes(Vec<u8>),
    DateTime(DateTime),
    Date(Date),
    Time(Time),
    TimeDelta(TimeDelta),
    Decimal(String),
    Uuid([u8; 16]),
    Complex(f64, f64),
    Range {
        next: i64,
        step: i64,
        len: u64,
    },
    HerdMarker,
}

impl Document<'_> {
    /// Looks at an object.
    pub(super) fn made(&self, id: Id, callable: Id, args: Id, state: Id) -> Result<Made, PickleError> {
        let made = match self.node(callable) {
            Node::Global(global) => self.known(id, global, args, state)?,
            Node::Unknown { .. } | Node::Object { .. } if self.limits.enums_by_value => self.by_value(args),
            _ => None,
        };
        made.ok_or_else(|| self.unknown_object(callable, args))
    }

    fn known(&self, id: Id, global: Global, args: Id, state: Id) -> Result<Option<Made>, PickleError> {
        Ok(match global {
            Global::Bytes | Global::Encode => match self.bytes(id) {
                Some(bytes) => Some(Made::Bytes(bytes?.into_owned())),
                None => None,
            },
            Global::ByteArray if self.exactly(args) == Some([]) => Some(Made::Bytes(Vec::new())),
            Global::ByteArray | Global::SafeString => self.exactly(args).map(|[same]| Made::Same(same)),
            Global::HttpEnum => self.by_value(args),
            Global::Complex => {
                self.exactly(args).and_then(|[re, im]| Some(Made::Complex(self.float(re)?, self.float(im)?)))
            }
            Global::Range => self.exactly(args).and_then(|parts| self.range(parts)),
            Global::DateTime => self.datetime(args).transpose()?.map(Made::DateTime),
            Global::Date => self.date(args).map(Made::Date),
            Global::Time => self.time(args).transpose()?.map(Made::Time),
            Global::TimeDelta => self.timedelta(args).map(Made::TimeDelta),
            Global::Decimal => match self.exactly(args).and_then(|[text]| self.text(self.node(text))) {
                Some(text) => Some(Made::Decimal(text?.into_owned())),
                None => None,
            },
            Global::Uuid => self.uuid(state)?.map(Made::Uuid),
            Global::HerdMarker => Some(Made::HerdMarker),
            _ => None,
        })
    }

    /// Takes the one argument, if it is plain.
    fn by_value(&self, args: Id) -> Option<Made> {
        let [value] = self.exactly(args)?;
        let is_plain = !matches!(self.node(value), Node::Object { .. } | Node::Global(_) | Node::Unknown { .. });
        is_plain.then_some(Made::Same(value))
    }

    /// Reads the state of a `UUID`: a dict that has its number.
    fn uuid(&self, state: Id) -> Result<Option<[u8; 16]>, PickleError> {
        let Node::Dict(run) = self.node(state) else { return Ok(None) };
        let mut items = self.items(run);
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            self.spend(1)?;
            if self.text(self.node(key)).transpose()?.as_deref() == Some("int") {
                return Ok(self.unsigned(value).map(u128::to_be_bytes));
            }
        }
        Ok(None)
    }

    fn float(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Float(value) => Some(value),
            _ => None,
        }
    }

    fn range(&self, parts: [Id; 3]) -> Option<Made> {
        let [start, stop, step] = parts.map(|id| match self.node(id) {
            Node::Int(value) => Some(value),
            _ => None,
        });
        let (start, stop, step) = (start?, stop?, step?);
        let (from, to) = if step > 0 { (start, stop) } else { (stop, start) };
        let span = u64::try_from(i128::from(to) - i128::from(from)).unwrap_or(0);
        let len = if step == 0 { return None } else { span.div_ceil(step.unsigned_abs()) };
        Some(Made::Range { next: start, step, len })
    }
}
