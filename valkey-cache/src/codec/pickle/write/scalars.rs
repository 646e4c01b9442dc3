//! Numbers, texts and bytes.

use super::Writer;
use super::memo::Single;
use super::output::CountedOps;
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::pickle::{long, opcode};

impl Writer<'_> {
    /// Writes a value that is nothing but its opcode.
    #[inline]
    pub(super) fn empty(&mut self, opcode: u8) {
        self.boundary();
        self.op(opcode);
    }

    #[inline]
    pub(super) fn int(&mut self, value: i64) {
        self.boundary();
        match value {
            0..=0xFF => self.op_with(opcode::BININT1, &[value as u8]),
            0x100..=0xFFFF => self.op_with(opcode::BININT2, &(value as u16).to_le_bytes()),
            _ => match i32::try_from(value) {
                Ok(value) => self.op_with(opcode::BININT, &value.to_le_bytes()),
                Err(_) => self.long(&value.to_le_bytes()),
            },
        }
    }

    /// Writes a whole number beyond 32 bits, from its bytes in two's complement, least byte first.
    pub(super) fn long(&mut self, bytes: &[u8]) {
        let bytes = &bytes[..long::needed(bytes)];
        match u8::try_from(bytes.len()) {
            Ok(len) => self.op_with(opcode::LONG1, &[len]),
            // The digits are limited, so four bytes hold any length.
            Err(_) => self.op_with(opcode::LONG4, &(bytes.len() as u32).to_le_bytes()),
        }
        self.out.extend_from_slice(bytes);
    }

    #[inline]
    pub(super) fn float(&mut self, value: f64) {
        self.boundary();
        self.op_with(opcode::BINFLOAT, &value.to_be_bytes());
    }

    /// Writes a text.
    #[inline]
    pub(super) fn text(&mut self, text: &str) -> Result<(), PickleError> {
        let Some(single) = Single::of_text(text) else { return self.new_text(text).map(drop) };
        self.boundary();
        if let Some(number) = self.memo.single(single) {
            self.recall(number);
        } else {
            let number = self.new_text(text)?;
            self.memo.keep_single(single, number);
        }
        Ok(())
    }

    /// Writes a name that stands in a source text: there is one object for all that are equal.
    #[inline]
    pub(super) fn name(&mut self, name: &'static str) -> Result<(), PickleError> {
        if Single::of_text(name).is_some() {
            return self.text(name);
        }
        self.boundary();
        if let Some(number) = self.memo.name(name) {
            self.recall(number);
        } else {
            let number = self.new_text(name)?;
            self.memo.keep_name(name, number);
        }
        Ok(())
    }

    /// Writes a text that is not the same object as any other.
    #[inline]
    pub(super) fn new_text(&mut self, text: &str) -> Result<u32, PickleError> {
        self.boundary();
        let is_new = self.protocol >= 4;
        let ops = CountedOps {
            short: is_new.then_some(opcode::SHORT_BINUNICODE),
            medium: opcode::BINUNICODE,
            long: is_new.then_some(opcode::BINUNICODE8),
        };
        self.counted(ops, text.as_bytes())?;
        Ok(self.memoize())
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), PickleError> {
        self.boundary();
        let single = Single::of_bytes(bytes);
        if let Some(number) = single.and_then(|single| self.memo.single(single)) {
            self.recall(number);
            return Ok(());
        }
        let number = if self.protocol >= 3 {
            let ops = CountedOps {
                short: Some(opcode::SHORT_BINBYTES),
                medium: opcode::BINBYTES,
                long: (self.protocol >= 4).then_some(opcode::BINBYTES8),
            };
            self.counted(ops, bytes)?;
            self.memoize()
        } else {
            self.bytes_by_call(bytes)?
        };
        if let Some(single) = single {
            self.memo.keep_single(single, number);
        }
        Ok(())
    }

    /// Protocol 2 has no bytes: a text is encoded.
    fn bytes_by_call(&mut self, bytes: &[u8]) -> Result<u32, PickleError> {
        if bytes.is_empty() {
            self.global(Global::Bytes)?;
            self.empty(opcode::EMPTY_TUPLE);
        } else {
            self.global(Global::Encode)?;
            let latin1: String = bytes.iter().copied().map(char::from).collect();
            self.text(&latin1)?;
            self.name("latin1")?;
            self.op(opcode::TUPLE2);
            self.memoize();
        }
        self.op(opcode::REDUCE);
        Ok(self.memoize())
    }
}
