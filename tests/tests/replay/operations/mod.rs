//! The operations, by the groups that a client has or has not.

pub(super) mod atomic;
pub(super) mod cluster;
pub(super) mod counters;
pub(super) mod expiry;
pub(super) mod hashes;
pub(super) mod keys;
pub(super) mod many;
pub(super) mod sets;
pub(super) mod strings;
