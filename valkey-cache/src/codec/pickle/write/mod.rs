//! Values as CPython's own pickler writes them, byte for byte as far as it writes plain data.
//!
//! That pickler writes the same object once, and refers to it where it comes again. A value of serde has no identity;
//! what is written once here is what is always one object in Python: texts and bytes of at most one character, the names
//! of fields and variants, classes, and time zones.

mod batch;
mod containers;
mod memo;
mod objects;
mod output;
mod scalars;
mod serializer;

pub(super) use serializer::Writer;
