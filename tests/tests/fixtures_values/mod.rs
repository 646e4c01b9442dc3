//! All values that django-valkey was recorded to store: with each of its serializers, each version of pickle, and each
//! compressor.

mod case;
mod compressed;
mod deviations;
mod herd;
mod members;
mod nearest;
mod numbers;
mod serialized;
mod tally;

pub(crate) use case::fixture;
