//! What a holder does in one step with the comparing of its token, so that it never touches another's lock.
//!
//! None of it needs memory, so a server without any does it too.

use crate::operation::{Call, Reply, Script};

pub(super) static IS_OWNED: Script = Script::new(
    "#!lua flags=allow-oom\n\
         if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end return 0",
    |call, keys, args| if_owned(call, keys, args, |_| Reply::Int(1)),
);

pub(super) static RELEASE: Script = Script::new(
    "#!lua flags=allow-oom\n\
     if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0",
    |call, keys, args| if_owned(call, keys, args, |call| call(&[b"DEL", keys[0]])),
);

pub(super) static EXTEND: Script = Script::new(
    "#!lua flags=allow-oom\n\
     if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end \
     local left = redis.call('PTTL', KEYS[1]) \
     if left < 0 then return 1 end \
     return redis.call('PEXPIRE', KEYS[1], left + ARGV[2])",
    |call, keys, args| {
        if_owned(call, keys, args, |call| match call(&[b"PTTL", keys[0]]) {
            Reply::Int(left) if left < 0 => Reply::Int(1),
            Reply::Int(left) => {
                let additional =
                    std::str::from_utf8(args[1]).ok().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
                call(&[b"PEXPIRE", keys[0], left.saturating_add(additional).to_string().as_bytes()])
            }
            other => other,
        })
    },
);

/// A time of zero stands for ever: no lock has so little.
pub(super) static REPLACE_TTL: Script = Script::new(
    "#!lua flags=allow-oom\n\
     if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end \
     if ARGV[2] == '0' then redis.call('PERSIST', KEYS[1]) return 1 end \
     return redis.call('PEXPIRE', KEYS[1], ARGV[2])",
    |call, keys, args| {
        if_owned(call, keys, args, |call| match args[1] {
            b"0" => {
                call(&[b"PERSIST", keys[0]]);
                Reply::Int(1)
            }
            time => call(&[b"PEXPIRE", keys[0], time]),
        })
    },
);

/// Does the rest of a script if the key holds the token, which is its first argument.
fn if_owned(call: &mut Call<'_>, keys: &[&[u8]], args: &[&[u8]], then: impl FnOnce(&mut Call<'_>) -> Reply) -> Reply {
    match call(&[b"GET", keys[0]]) {
        Reply::Bytes(token) if token == args[0] => then(call),
        error @ Reply::Error(_) => error,
        _ => Reply::Int(0),
    }
}
