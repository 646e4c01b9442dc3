use super::Writer;
use crate::codec::pickle::opcode;

/// How many items Python adds to a container at a time.
const BATCH: usize = 1000;

/// How the items of a list, a set or a dict are added to it.
pub(super) struct Batch {
    /// Adds one item, in place of a batch, when there is only one.
    one: Option<u8>,
    /// Adds all items since the mark.
    many: u8,
    /// The items since the mark; none before there is one.
    filled: usize,
    /// Whether a full batch at the end is followed by an empty one: for sets and dicts, Python goes on until one is not
    /// full.
    until_not_full: bool,
    /// Whether the last batch was full.
    full: bool,
}

impl Batch {
    pub(super) fn of_list(len: Option<usize>) -> Self {
        Self::new((len == Some(1)).then_some(opcode::APPEND), opcode::APPENDS, false)
    }

    pub(super) fn of_set() -> Self {
        Self::new(None, opcode::ADDITEMS, true)
    }

    pub(super) fn of_dict(len: Option<usize>) -> Self {
        Self::new((len == Some(1)).then_some(opcode::SETITEM), opcode::SETITEMS, true)
    }

    fn new(one: Option<u8>, many: u8, until_not_full: bool) -> Self {
        Self { one, many, filled: 0, until_not_full, full: false }
    }

    /// To be called in front of an item.
    #[inline]
    pub(super) fn before(&mut self, writer: &mut Writer<'_>) {
        if self.filled == 0 && self.one.is_none() {
            writer.op(opcode::MARK);
        }
    }

    /// To be called after an item.
    #[inline]
    pub(super) fn after(&mut self, writer: &mut Writer<'_>) {
        if let Some(one) = self.one {
            writer.op(one);
            return;
        }
        self.filled += 1;
        self.full = self.filled == BATCH;
        if self.full {
            writer.op(self.many);
            self.filled = 0;
        }
    }

    /// To be called after all items.
    pub(super) fn end(&self, writer: &mut Writer<'_>) {
        if self.full && self.until_not_full {
            writer.op(opcode::MARK);
        }
        if self.filled > 0 || (self.full && self.until_not_full) {
            writer.op(self.many);
        }
    }
}
