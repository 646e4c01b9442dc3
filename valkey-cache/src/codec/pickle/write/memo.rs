//! What has been written already.

use super::Writer;
use crate::codec::pickle::global::Global;
use crate::codec::pickle::opcode;

/// How many names are kept; what comes after them is written each time.
const MAX_NAMES: usize = 64;

/// The numbers under which the reader finds what comes again.
#[derive(Default)]
pub(super) struct Memo {
    /// How many numbers are given.
    len: u32,
    names: Vec<(&'static str, u32)>,
    /// Where the next name is likely to be found: structs come in lists.
    next_name: usize,
    /// By length and byte; they are few, but looked up often. Made when the first is written.
    singles: Option<Box<[Option<u32>; 2 * SINGLES]>>,
    globals: [Option<u32>; Global::COUNT],
    pub(super) utc: Option<u32>,
    /// The time zones that are named.
    pub(super) zones: Vec<(String, u32)>,
}

/// The empty one, and one for each character up to U+00FF.
const SINGLES: usize = 257;

/// A text or bytes of which Python has only one.
#[derive(Clone, Copy)]
pub(super) struct Single(usize);

impl Single {
    #[inline]
    pub(super) fn of_text(text: &str) -> Option<Self> {
        match *text.as_bytes() {
            [] => Some(Self(0)),
            [byte] => Some(Self(1 + usize::from(byte))),
            [0xC2, low] => Some(Self(1 + usize::from(low))),
            [0xC3, low] => Some(Self(1 + usize::from(low) + 0x40)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [] => Some(Self(SINGLES)),
            [byte] => Some(Self(SINGLES + 1 + usize::from(byte))),
            _ => None,
        }
    }
}

impl Memo {
    pub(super) fn single(&self, single: Single) -> Option<u32> {
        self.singles.as_ref()?[single.0]
    }

    pub(super) fn keep_single(&mut self, single: Single, number: u32) {
        self.singles.get_or_insert_with(|| Box::new([None; 2 * SINGLES]))[single.0] = Some(number);
    }

    pub(super) fn name(&mut self, name: &'static str) -> Option<u32> {
        if let Some((known, number)) = self.names.get(self.next_name)
            && *known == name
        {
            self.next_name += 1;
            return Some(*number);
        }
        let found = self.names.iter().position(|(known, _)| *known == name)?;
        self.next_name = found + 1;
        Some(self.names[found].1)
    }

    pub(super) fn keep_name(&mut self, name: &'static str, number: u32) {
        if self.names.len() < MAX_NAMES {
            self.names.push((name, number));
        }
        self.next_name = 0;
    }

    pub(super) fn global(&mut self, global: Global) -> &mut Option<u32> {
        &mut self.globals[global as usize]
    }
}

impl Writer<'_> {
    /// Gives what was written last its number.
    #[inline]
    pub(super) fn memoize(&mut self) -> u32 {
        let number = self.memo.len;
        self.memo.len += 1;
        if self.protocol >= 4 {
            self.op(opcode::MEMOIZE);
        } else if let Ok(number) = u8::try_from(number) {
            self.op_with(opcode::BINPUT, &[number]);
        } else {
            self.op_with(opcode::LONG_BINPUT, &number.to_le_bytes());
        }
        number
    }

    /// Refers to what has that number.
    pub(super) fn recall(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(number) => self.op_with(opcode::BINGET, &[number]),
            Err(_) => self.op_with(opcode::LONG_BINGET, &number.to_le_bytes()),
        }
    }
}
