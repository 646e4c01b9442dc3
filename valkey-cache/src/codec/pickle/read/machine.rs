use super::document::Document;
use super::node::{Id, Node, Span};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::opcode;

/// The highest protocol that is read.
const HIGHEST_PROTOCOL: u8 = 5;

/// Runs the opcodes of a pickle into a document.
pub(super) struct Machine<'de> {
    pub(super) document: Document<'de>,
    pub(super) place: usize,
    pub(super) stack: Vec<Id>,
    /// Where in the stack the marks stand.
    pub(super) marks: Vec<usize>,
    pub(super) memo: Vec<Option<Id>>,
    /// How many places of the memo are taken.
    pub(super) memoized: usize,
    /// How many values have been put on the stack.
    pub(super) pushed: u32,
}

impl<'de> Machine<'de> {
    pub(super) fn new(document: Document<'de>) -> Self {
        let memo = Vec::with_capacity((document.input.len() / 16).clamp(4, 1024));
        let stack = Vec::with_capacity(16);
        Self { document, place: 0, stack, marks: Vec::new(), memo, memoized: 0, pushed: 0 }
    }

    pub(super) fn run(mut self) -> Result<Document<'de>, PickleError> {
        loop {
            let start = self.place;
            let opcode = self.byte()?;
            if opcode == opcode::STOP {
                self.document.root = self.pop()?;
                return match self.document.input.len() - self.place {
                    0 => Ok(self.document),
                    left => Err(PickleError::new(format!("there are {left} bytes left over after the pickle"))),
                };
            }
            if let Err(error) = self.step(opcode) {
                let name = opcode::name(opcode).unwrap_or("unknown");
                return Err(PickleError::new(format!("{error} (opcode {name} at byte {start})")));
            }
        }
    }

    #[inline]
    fn step(&mut self, opcode: u8) -> Result<(), PickleError> {
        match opcode {
            opcode::PROTO => match self.byte()? {
                0..=HIGHEST_PROTOCOL => Ok(()),
                other => {
                    Err(PickleError::new(format!("found pickle protocol {other}, expected at most {HIGHEST_PROTOCOL}")))
                }
            },
            // Where a frame ends is no concern of a reader that has all of the input.
            opcode::FRAME => match self.eight()? {
                len if len <= (self.document.input.len() - self.place) as u64 => Ok(()),
                len => Err(self.cut_off(len)),
            },
            opcode::MEMOIZE => self.memoize(self.memoized),
            opcode::NONE => self.push(Id::NONE),
            opcode::NEWTRUE => self.push(Id::TRUE),
            opcode::NEWFALSE => self.push(Id::FALSE),
            opcode::BININT1 => {
                let value = self.byte()?;
                self.int(value.into())
            }
            opcode::BININT2 => {
                let value = self.two()?;
                self.int(value.into())
            }
            opcode::BININT => {
                let value = self.four()? as i32;
                self.int(value.into())
            }
            opcode::BINFLOAT => {
                let bytes = self.array()?;
                self.make(Node::Float(f64::from_be_bytes(bytes)))
            }
            opcode::INT => self.decimal_int(),
            opcode::LONG => self.decimal_long(),
            opcode::FLOAT => self.decimal_float(),
            opcode::LONG1 => {
                let len = self.byte()?;
                self.long(len.into())
            }
            opcode::LONG4 => {
                let len = self.signed_length()?;
                self.long(len)
            }
            opcode::SHORT_BINUNICODE | opcode::SHORT_BINSTRING => {
                let len = self.byte()?;
                self.counted(len.into(), Node::Text)
            }
            opcode::BINUNICODE => {
                let len = self.four()?;
                self.counted(len.into(), Node::Text)
            }
            opcode::BINUNICODE8 => {
                let len = self.eight()?;
                self.counted(len, Node::Text)
            }
            opcode::BINSTRING => {
                let len = self.signed_length()?;
                self.counted(len, Node::Text)
            }
            opcode::UNICODE => self.escaped_text(),
            opcode::STRING => self.quoted_text(),
            opcode::SHORT_BINBYTES => {
                let len = self.byte()?;
                self.counted(len.into(), Node::Bytes)
            }
            opcode::BINBYTES => {
                let len = self.four()?;
                self.counted(len.into(), Node::Bytes)
            }
            opcode::BINBYTES8 | opcode::BYTEARRAY8 => {
                let len = self.eight()?;
                self.counted(len, Node::Bytes)
            }
            _ => self.operate(opcode),
        }
    }

    /// Makes a node and puts it on the stack.
    #[inline]
    pub(super) fn make(&mut self, node: Node) -> Result<(), PickleError> {
        let id = self.add(node);
        self.push(id)
    }

    #[inline]
    pub(super) fn add(&mut self, node: Node) -> Id {
        // There are at most three nodes per byte of the input, which has less than 2^30.
        let id = Id(self.document.nodes.len() as u32);
        self.document.nodes.push(node);
        id
    }

    #[inline]
    pub(super) fn push(&mut self, id: Id) -> Result<(), PickleError> {
        self.pushed += 1;
        if self.pushed > self.document.limits.nodes {
            return Err(self.document.too_many());
        }
        self.stack.push(id);
        Ok(())
    }

    #[inline]
    pub(super) fn int(&mut self, value: i64) -> Result<(), PickleError> {
        match u32::try_from(value).ok().and_then(Id::of_int) {
            Some(id) => self.push(id),
            None => self.make(Node::Int(value)),
        }
    }

    #[inline]
    fn counted(&mut self, len: u64, node: fn(Span) -> Node) -> Result<(), PickleError> {
        let span = self.span(len)?;
        self.make(node(span))
    }

    /// Takes that many bytes.
    #[inline]
    pub(super) fn span(&mut self, len: u64) -> Result<Span, PickleError> {
        if len > (self.document.input.len() - self.place) as u64 {
            return Err(self.cut_off(len));
        }
        let span = Span { start: self.place as u32, len: len as u32 };
        self.place += len as usize;
        Ok(span)
    }

    /// Takes the bytes of a line, without its end.
    pub(super) fn line(&mut self) -> Result<Span, PickleError> {
        let rest = &self.document.input[self.place..];
        let len = rest.iter().position(|byte| *byte == b'\n');
        let len = len.ok_or_else(|| PickleError::new("the pickle is cut off within a line"))?;
        let span = self.span(len as u64)?;
        self.place += 1;
        Ok(span)
    }

    #[inline]
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PickleError> {
        match self.document.input[self.place..].first_chunk() {
            Some(bytes) => {
                self.place += N;
                Ok(*bytes)
            }
            None => Err(self.cut_off(N as u64)),
        }
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, PickleError> {
        self.array().map(|[byte]| byte)
    }

    fn two(&mut self) -> Result<u16, PickleError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn four(&mut self) -> Result<u32, PickleError> {
        self.array().map(u32::from_le_bytes)
    }

    fn eight(&mut self) -> Result<u64, PickleError> {
        self.array().map(u64::from_le_bytes)
    }

    fn signed_length(&mut self) -> Result<u64, PickleError> {
        let len = self.four()? as i32;
        u64::try_from(len).map_err(|_| PickleError::new(format!("found the length {len}")))
    }

    #[cold]
    fn cut_off(&self, needed: u64) -> PickleError {
        let left = self.document.input.len() - self.place;
        PickleError::new(format!("the pickle is cut off: {needed} bytes should follow, {left} do"))
    }
}
