//! A pickle is first run into a document, a graph of nodes, and that is then read as serde's types ask for it.
//!
//! Running it copies no text, calls nothing and nests nowhere. What a class stands for is looked at only when somebody
//! asks for the value, so that an object nobody asks for does no harm.

mod access;
mod containers;
mod document;
mod expand;
mod kinds;
mod machine;
mod node;
mod numbers;
mod object;
mod operations;
mod reason;
mod texts;
mod zone;

pub(super) use document::{Document, Limits};
