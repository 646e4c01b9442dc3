/// The name by which a deserializer is asked for a [`Value`](super::Value) with its kind.
pub(in crate::codec) const VALUE: &str = "$valkey_cache::Value";

/// The kinds of values for which serde has no method.
///
/// They are written as newtype structs of private names, which most formats look through: they then write what is
/// within, the nearest form they have. A format that knows the names writes the kind itself. Reading, it answers the
/// request for [`VALUE`] with an enum, whose variant is the number of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codec) enum Kind {
    Tuple,
    Set,
    FrozenSet,
    BigInt,
    Decimal,
    Uuid,
    Complex,
    DateTime,
    Date,
    Time,
    TimeDelta,
}

impl Kind {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Tuple, "$valkey_cache::Tuple"),
        (Self::Set, "$valkey_cache::Set"),
        (Self::FrozenSet, "$valkey_cache::FrozenSet"),
        (Self::BigInt, "$valkey_cache::BigInt"),
        (Self::Decimal, "$valkey_cache::Decimal"),
        (Self::Uuid, "$valkey_cache::Uuid"),
        (Self::Complex, "$valkey_cache::Complex"),
        (Self::DateTime, "$valkey_cache::DateTime"),
        (Self::Date, "$valkey_cache::Date"),
        (Self::Time, "$valkey_cache::Time"),
        (Self::TimeDelta, "$valkey_cache::TimeDelta"),
    ];

    /// Returns the name of the newtype struct.
    pub(in crate::codec) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Returns the kind that is written by that name. Names of users' types are told apart by their first letter.
    #[cfg(feature = "pickle")]
    #[inline]
    pub(in crate::codec) fn named(name: &str) -> Option<Self> {
        if name.as_bytes().first() != Some(&b'$') {
            return None;
        }
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Returns the kind of that number.
    pub(super) fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).map(|(kind, _)| *kind)
    }
}
