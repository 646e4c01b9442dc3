//! Replacing a value if it is still the one that was read, so that no write in between is lost.

use super::strings::milliseconds;
use crate::config::Timeout;
use crate::key::Key;
use crate::operation::{Command, Reply, Script, reply, script};

/// Stores `new` in the place of `old`, for `lifetime`; answers whether `old` was still there.
pub(super) fn swap<'c>(
    name: &'static str,
    key: impl Into<Key<'c>>,
    old: Vec<u8>,
    new: Vec<u8>,
    lifetime: Timeout,
) -> Command<'c, bool> {
    let draft = script(name, &SWAP).key(key).value(Ok(old)).value(Ok(new));
    let draft = match lifetime {
        Timeout::After(time) => milliseconds(draft, time),
        Timeout::Never => draft.int(0),
    };
    draft.returns(reply::flag)
}

static SWAP: Script = Script::new(
    "#!lua\n\
     if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end \
     if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2]) \
     else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end \
     return 1",
    |call, keys, args| {
        match call(&[b"GET", keys[0]]) {
            Reply::Bytes(stored) if stored == args[0] => {}
            error @ Reply::Error(_) => return error,
            _ => return Reply::Int(0),
        }
        let stored = match args[2] {
            b"0" => call(&[b"SET", keys[0], args[1]]),
            lifetime => call(&[b"SET", keys[0], args[1], b"PX", lifetime]),
        };
        match stored {
            Reply::Ok => Reply::Int(1),
            other => other,
        }
    },
);
