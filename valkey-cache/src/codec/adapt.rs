//! A way to write a few kinds of values otherwise than the serializer of another crate does, at any depth.

use std::fmt::Display;

use serde::ser::{self, Serialize, Serializer};

/// What a format writes otherwise than the serializer that it is built on.
pub(super) trait Dialect: Copy {
    fn f32<S: Serializer>(self, value: f32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f32(value)
    }

    fn f64<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(value)
    }

    fn i128<S: Serializer>(self, value: i128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i128(value)
    }

    fn u128<S: Serializer>(self, value: u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u128(value)
    }

    fn unit<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    fn char<S: Serializer>(self, value: char, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_char(value)
    }

    fn bytes<S: Serializer>(self, value: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(value)
    }
}

/// A serializer, or a part of one, that speaks a dialect.
///
/// All but the dialect is forwarded, for each field of a value, and is to cost nothing: the compiler is told to inline it.
pub(super) struct Adapted<S, D> {
    inner: S,
    dialect: D,
}

impl<S, D> Adapted<S, D> {
    pub(super) fn new(inner: S, dialect: D) -> Self {
        Self { inner, dialect }
    }
}

/// A value that is written in a dialect.
struct In<D, T> {
    dialect: D,
    value: T,
}

impl<D: Dialect, T: Serialize> Serialize for In<D, T> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Adapted { inner: serializer, dialect: self.dialect })
    }
}

/// Forwards a value that is no other one's container, as it is or as the dialect has it.
macro_rules! leaf {
    (as_is: $($method:ident($($argument:ident: $type:ty),*);)*) => { $(
        #[inline(always)]
        fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
            self.inner.$method($($argument),*)
        }
    )* };
    (in_dialect: $($method:ident($hook:ident: $type:ty);)*) => { $(
        #[inline(always)]
        fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.dialect.$hook(value, self.inner)
        }
    )* };
}

/// Forwards the beginning of a container.
macro_rules! begin {
    ($($method:ident($($argument:ident: $type:ty),*) -> $container:ident;)*) => { $(
        #[inline(always)]
        fn $method(self, $($argument: $type),*) -> Result<Self::$container, S::Error> {
            Ok(Adapted { inner: self.inner.$method($($argument),*)?, dialect: self.dialect })
        }
    )* };
}

impl<S: Serializer, D: Dialect> Serializer for Adapted<S, D> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Adapted<S::SerializeSeq, D>;
    type SerializeTuple = Adapted<S::SerializeTuple, D>;
    type SerializeTupleStruct = Adapted<S::SerializeTupleStruct, D>;
    type SerializeTupleVariant = Adapted<S::SerializeTupleVariant, D>;
    type SerializeMap = Adapted<S::SerializeMap, D>;
    type SerializeStruct = Adapted<S::SerializeStruct, D>;
    type SerializeStructVariant = Adapted<S::SerializeStructVariant, D>;

    leaf! { as_is:
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_str(value: &str);
        serialize_none();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    leaf! { in_dialect:
        serialize_i128(i128: i128);
        serialize_u128(u128: u128);
        serialize_f32(f32: f32);
        serialize_f64(f64: f64);
        serialize_char(char: char);
        serialize_bytes(bytes: &[u8]);
    }

    #[inline(always)]
    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.dialect.unit(self.inner)
    }

    begin! {
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeStructVariant;
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&In { dialect: self.dialect, value })
    }

    #[inline(always)]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, &In { dialect: self.dialect, value })
    }

    #[inline(always)]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, &In { dialect: self.dialect, value })
    }

    /// Leaves it to the serializer to collect: some recognise bytes by the iterator.
    #[inline(always)]
    fn collect_seq<I>(self, values: I) -> Result<S::Ok, S::Error>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        let dialect = self.dialect;
        self.inner.collect_seq(values.into_iter().map(move |value| In { dialect, value }))
    }

    #[inline(always)]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Forwards the contents of a container.
macro_rules! container {
    ($($trait:ident { $($method:ident($($name:ident: $type:ty)?);)* })*) => { $(
        impl<S: ser::$trait, D: Dialect> ser::$trait for Adapted<S, D> {
            type Ok = S::Ok;
            type Error = S::Error;

            $(
                #[inline(always)]
                fn $method<T: Serialize + ?Sized>(&mut self, $($name: $type,)? value: &T) -> Result<(), S::Error> {
                    self.inner.$method($($name,)? &In { dialect: self.dialect, value })
                }
            )*

            #[inline(always)]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        }
    )* };
}

container! {
    SerializeSeq { serialize_element(); }
    SerializeTuple { serialize_element(); }
    SerializeTupleStruct { serialize_field(); }
    SerializeTupleVariant { serialize_field(); }
    SerializeMap { serialize_key(); serialize_value(); }
    SerializeStruct { serialize_field(name: &'static str); }
    SerializeStructVariant { serialize_field(name: &'static str); }
}
