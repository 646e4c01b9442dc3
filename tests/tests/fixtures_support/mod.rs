//! What the tests of the fixtures have in common.

mod bytes;
mod raw;

pub(crate) use bytes::{base64, bytes};
pub(crate) use raw::{Bytes, raw_serializer};
