//! What errors say.

use super::document::Document;
use super::node::{Id, Node, Run};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;

impl Document<'_> {
    /// Says that something is nested too deeply, or within itself.
    #[cold]
    pub(super) fn too_deep(&self, id: Id) -> PickleError {
        if self.contains_itself(id) {
            return PickleError::new("found a container that contains itself, which no value of Rust does");
        }
        PickleError::new(format!(
            "the value is nested more than {} levels deep; the option 'max_depth' allows more",
            self.limits.depth
        ))
    }

    fn contains_itself(&self, id: Id) -> bool {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            let (Node::List(run) | Node::Tuple(run) | Node::Set(run) | Node::FrozenSet(run) | Node::Dict(run)) =
                self.node(next)
            else {
                continue;
            };
            for item in self.items(run) {
                if item == id {
                    return true;
                }
                if let Some(seen) = seen.get_mut(item.0 as usize)
                    && !std::mem::replace(seen, true)
                {
                    open.push(item);
                }
            }
        }
        false
    }

    /// Says that an object is of no class that can be read.
    #[cold]
    pub(super) fn unknown_object(&self, callable: Id, args: Id) -> PickleError {
        let name = self.name_of(callable, 4);
        if let Node::Global(_) = self.node(callable) {
            // Perhaps it is a time in a time zone of an unknown class.
            if let Node::Tuple(run) = self.node(args) {
                for argument in self.items(run) {
                    if let Node::Object { callable, args, .. } = self.node(argument)
                        && let Node::Unknown { .. } = self.node(callable)
                    {
                        return self.unknown_object(callable, args);
                    }
                }
            }
            return PickleError::new(format!("found a `{name}` made from arguments that it does not take"));
        }
        let hint = match self.node(args) {
            Node::Tuple(Run { len: 1, .. }) if !self.limits.enums_by_value => {
                "; if it is an enum, the option 'enums_by_value' reads its value"
            }
            _ => "",
        };
        PickleError::new(format!(
            "found an object of the Python class `{name}`, expected plain data or one of the known classes (datetime, \
             date, time, timedelta, Decimal, UUID, set, frozenset, OrderedDict, defaultdict, range, complex, bytearray, \
             SafeString){hint}"
        ))
    }

    /// Says that a class itself is where a value should be.
    #[cold]
    pub(super) fn bare_class(&self, id: Id) -> PickleError {
        PickleError::new(format!(
            "found the Python class or function `{}` itself, expected a value",
            self.name_of(id, 4)
        ))
    }

    /// Returns the dotted name of something that is called.
    pub(super) fn name_of(&self, id: Id, levels: u8) -> String {
        let shown = |id: Id| {
            let text = match self.node(id) {
                Node::Text(span) | Node::Escaped(span) => String::from_utf8_lossy(self.slice(span)),
                _ => "?".into(),
            };
            text.chars().map(|c| if c.is_control() { '?' } else { c }).take(100).collect::<String>()
        };
        match self.node(id) {
            Node::Global(global) => {
                let (module, name) = global.path(3);
                format!("{module}.{name}")
            }
            Node::Unknown { module, name } => format!("{}.{}", shown(module), shown(name)),
            Node::Object { callable, args, .. } if levels > 0 => match (self.node(callable), self.exactly(args)) {
                (Node::Global(Global::Getattr), Some([object, name])) => {
                    format!("{}.{}", self.name_of(object, levels - 1), shown(name))
                }
                _ => format!("{}()", self.name_of(callable, levels - 1)),
            },
            _ => "?".to_owned(),
        }
    }
}
