use serde::ser::{self, Serialize};

use super::Writer;
use super::batch::Batch;
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;
use crate::codec::pickle::opcode;
use crate::codec::value::Kind;

/// A list, a tuple or a set that is being written.
pub(in crate::codec::pickle) struct Items<'w, 'o> {
    writer: &'w mut Writer<'o>,
    shape: Shape,
    count: usize,
    is_variant: bool,
}

enum Shape {
    Batches(Batch),
    /// A list that is the argument of a call, which makes a set of it.
    Argument(Batch),
    FrozenSet,
    /// A tuple of few items, whose number is told at the end.
    Short(usize),
    Long,
    Complex,
}

impl<'w, 'o> Items<'w, 'o> {
    pub(super) fn list(writer: &'w mut Writer<'o>, len: Option<usize>) -> Self {
        writer.empty(opcode::EMPTY_LIST);
        writer.memoize();
        Self::new(writer, Shape::Batches(Batch::of_list(len)))
    }

    pub(super) fn tuple(writer: &'w mut Writer<'o>, len: Option<usize>) -> Self {
        let shape = match len {
            Some(len @ 0..=3) => Shape::Short(len),
            _ => {
                writer.empty(opcode::MARK);
                Shape::Long
            }
        };
        Self::new(writer, shape)
    }

    /// Begins what a newtype struct of a private name announced.
    pub(super) fn of_kind(writer: &'w mut Writer<'o>, kind: Kind, len: Option<usize>) -> Result<Self, PickleError> {
        Ok(match kind {
            Kind::Tuple => Self::tuple(writer, len),
            Kind::Set if writer.protocol >= 4 => {
                writer.empty(opcode::EMPTY_SET);
                writer.memoize();
                Self::new(writer, Shape::Batches(Batch::of_set()))
            }
            Kind::FrozenSet if writer.protocol >= 4 => {
                writer.empty(opcode::MARK);
                Self::new(writer, Shape::FrozenSet)
            }
            Kind::Set | Kind::FrozenSet => {
                writer.global(if kind == Kind::Set { Global::Set } else { Global::FrozenSet })?;
                writer.empty(opcode::EMPTY_LIST);
                writer.memoize();
                Self::new(writer, Shape::Argument(Batch::of_list(len)))
            }
            Kind::Complex => {
                writer.global(Global::Complex)?;
                Self::new(writer, Shape::Complex)
            }
            _ => return Err(PickleError::new(format!("found a sequence, expected the text of a {kind:?}"))),
        })
    }

    fn new(writer: &'w mut Writer<'o>, shape: Shape) -> Self {
        Self { writer, shape, count: 0, is_variant: false }
    }

    /// Marks it as the value of a variant: the only entry of a dict.
    pub(super) fn in_variant(self) -> Self {
        Self { is_variant: true, ..self }
    }

    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PickleError> {
        self.count += 1;
        match &mut self.shape {
            Shape::Batches(batch) | Shape::Argument(batch) => {
                batch.before(self.writer);
                value.serialize(&mut *self.writer)?;
                batch.after(self.writer);
                Ok(())
            }
            Shape::FrozenSet | Shape::Short(_) | Shape::Long | Shape::Complex => value.serialize(&mut *self.writer),
        }
    }

    fn finish(self) -> Result<(), PickleError> {
        let Self { writer, shape, count, is_variant } = self;
        match shape {
            Shape::Batches(batch) => batch.end(writer),
            Shape::Argument(batch) => {
                batch.end(writer);
                writer.call(opcode::TUPLE1);
            }
            Shape::FrozenSet => {
                writer.op(opcode::FROZENSET);
                writer.memoize();
            }
            Shape::Short(len) if len != count => {
                return Err(PickleError::new(format!("found a tuple of {count} items, expected {len} as announced")));
            }
            Shape::Short(0) => writer.empty(opcode::EMPTY_TUPLE),
            Shape::Short(len) => {
                writer.op([opcode::TUPLE1, opcode::TUPLE2, opcode::TUPLE3][len - 1]);
                writer.memoize();
            }
            Shape::Long => {
                writer.op(opcode::TUPLE);
                writer.memoize();
            }
            Shape::Complex if count != 2 => {
                return Err(PickleError::new(format!("found {count} parts of a complex number, expected two")));
            }
            Shape::Complex => drop(writer.call(opcode::TUPLE2)),
        }
        if is_variant {
            writer.op(opcode::SETITEM);
        }
        Ok(())
    }
}

/// A dict that is being written.
pub(in crate::codec::pickle) struct Entries<'w, 'o> {
    writer: &'w mut Writer<'o>,
    batch: Batch,
    is_variant: bool,
}

impl<'w, 'o> Entries<'w, 'o> {
    pub(super) fn new(writer: &'w mut Writer<'o>, len: Option<usize>) -> Self {
        writer.empty(opcode::EMPTY_DICT);
        writer.memoize();
        Self { writer, batch: Batch::of_dict(len), is_variant: false }
    }

    pub(super) fn in_variant(self) -> Self {
        Self { is_variant: true, ..self }
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), PickleError> {
        self.batch.before(self.writer);
        self.writer.name(name)?;
        value.serialize(&mut *self.writer)?;
        self.batch.after(self.writer);
        Ok(())
    }

    fn finish(self) -> Result<(), PickleError> {
        self.batch.end(self.writer);
        if self.is_variant {
            self.writer.op(opcode::SETITEM);
        }
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident $method:ident)*) => { $(
        impl ser::$trait for Items<'_, '_> {
            type Ok = ();
            type Error = PickleError;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PickleError> {
                self.item(value)
            }

            fn end(self) -> Result<(), PickleError> {
                self.finish()
            }
        }
    )* };
}

items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! fields {
    ($($trait:ident)*) => { $(
        impl ser::$trait for Entries<'_, '_> {
            type Ok = ();
            type Error = PickleError;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), PickleError> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), PickleError> {
                self.finish()
            }
        }
    )* };
}

fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = PickleError;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), PickleError> {
        self.batch.before(self.writer);
        key.serialize(&mut *self.writer)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PickleError> {
        value.serialize(&mut *self.writer)?;
        self.batch.after(self.writer);
        Ok(())
    }

    fn end(self) -> Result<(), PickleError> {
        self.finish()
    }
}
