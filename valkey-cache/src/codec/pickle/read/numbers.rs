//! Numbers: those in decimal digits, of the old protocols, and those of any size.

use super::document::Document;
use super::machine::Machine;
use super::node::{Id, Node, Span};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::digits::is_integer;
use crate::codec::pickle::long;

impl Machine<'_> {
    /// Reads what protocol 0 writes of small numbers; it writes booleans in the same way, with a zero in front.
    pub(super) fn decimal_int(&mut self) -> Result<(), PickleError> {
        let line = self.line()?;
        match self.document.slice(line) {
            b"00" => self.push(Id::FALSE),
            b"01" => self.push(Id::TRUE),
            _ => self.decimal(line),
        }
    }

    /// Takes a whole number of that many bytes.
    pub(super) fn long(&mut self, len: u64) -> Result<(), PickleError> {
        let span = self.span(len)?;
        let bytes = self.document.slice(span);
        let bytes = &bytes[..long::needed(bytes)];
        match long::to_i128(bytes) {
            Some(value) if bytes.len() <= 8 => self.int(value as i64),
            _ => self.make(Node::Long(Span { len: bytes.len() as u32, ..span })),
        }
    }

    pub(super) fn decimal_long(&mut self) -> Result<(), PickleError> {
        let line = self.line()?;
        let len = line.len - u32::from(self.document.slice(line).ends_with(b"L"));
        self.decimal(Span { len, ..line })
    }

    fn decimal(&mut self, span: Span) -> Result<(), PickleError> {
        let digits = std::str::from_utf8(self.document.slice(span)).ok().filter(|digits| is_integer(digits));
        let digits = digits.ok_or_else(|| PickleError::new("found a whole number that is none"))?;
        match digits.parse() {
            Ok(value) => self.int(value),
            Err(_) if digits.len() <= long::MAX_DIGITS => self.make(Node::Digits(span)),
            Err(_) => Err(too_long(span)),
        }
    }

    pub(super) fn decimal_float(&mut self) -> Result<(), PickleError> {
        let line = self.line()?;
        let text = std::str::from_utf8(self.document.slice(line)).ok();
        let value = text.and_then(|text| text.parse().ok());
        self.make(Node::Float(value.ok_or_else(|| PickleError::new("found a number that is none"))?))
    }
}

/// A whole number, in the smallest type that holds it.
pub(super) enum Whole {
    Small(i64),
    Unsigned(u64),
    Large(i128),
    LargeUnsigned(u128),
    Beyond,
}

impl Document<'_> {
    pub(super) fn whole(&self, node: Node) -> Whole {
        let (signed, unsigned) = match node {
            // So many bytes are needed for 128 bits and a sign.
            Node::Long(span) if span.len <= 17 => (long::to_i128(self.slice(span)), long::to_u128(self.slice(span))),
            Node::Digits(span) => {
                let digits = self.ascii(span);
                (digits.parse().ok(), digits.parse().ok())
            }
            _ => (None, None),
        };
        match (signed, unsigned) {
            (Some(value), _) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => Whole::Small(value),
                (_, Ok(value)) => Whole::Unsigned(value),
                _ => Whole::Large(value),
            },
            (None, Some(value)) => Whole::LargeUnsigned(value),
            (None, None) => Whole::Beyond,
        }
    }

    /// Returns a whole number that is not negative and has at most 128 bits.
    pub(super) fn unsigned(&self, id: Id) -> Option<u128> {
        match self.node(id) {
            Node::Int(value) => value.try_into().ok(),
            Node::Long(span) => long::to_u128(self.slice(span)),
            Node::Digits(span) => self.ascii(span).parse().ok(),
            _ => None,
        }
    }

    /// Returns the decimal digits of a whole number of any size.
    pub(super) fn digits(&self, node: Node) -> Result<String, PickleError> {
        match node {
            Node::Long(span) => {
                // The time grows with the square of the length.
                self.spend(u64::from(span.len).pow(2) / 512)?;
                long::to_digits(self.slice(span)).ok_or_else(|| too_long(span))
            }
            Node::Digits(span) => {
                self.spend_on(span)?;
                Ok(self.ascii(span).to_owned())
            }
            _ => Err(PickleError::new("found something else, expected a whole number")),
        }
    }

    /// Returns what was found to be ASCII.
    fn ascii(&self, span: Span) -> &str {
        std::str::from_utf8(self.slice(span)).unwrap_or_default()
    }
}

#[cold]
fn too_long(span: Span) -> PickleError {
    PickleError::new(format!(
        "found a whole number of {} bytes, expected one of at most {} digits",
        span.len,
        long::MAX_DIGITS
    ))
}
