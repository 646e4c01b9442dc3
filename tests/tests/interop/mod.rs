//! This crate and the real django-valkey on one server: what one writes the other reads.

mod codecs;
mod counters;
mod draw;
mod dynamic;
mod expiry;
mod herd;
mod keys;
mod kinds;
mod locks;
mod lookup;
mod matrix;
mod meeting;
mod numbers;
mod peer;

mod record;
mod sets;
mod value;

use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct InteropAwaitedCache;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct InteropRunCache;

/// Makes two tests of each behaviour: of one whose operations are awaited, and of one where they are run.
macro_rules! in_both_styles {
    ($($behaviour:ident,)+) => {
        mod awaited {
            $(#[test]
            fn $behaviour() {
                $crate::interop::meeting::awaited(async |meeting| super::$behaviour(&meeting).await);
            })+
        }

        mod run {
            $(#[test]
            fn $behaviour() {
                $crate::interop::meeting::run(async |meeting| super::$behaviour(&meeting).await);
            })+
        }
    };
}
use in_both_styles;
