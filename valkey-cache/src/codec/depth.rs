//! A limit on how deeply a value may be nested, for formats that have none of their own: without it a few bytes from
//! the server could use up the stack.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess};

/// How many sequences, maps, enums, options and newtypes may stand within one another.
pub(super) const MAX_DEPTH: u16 = 256;

/// Something of serde that may nest another `left` levels.
///
/// It does nothing but forward, for each field of a value. The compiler would leave some of that as calls, which takes up
/// to a tenth of the time of reading; so it is told to inline all.
pub(super) struct Limited<I, const SELF_DESCRIBING: bool = false, const OPTION: bool = false> {
    inner: I,
    left: u16,
    /// How many elements are believed to be there before they are read: no more than there are bytes, over all levels.
    /// Serde's own types allocate up to a mebibyte on the word of a format, and so would each of the levels.
    credit: usize,
}

impl<I> Limited<I> {
    /// Limits what is read from so many bytes.
    pub(super) fn new(inner: I, bytes: usize) -> Self {
        Self { inner, left: MAX_DEPTH, credit: bytes }
    }
}

#[cfg(any(feature = "msgpack", feature = "cbor"))]
impl<I> Limited<I, true> {
    /// Reads what the format says is there, where deserializers of such formats insist on what the type says: integers
    /// of 128 bits, which one does not know and another one makes of negative numbers, floats, and `()`. The null that
    /// is no option's is then always a `()`.
    pub(super) fn self_describing(inner: I, bytes: usize) -> Self {
        Self { inner, left: MAX_DEPTH, credit: bytes }
    }
}

impl<I, const SELF_DESCRIBING: bool, const OPTION: bool> Limited<I, SELF_DESCRIBING, OPTION> {
    /// Wraps what is found within, as it is wrapped itself.
    #[inline(always)]
    fn within<J>(&self, inner: J) -> Limited<J, SELF_DESCRIBING> {
        Limited { inner, left: self.left, credit: self.credit }
    }

    /// Wraps an element of something that says to have `hint` more, and has taken so much of the credit.
    #[inline(always)]
    fn element<J>(&self, inner: J, hint: Option<usize>) -> Limited<J, SELF_DESCRIBING> {
        Limited { credit: self.credit.saturating_sub(hint.unwrap_or(0)), ..self.within(inner) }
    }

    #[inline(always)]
    fn below<E: de::Error>(&self) -> Result<u16, E> {
        self.left.checked_sub(1).ok_or_else(|| {
            E::custom(format_args!("the value is nested more than {MAX_DEPTH} levels deep, which is the limit"))
        })
    }
}

/// Forwards what takes a visitor, with the visitor one level down.
macro_rules! nested {
    ($($method:ident($($argument:ident: $type:ty),*))*) => { $(
        #[inline(always)]
        fn $method<V: de::Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            let left = self.below()?;
            let visitor = Limited::<_, SELF_DESCRIBING> { inner: visitor, left, credit: self.credit };
            self.inner.$method($($argument,)* visitor)
        }
    )* };
}

/// Forwards what cannot hold another value.
macro_rules! flat {
    ($($method:ident)*) => { $(
        #[inline(always)]
        fn $method<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$method(visitor)
        }
    )* };
}

/// Forwards what the format may know better.
macro_rules! described {
    ($($method:ident)*) => { $(
        #[inline(always)]
        fn $method<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            if SELF_DESCRIBING { self.deserialize_any(visitor) } else { self.inner.$method(visitor) }
        }
    )* };
}

impl<'de, D: Deserializer<'de>, const SELF_DESCRIBING: bool> Deserializer<'de> for Limited<D, SELF_DESCRIBING> {
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

    #[inline(always)]
    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let left = self.below()?;
        let visitor = Limited::<_, SELF_DESCRIBING, true> { inner: visitor, left, credit: self.credit };
        self.inner.deserialize_option(visitor)
    }

    /// A character is a text wherever it is written.
    #[inline(always)]
    fn deserialize_char<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_str(visitor)
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident: $type:ty),*) => { $(
        #[inline(always)]
        fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )* };
}

impl<'de, V, const SELF_DESCRIBING: bool, const OPTION: bool> de::Visitor<'de> for Limited<V, SELF_DESCRIBING, OPTION>
where
    V: de::Visitor<'de>,
{
    type Value = V::Value;

    #[inline(always)]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool: bool, visit_i8: i8, visit_i16: i16, visit_i32: i32, visit_i64: i64, visit_i128: i128,
        visit_u8: u8, visit_u16: u16, visit_u32: u32, visit_u64: u64, visit_u128: u128, visit_f32: f32,
        visit_f64: f64, visit_char: char, visit_str: &str, visit_borrowed_str: &'de str, visit_string: String,
        visit_bytes: &[u8], visit_borrowed_bytes: &'de [u8], visit_byte_buf: Vec<u8>
    }

    #[inline(always)]
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        if SELF_DESCRIBING && !OPTION { self.inner.visit_unit() } else { self.inner.visit_none() }
    }

    #[inline(always)]
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    #[inline(always)]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.visit_some(inner)
    }

    #[inline(always)]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.visit_newtype_struct(inner)
    }

    #[inline(always)]
    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_seq(inner)
    }

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_map(inner)
    }

    #[inline(always)]
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        let inner = self.within(access);
        self.inner.visit_enum(inner)
    }
}

impl<'de, S: DeserializeSeed<'de>, const SELF_DESCRIBING: bool> DeserializeSeed<'de> for Limited<S, SELF_DESCRIBING> {
    type Value = S::Value;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let inner = self.within(deserializer);
        self.inner.deserialize(inner)
    }
}

impl<'de, A: SeqAccess<'de>, const SELF_DESCRIBING: bool> SeqAccess<'de> for Limited<A, SELF_DESCRIBING> {
    type Error = A::Error;

    #[inline(always)]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_element_seed(inner)
    }

    #[inline(always)]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint().map(|hint| hint.min(self.credit))
    }
}

impl<'de, A: MapAccess<'de>, const SELF_DESCRIBING: bool> MapAccess<'de> for Limited<A, SELF_DESCRIBING> {
    type Error = A::Error;

    #[inline(always)]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_key_seed(inner)
    }

    #[inline(always)]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let inner = self.element(seed, self.inner.size_hint());
        self.inner.next_value_seed(inner)
    }

    #[inline(always)]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint().map(|hint| hint.min(self.credit))
    }
}

impl<'de, A: EnumAccess<'de>, const SELF_DESCRIBING: bool> EnumAccess<'de> for Limited<A, SELF_DESCRIBING> {
    type Error = A::Error;
    type Variant = Limited<A::Variant, SELF_DESCRIBING>;

    #[inline(always)]
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let outer = self.within(());
        let (value, variant) = self.inner.variant_seed(outer.within(seed))?;
        Ok((value, outer.within(variant)))
    }
}

impl<'de, A: VariantAccess<'de>, const SELF_DESCRIBING: bool> VariantAccess<'de> for Limited<A, SELF_DESCRIBING> {
    type Error = A::Error;

    #[inline(always)]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    #[inline(always)]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        let inner = self.within(seed);
        self.inner.newtype_variant_seed(inner)
    }

    nested! {
        tuple_variant(len: usize)
        struct_variant(fields: &'static [&'static str])
    }
}
