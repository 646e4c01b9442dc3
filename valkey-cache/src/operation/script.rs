//! Scripts: several steps that a server does as one.

use std::sync::OnceLock;

use super::reply::Reply;

/// A way to run one command from within a script; an error reply comes as [`Reply::Error`].
pub type Call<'a> = dyn FnMut(&[&[u8]]) -> Reply + 'a;

/// The steps of a script in Rust: a way to run commands, the keys, and the arguments.
pub type Native = fn(&mut Call<'_>, &[&[u8]], &[&[u8]]) -> Reply;

/// A script, as the server knows it and as the store in this process does it.
///
/// Both forms stand side by side and say the same.
#[derive(Debug)]
pub struct Script {
    /// The text in Lua, for the server.
    pub lua: &'static str,
    /// The same steps in Rust, for the store in this process.
    pub native: Native,
    digest: OnceLock<String>,
}

impl Script {
    /// Makes a script from its two forms.
    ///
    /// The text begins with the line `#!lua`, or `#!lua flags=allow-oom` if it needs no memory. By it the server knows that
    /// the script writes: without it, a primary that became a replica runs the script up to the first write. See
    /// [Lua](https://valkey.io/topics/eval-intro/); servers know such lines since Redis 7.0.
    pub const fn new(lua: &'static str, native: Native) -> Self {
        Self { lua, native, digest: OnceLock::new() }
    }

    /// Returns the hexadecimal SHA-1 digest that [EVALSHA](https://valkey.io/commands/evalsha) asks for.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| sha1_smol::Sha1::from(self.lua).hexdigest())
    }
}
