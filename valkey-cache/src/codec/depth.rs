//! A limit on how deeply a value may be nested, for formats that have none of their own: without it a few bytes from
//! the server could use up the stack.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess};

/// How many sequences, maps, enums, options and newtypes may stand within one another.
pub(super) const MAX_DEPTH: u16 = 256;

/// Something of serde that may nest another `left` levels.
pub(super) struct Limited<I> {
    inner: I,
    left: u16,
    /// How many elements are believed to be there before they are read: no more than there are bytes, over all levels.
    /// Serde's own types allocate up to a mebibyte on the word of a format, and so would each of the levels.
    credit: usize,
    is_self_describing: bool,
    is_option: bool,
}

impl<I> Limited<I> {
    /// Limits what is read from so many bytes.
    pub(super) fn new(inner: I, bytes: usize) -> Self {
        Self { inner, left: MAX_DEPTH, credit: bytes, is_self_describing: false, is_option: false }
    }

    /// Reads what the format says is there, where deserializers of such formats insist on what the type says: integers
    /// of 128 bits, which one does not know and another one makes of negative numbers, floats, and `()`. The null that
    /// is no option's is then always a `()`.
    #[cfg(any(feature = "msgpack", feature = "cbor"))]
    pub(super) fn self_describing(inner: I, bytes: usize) -> Self {
        Self { is_self_describing: true, ..Self::new(inner, bytes) }
    }

    /// Wraps what is found within, as it is wrapped itself.
    fn within<J>(&self, inner: J) -> Limited<J> {
        Limited {
            inner,
            left: self.left,
            credit: self.credit,
            is_self_describing: self.is_self_describing,
            is_option: false,
        }
    }

    /// Wraps an element of something that says to have `hint` more, and has taken so much of the credit.
    fn element<J>(&self, inner: J, hint: Option<usize>) -> Limited<J> {
        Limited { credit: self.credit.saturating_sub(hint.unwrap_or(0)), ..self.within(inner) }
    }

    fn below<E: de::Error>(&self) -> Result<u16, E> {
        self.left.checked_sub(1).ok_or_else(|| {
            E::custom(format_args!("the value is nested more than {MAX_DEPTH} levels deep, which is the limit"))
        })
    }
}

/// Forwards what takes a visitor, with the visitor one level down.
macro_rules! nested {
    ($($method:ident($($argument:ident: $type:ty),*))*) => { $(
        #[inline]
        fn $method<V: de::Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            let left = self.below()?;
            let visitor = Limited { left, ..self.within(visitor) };
            self.inner.$method($($argument,)* visitor)
        }
    )* };
}

/// Forwards what cannot hold another value.
macro_rules! flat {
    ($($method:ident)*) => { $(
        #[inline]
        fn $method<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$method(visitor)
        }
    )* };
}

/// Forwards what the format may know better.
macro_rules! described {
    ($($method:ident)*) => { $(
        #[inline]
        fn $method<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            if self.is_self_describing { self.deserialize_any(visitor) } else { self.inner.$method(visitor) }
        }
    )* };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Limited<D> {
    type Error = D::Error;

    flat! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_str deserialize_string
        deserialize_identifier
    }

    nested! {
        deserialize_any()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_ignored_any()
    }

    described! { deserialize_i128 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_unit }

    #[inline]
    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let left = self.below()?;
        let visitor = Limited { left, is_option: true, ..self.within(visitor) };
        self.inner.deserialize_option(visitor)
    }

    /// A character is a text wherever it is written.
    #[inline]
    fn deserialize_char<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_str(visitor)
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident: $type:ty),*) => { $(
        #[inline]
        fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )* };
}

impl<'de, V: de::Visitor<'de>> de::Visitor<'de> for Limited<V> {
    type Value = V::Value;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool: bool, visit_i8: i8, visit_i16: i16, visit_i32: i32, visit_i64: i64, visit_i128: i128,
        visit_u8: u8, visit_u16: u16, visit_u32: u32, visit_u64: u64, visit_u128: u128, visit_f32: f32,
        visit_f64: f64, visit_char: char, visit_str: &str, visit_borrowed_str: &'de str, visit_string: String,
        visit_bytes: &[u8], visit_borrowed_bytes: &'de [u8], visit_byte_buf: Vec<u8>
    }

    #[inline]
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        if self.is_self_describing && !self.is_option { self.inner.visit_unit() } else { self.inner.visit_none() }
    }

    #[inline]
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.visit_some(inner)
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.visit_newtype_struct(inner)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_seq(inner)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_map(inner)
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_enum(inner)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Limited<S> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.deserialize(inner)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Limited<A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_element_seed(inner)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint().map(|hint| hint.min(self.credit))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Limited<A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_key_seed(inner)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_value_seed(inner)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint().map(|hint| hint.min(self.credit))
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Limited<A> {
    type Error = A::Error;
    type Variant = Limited<A::Variant>;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let outer = self.within(());
        let (value, variant) = self.inner.variant_seed(outer.within(seed))?;
        Ok((value, outer.within(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Limited<A> {
    type Error = A::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let inner = self.within(seed);
        self.inner.newtype_variant_seed(inner)
    }

    nested! {
        tuple_variant(len: usize)
        struct_variant(fields: &'static [&'static str])
    }
}
