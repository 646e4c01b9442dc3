//! Counters: numbers that the server changes.

use crate::backend::{Action, BaseValkeyCache};
use crate::client::BareValues;
use crate::key::Key;
use crate::operation::{Call, Command, Reply, Script, ServerError, reply, script};

/// Numbers that the server changes.
///
/// A count that nobody made is none: when the server is unreachable they fail, also when exceptions are ignored.
pub trait CounterCommands: BaseValkeyCache {
    /// Adds `delta` to a number and returns the sum. [INCRBY](https://valkey.io/commands/incrby)
    ///
    /// # Errors
    ///
    /// `KeyMissing` if the key does not exist; `Overflow` if the sum does not fit into 64 bits; then nothing is changed.
    fn incr<'c>(&'c self, key: impl Into<Key<'c>>, delta: i64) -> Action<'c, Self, Command<'c, i64>>
    where
        Self::Client: BareValues,
    {
        self.action(script("incr", &INCR).key(key).int(delta).returns_or_fails(reply::int))
    }

    /// Subtracts `delta` from a number and returns the difference. [INCRBY](https://valkey.io/commands/incrby)
    ///
    /// # Errors
    ///
    /// As [`incr`](Self::incr).
    fn decr<'c>(&'c self, key: impl Into<Key<'c>>, delta: i64) -> Action<'c, Self, Command<'c, i64>>
    where
        Self::Client: BareValues,
    {
        let draft = script("decr", &INCR).key(key).int(delta.wrapping_neg());
        let too_large = || format!("{delta} has no counterpart in 64 bits");
        self.action(draft.reject_if(delta == i64::MIN, too_large).returns_or_fails(reply::int))
    }

    /// Adds `delta` to a number, which may have a fraction, and returns the sum.
    /// [INCRBYFLOAT](https://valkey.io/commands/incrbyfloat)
    ///
    /// # Errors
    ///
    /// `KeyMissing` if the key does not exist.
    fn incr_by_float<'c>(&'c self, key: impl Into<Key<'c>>, delta: f64) -> Action<'c, Self, Command<'c, f64>>
    where
        Self::Client: BareValues,
    {
        self.action(script("incr_by_float", &INCR_BY_FLOAT).key(key).float(delta).returns_or_fails(reply::float))
    }
}

impl<B: BaseValkeyCache> CounterCommands for B {}

// Lua's numbers are doubles, which cannot hold every sum: it is read back as the text that it is.
static INCR: Script = Script::new(
    "#!lua\n\
     if redis.call('EXISTS', KEYS[1]) == 0 then return redis.error_reply('NOKEY no such key') end \
     redis.call('INCRBY', KEYS[1], ARGV[1]) \
     return redis.call('GET', KEYS[1])",
    |call, keys, args| {
        if_exists(call, keys, |call| match call(&[b"INCRBY", keys[0], args[0]]) {
            error @ Reply::Error(_) => error,
            _ => call(&[b"GET", keys[0]]),
        })
    },
);

static INCR_BY_FLOAT: Script = Script::new(
    "#!lua\n\
     if redis.call('EXISTS', KEYS[1]) == 0 then return redis.error_reply('NOKEY no such key') end \
     return redis.call('INCRBYFLOAT', KEYS[1], ARGV[1])",
    |call, keys, args| if_exists(call, keys, |call| call(&[b"INCRBYFLOAT", keys[0], args[0]])),
);

fn if_exists(call: &mut Call<'_>, keys: &[&[u8]], then: impl FnOnce(&mut Call<'_>) -> Reply) -> Reply {
    match call(&[b"EXISTS", keys[0]]) {
        Reply::Int(0) => Reply::Error(ServerError::new("NOKEY", "no such key")),
        _ => then(call),
    }
}
