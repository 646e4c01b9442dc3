//! The opcodes that make containers and objects, and fill them.

use super::machine::Machine;
use super::node::{Id, Node, Run};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::pickle::opcode;

impl Machine<'_> {
    pub(super) fn tuple(&mut self, len: usize) -> Result<(), PickleError> {
        let start = self.last(len)?;
        self.collect(start, Node::Tuple)
    }

    pub(super) fn marked(&mut self, node: fn(Run) -> Node) -> Result<(), PickleError> {
        let start = self.pop_mark()?;
        self.collect(start, node)
    }

    /// Makes a container of what stands in the stack from `start` on.
    pub(super) fn collect(&mut self, start: usize, node: fn(Run) -> Node) -> Result<(), PickleError> {
        let run = self.extended(Run::EMPTY, start);
        self.make(node(run))
    }

    /// Adds the last `count` values to the container below them.
    pub(super) fn append(&mut self, count: usize, opcode: u8) -> Result<(), PickleError> {
        let start = self.last(count)?;
        let place = start.checked_sub(1).filter(|place| *place >= self.marks.last().copied().unwrap_or(0));
        let container = self.stack[place.ok_or_else(|| PickleError::new("there is no container before it"))?];
        let (run, node): (Run, fn(Run) -> Node) = match (self.document.node(container), opcode) {
            (Node::List(run), opcode::APPEND | opcode::APPENDS) => (run, Node::List),
            (Node::Set(run), opcode::ADDITEMS) => (run, Node::Set),
            (Node::Dict(run), opcode::SETITEM | opcode::SETITEMS) => (run, Node::Dict),
            // A list or dict of an unknown class: what it holds is for nobody to see.
            (Node::Object { .. }, _) => {
                self.stack.truncate(start);
                return Ok(());
            }
            _ => return Err(PickleError::new("what is before it is no container for it")),
        };
        let run = self.extended(run, start);
        self.document.nodes[container.0 as usize] = node(run);
        Ok(())
    }

    /// Moves what stands in the stack from `start` on to the end of a run.
    fn extended(&mut self, run: Run, start: usize) -> Run {
        let count = (self.stack.len() - start) as u32;
        if count == 0 {
            return run;
        }
        let runs = &mut self.document.runs;
        let place = runs.len() as u32;
        runs.extend_from_slice(&[count, 0]);
        runs.extend(self.stack.drain(start..).map(|id| id.0));
        if run.len == 0 {
            return Run { first: place, last: place, len: count };
        }
        runs[run.last as usize + 1] = place;
        Run { first: run.first, last: place, len: run.len + count }
    }

    /// Returns where the last `count` values begin, all of them above the last mark.
    fn last(&self, count: usize) -> Result<usize, PickleError> {
        let floor = self.marks.last().copied().unwrap_or(0);
        let start = self.stack.len().checked_sub(count).filter(|start| *start >= floor);
        start.ok_or_else(|| PickleError::new("there are too few values before it"))
    }

    /// Makes sure that every key has its value.
    pub(super) fn whole_entries(&self, start: usize) -> Result<(), PickleError> {
        match (self.stack.len() - start) % 2 {
            0 => Ok(()),
            _ => Err(PickleError::new("there is a key without a value")),
        }
    }

    /// Makes what a call would return: a container that is filled later, or an object that is looked at later.
    pub(super) fn call(&mut self, callable: Id, args: Id) -> Result<(), PickleError> {
        let Node::Tuple(given) = self.document.node(args) else {
            return Err(PickleError::new("the arguments of a call are no tuple"));
        };
        let object = Node::Object { callable, args, state: Id::NONE };
        let node = match self.document.node(callable) {
            Node::Global(Global::OrderedDict) if given.len == 0 => Node::Dict(Run::EMPTY),
            Node::Global(Global::DefaultDict) if given.len <= 1 => Node::Dict(Run::EMPTY),
            Node::Global(global @ (Global::Set | Global::FrozenSet)) => {
                let run = match self.document.exactly(args).map(|[list]| self.document.node(list)) {
                    Some(Node::List(run) | Node::Tuple(run)) => run,
                    None if given.len == 0 => Run::EMPTY,
                    _ => return Err(PickleError::new("a set is made of something that is no list")),
                };
                if global == Global::Set { Node::Set(run) } else { Node::FrozenSet(run) }
            }
            Node::Global(Global::Reconstructor) => self.reconstructed(args)?,
            Node::Global(_) | Node::Unknown { .. } | Node::Object { .. } => object,
            _ => return Err(PickleError::new("something is called that is no class")),
        };
        self.make(node)
    }

    /// Protocols 0 and 1 make most objects by `_reconstructor(class, base, the base's state)`.
    fn reconstructed(&mut self, args: Id) -> Result<Node, PickleError> {
        let arguments: Option<[Id; 3]> = self.document.exactly(args);
        let [class, _base, state] =
            arguments.ok_or_else(|| PickleError::new("an object is made of other than three parts"))?;
        let args = if state == Id::NONE {
            Id::EMPTY_TUPLE
        } else {
            let start = self.stack.len();
            self.stack.push(state);
            let run = self.extended(Run::EMPTY, start);
            self.add(Node::Tuple(run))
        };
        Ok(Node::Object { callable: class, args, state: Id::NONE })
    }

    /// Gives an object its state.
    pub(super) fn build(&mut self) -> Result<(), PickleError> {
        let given = self.pop()?;
        let object = self.top()?;
        match self.document.node(object) {
            Node::Object { callable, args, .. } => {
                self.document.nodes[object.0 as usize] = Node::Object { callable, args, state: given };
                Ok(())
            }
            // The attributes of a container are nothing that could be read.
            Node::Dict(_) | Node::List(_) | Node::Set(_) | Node::FrozenSet(_) => Ok(()),
            _ => Err(PickleError::new("something is given a state that is no object")),
        }
    }
}
