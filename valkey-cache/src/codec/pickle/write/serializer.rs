use serde::ser::{Serialize, Serializer};

use super::containers::{Entries, Items};
use super::memo::Memo;
use super::output::NO_FRAME;
use crate::codec::pickle::PickleError;
use crate::codec::pickle::opcode;
use crate::codec::value::{HERD_MARKER, Kind};

/// Writes one pickle.
///
/// A struct becomes a dict by field name, a tuple a tuple, a sequence a list, an option its value or `None`, an enum what
/// serde's representation makes of it.
pub(in crate::codec::pickle) struct Writer<'o> {
    pub(super) out: &'o mut Vec<u8>,
    pub(super) protocol: u8,
    pub(super) frame_start: usize,
    pub(super) memo: Memo,
    /// The kind of what comes next, from the newtype struct around it.
    kind: Option<Kind>,
}

impl<'o> Writer<'o> {
    /// Begins a pickle of a protocol from 2 to 5.
    pub(in crate::codec::pickle) fn new(out: &'o mut Vec<u8>, protocol: u8) -> Self {
        out.extend_from_slice(&[opcode::PROTO, protocol]);
        Self { out, protocol, frame_start: NO_FRAME, memo: Memo::default(), kind: None }
    }

    /// Ends the pickle after its value.
    pub(in crate::codec::pickle) fn finish(mut self) -> Result<(), PickleError> {
        self.op(opcode::STOP);
        self.close_frame();
        Ok(())
    }

    /// Writes the beginning of a dict with one entry: the name of the variant.
    fn variant(&mut self, variant: &'static str) -> Result<(), PickleError> {
        self.empty(opcode::EMPTY_DICT);
        self.memoize();
        self.name(variant)
    }
}

macro_rules! numbers {
    ($(fn $method:ident($type:ty) => $write:ident;)*) => { $(
        #[inline]
        fn $method(self, value: $type) -> Result<(), PickleError> {
            self.$write(value.into());
            Ok(())
        }
    )* };
}

impl<'w, 'o> Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = PickleError;
    type SerializeSeq = Items<'w, 'o>;
    type SerializeTuple = Items<'w, 'o>;
    type SerializeTupleStruct = Items<'w, 'o>;
    type SerializeTupleVariant = Items<'w, 'o>;
    type SerializeMap = Entries<'w, 'o>;
    type SerializeStruct = Entries<'w, 'o>;
    type SerializeStructVariant = Entries<'w, 'o>;

    numbers! {
        fn serialize_i8(i8) => int;
        fn serialize_i16(i16) => int;
        fn serialize_i32(i32) => int;
        fn serialize_i64(i64) => int;
        fn serialize_u8(u8) => int;
        fn serialize_u16(u16) => int;
        fn serialize_u32(u32) => int;
        fn serialize_u64(u64) => unsigned;
        fn serialize_u128(u128) => unsigned;
        fn serialize_f32(f32) => float;
        fn serialize_f64(f64) => float;
    }

    fn serialize_i128(self, value: i128) -> Result<(), PickleError> {
        match i64::try_from(value) {
            Ok(value) => self.int(value),
            Err(_) => {
                self.boundary();
                self.long(&value.to_le_bytes());
            }
        }
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), PickleError> {
        self.empty(if value { opcode::NEWTRUE } else { opcode::NEWFALSE });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), PickleError> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), PickleError> {
        match self.kind.take() {
            None => self.text(value),
            Some(kind) => self.object(kind, value),
        }
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), PickleError> {
        self.bytes(value)
    }

    fn serialize_none(self) -> Result<(), PickleError> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), PickleError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), PickleError> {
        self.empty(opcode::NONE);
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), PickleError> {
        if name == HERD_MARKER { self.herd_marker() } else { self.serialize_unit() }
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), PickleError> {
        self.name(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), PickleError> {
        self.kind = Kind::named(name);
        value.serialize(&mut *self)?;
        self.kind = None;
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), PickleError> {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.op(opcode::SETITEM);
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, len: Option<usize>) -> Result<Items<'w, 'o>, PickleError> {
        match self.kind.take() {
            None => Ok(Items::list(self, len)),
            Some(kind) => Items::of_kind(self, kind, len),
        }
    }

    fn serialize_tuple(self, len: usize) -> Result<Items<'w, 'o>, PickleError> {
        Ok(Items::tuple(self, Some(len)))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items<'w, 'o>, PickleError> {
        Ok(Items::tuple(self, Some(len)))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Items<'w, 'o>, PickleError> {
        self.variant(variant)?;
        Ok(Items::tuple(self, Some(len)).in_variant())
    }

    #[inline]
    fn serialize_map(self, len: Option<usize>) -> Result<Entries<'w, 'o>, PickleError> {
        Ok(Entries::new(self, len))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Entries<'w, 'o>, PickleError> {
        Ok(Entries::new(self, Some(len)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Entries<'w, 'o>, PickleError> {
        self.variant(variant)?;
        Ok(Entries::new(self, Some(len)).in_variant())
    }
}
