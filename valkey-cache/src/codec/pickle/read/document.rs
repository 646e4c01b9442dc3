use std::cell::Cell;

use super::expand::Expand;
use super::machine::Machine;
use super::node::{Id, Node, Run, Span};
use crate::codec::pickle::PickleError;

/// How much a reader takes on.
#[derive(Clone, Copy, Debug)]
pub(in crate::codec::pickle) struct Limits {
    /// How many containers may stand within one another.
    pub(in crate::codec::pickle) depth: u16,
    /// How many values there may be in all.
    pub(in crate::codec::pickle) nodes: u32,
    /// Whether a call of an unknown class with one argument is read as the argument.
    pub(in crate::codec::pickle) enums_by_value: bool,
}

/// So many bytes of text cost as much as one value.
pub(super) const BYTES_PER_NODE: usize = 32;

/// A pickle that has been run.
#[derive(Debug)]
pub(in crate::codec::pickle) struct Document<'de> {
    pub(super) input: &'de [u8],
    pub(super) nodes: Vec<Node>,
    /// Runs of ids, each after its length and the place of the next run.
    pub(super) runs: Vec<u32>,
    pub(super) root: Id,
    pub(super) limits: Limits,
    /// What may still be read; it guards against a few values that are referred to again and again.
    budget: Cell<u64>,
}

impl<'de> Document<'de> {
    /// Runs the pickle that is all of `input`.
    pub(in crate::codec::pickle) fn parse(input: &'de [u8], limits: Limits) -> Result<Self, PickleError> {
        // Ids and places are 32 bits wide.
        if input.len() >= 1 << 30 {
            return Err(PickleError::new(format!("found {} bytes, expected less than 1 GiB", input.len())));
        }
        // What is written once cannot exceed the budget on account of its texts.
        let budget = Cell::new(u64::from(limits.nodes) + (input.len() / BYTES_PER_NODE) as u64);
        let nodes = Vec::with_capacity((input.len() / 8).clamp(4, 1024));
        let runs = Vec::with_capacity((input.len() / 8).clamp(8, 1024));
        Machine::new(Self { input, nodes, runs, root: Id::NONE, limits, budget }).run()
    }

    /// Returns the value of the pickle.
    pub(in crate::codec::pickle) fn root(&self) -> Expand<'_, 'de> {
        Expand::new(self, self.root, self.limits.depth)
    }

    #[inline]
    pub(super) fn node(&self, id: Id) -> Node {
        id.immediate().unwrap_or_else(|| self.nodes[id.0 as usize])
    }

    #[inline]
    pub(super) fn slice(&self, span: Span) -> &'de [u8] {
        &self.input[span.start as usize..][..span.len as usize]
    }

    /// Iterates over the items of a container.
    pub(super) fn items(&self, run: Run) -> Walk<'_, 'de> {
        Walk { document: self, place: 0, end: 0, next: run.first, left: run.len }
    }

    /// Returns the items of a tuple, which has exactly `N`.
    pub(super) fn exactly<const N: usize>(&self, tuple: Id) -> Option<[Id; N]> {
        match self.node(tuple) {
            Node::Tuple(run) if run.len as usize == N => {
                let mut ids = [Id::NONE; N];
                ids.iter_mut().zip(self.items(run)).for_each(|(id, item)| *id = item);
                Some(ids)
            }
            _ => None,
        }
    }

    /// Counts what is read.
    #[inline]
    pub(super) fn spend(&self, nodes: u64) -> Result<(), PickleError> {
        match self.budget.get().checked_sub(nodes) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => Err(self.too_many()),
        }
    }

    #[cold]
    pub(super) fn too_many(&self) -> PickleError {
        PickleError::new(format!(
            "the pickle holds more than {} values, counting again what it refers to again; the option 'max_nodes' \
             allows more",
            self.limits.nodes
        ))
    }
}

/// The items of a container, in order.
#[derive(Debug)]
pub(super) struct Walk<'a, 'de> {
    pub(super) document: &'a Document<'de>,
    /// The next item of the run, and where the run ends.
    place: u32,
    end: u32,
    /// The run after this one.
    next: u32,
    pub(super) left: u32,
}

impl Iterator for Walk<'_, '_> {
    type Item = Id;

    #[inline]
    fn next(&mut self) -> Option<Id> {
        self.left = self.left.checked_sub(1)?;
        if self.place == self.end {
            let runs = &self.document.runs;
            self.place = self.next + 2;
            self.end = self.place + runs[self.next as usize];
            self.next = runs[self.next as usize + 1];
        }
        self.place += 1;
        Some(Id(self.document.runs[self.place as usize - 1]))
    }
}
