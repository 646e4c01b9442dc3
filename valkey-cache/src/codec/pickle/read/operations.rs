//! The opcodes that work on the stack and the memo.

use super::machine::Machine;
use super::node::{Id, Node, Run};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::pickle::opcode;

impl Machine<'_> {
    pub(super) fn operate(&mut self, opcode: u8) -> Result<(), PickleError> {
        match opcode {
            opcode::BINPUT => {
                let index = self.byte()?;
                self.memoize(index.into())
            }
            opcode::LONG_BINPUT => {
                let index = self.four()?;
                self.memoize(index as usize)
            }
            opcode::PUT => {
                let index = self.index()?;
                self.memoize(index)
            }
            opcode::BINGET => {
                let index = self.byte()?;
                self.recall(index.into())
            }
            opcode::LONG_BINGET => {
                let index = self.four()?;
                self.recall(index as usize)
            }
            opcode::GET => {
                let index = self.index()?;
                self.recall(index)
            }
            opcode::MARK => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            opcode::POP => {
                // As in Python, it takes away a mark if nothing stands above it.
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                    return Ok(());
                }
                self.pop().map(drop)
            }
            opcode::POP_MARK => {
                let start = self.pop_mark()?;
                self.stack.truncate(start);
                Ok(())
            }
            opcode::DUP => {
                let top = self.top()?;
                self.push(top)
            }
            opcode::EMPTY_TUPLE => self.push(Id::EMPTY_TUPLE),
            opcode::TUPLE1 => self.tuple(1),
            opcode::TUPLE2 => self.tuple(2),
            opcode::TUPLE3 => self.tuple(3),
            opcode::TUPLE => self.marked(Node::Tuple),
            opcode::EMPTY_LIST => self.make(Node::List(Run::EMPTY)),
            opcode::LIST => self.marked(Node::List),
            opcode::EMPTY_SET => self.make(Node::Set(Run::EMPTY)),
            opcode::FROZENSET => self.marked(Node::FrozenSet),
            opcode::EMPTY_DICT => self.make(Node::Dict(Run::EMPTY)),
            opcode::DICT => {
                let start = self.pop_mark()?;
                self.whole_entries(start)?;
                self.collect(start, Node::Dict)
            }
            opcode::APPEND => self.append(1, opcode),
            opcode::SETITEM => self.append(2, opcode),
            opcode::APPENDS | opcode::ADDITEMS => {
                let start = self.pop_mark()?;
                self.append(self.stack.len() - start, opcode)
            }
            opcode::SETITEMS => {
                let start = self.pop_mark()?;
                self.whole_entries(start)?;
                self.append(self.stack.len() - start, opcode)
            }
            opcode::GLOBAL => {
                let module = self.line()?;
                let name = self.line()?;
                let (module, name) = (self.add(Node::Text(module)), self.add(Node::Text(name)));
                self.global(module, name)
            }
            opcode::STACK_GLOBAL => {
                let (name, module) = (self.pop()?, self.pop()?);
                self.global(module, name)
            }
            opcode::REDUCE | opcode::NEWOBJ => {
                let (args, callable) = (self.pop()?, self.pop()?);
                self.call(callable, args)
            }
            opcode::NEWOBJ_EX => {
                let (_keywords, args, class) = (self.pop()?, self.pop()?, self.pop()?);
                match self.document.node(class) {
                    Node::Unknown { .. } => self.call(class, args),
                    _ => Err(PickleError::new("a known class is made from keywords, which it does not take")),
                }
            }
            opcode::BUILD => self.build(),
            _ => Err(PickleError::new(match opcode::name(opcode) {
                Some(_) => "the pickle refers to something outside of it, or is older than Python 3",
                None => "the bytes are no pickle",
            })),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Result<Id, PickleError> {
        let id = self.top()?;
        self.stack.pop();
        Ok(id)
    }

    /// Returns what stands above the last mark.
    #[inline]
    pub(super) fn top(&self) -> Result<Id, PickleError> {
        match self.stack.last() {
            Some(id) if self.stack.len() > self.marks.last().copied().unwrap_or(0) => Ok(*id),
            _ => Err(PickleError::new("there are too few values before it")),
        }
    }

    pub(super) fn pop_mark(&mut self) -> Result<usize, PickleError> {
        self.marks.pop().ok_or_else(|| PickleError::new("there is no mark before it"))
    }

    fn global(&mut self, module: Id, name: Id) -> Result<(), PickleError> {
        let (Node::Text(module_span), Node::Text(name_span)) = (self.document.node(module), self.document.node(name))
        else {
            return Err(PickleError::new("a class is named by something that is no text"));
        };
        let (module_text, name_text) = (self.document.slice(module_span), self.document.slice(name_span));
        self.make(match Global::find(module_text, name_text) {
            Some(global) => Node::Global(global),
            None => Node::Unknown { module, name },
        })
    }

    #[inline]
    pub(super) fn memoize(&mut self, index: usize) -> Result<(), PickleError> {
        let top = self.top()?;
        if index == self.memo.len() && index < self.pushed as usize {
            self.memo.push(Some(top));
            self.memoized += 1;
            return Ok(());
        }
        self.memoize_elsewhere(index, top)
    }

    #[cold]
    fn memoize_elsewhere(&mut self, index: usize, top: Id) -> Result<(), PickleError> {
        // A pickler counts what it has written; a larger index would only make the memo large.
        if index >= self.pushed as usize {
            let pushed = self.pushed;
            return Err(PickleError::new(format!(
                "found memo index {index} after {pushed} values, expected a lower one"
            )));
        }
        if index >= self.memo.len() {
            self.memo.resize(index + 1, None);
        }
        self.memoized += usize::from(self.memo[index].is_none());
        self.memo[index] = Some(top);
        Ok(())
    }

    #[inline]
    fn recall(&mut self, index: usize) -> Result<(), PickleError> {
        match self.memo.get(index).copied().flatten() {
            Some(id) => self.push(id),
            None => Err(PickleError::new(format!("found a reference to memo index {index}, which holds nothing"))),
        }
    }

    fn index(&mut self) -> Result<usize, PickleError> {
        let line = self.line()?;
        let digits = std::str::from_utf8(self.document.slice(line)).ok().and_then(|digits| digits.parse().ok());
        digits.ok_or_else(|| PickleError::new("found a memo index that is no number"))
    }
}
