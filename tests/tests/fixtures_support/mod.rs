//! What the tests of the fixtures have in common.

mod bytes;
mod generated;
mod raw;
mod typed;

pub(crate) use bytes::{base64, bytes, digest, to_base64};
pub(crate) use raw::{Bytes, raw_serializer};
pub(crate) use typed::typed;
