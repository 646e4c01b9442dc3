use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// The name by which formats recognise the marker.
pub(in crate::codec) const HERD_MARKER: &str = "$valkey_cache::HerdMarker";

/// The marker that django-valkey's herd client puts in front of a value and the time at which it is stale.
///
/// What that client stores is the tuple `(HerdMarker, value, seconds since 1970)`. Pickle writes and reads the marker as
/// the object it is in Python; to the other formats it is a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HerdMarker;

impl Serialize for HerdMarker {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_struct(HERD_MARKER)
    }
}

impl<'de> Deserialize<'de> for HerdMarker {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Marker;

        impl Visitor<'_> for Marker {
            type Value = HerdMarker;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the marker of the herd client")
            }

            fn visit_unit<E: Error>(self) -> Result<HerdMarker, E> {
                Ok(HerdMarker)
            }
        }

        deserializer.deserialize_unit_struct(HERD_MARKER, Marker)
    }
}
